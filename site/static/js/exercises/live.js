// What the checks come to, as it is told: a WebSocket on which the server first says all, and then each change.
const FIRST = 500; // ms until the second try
const LONGEST = 8000; // ms between two tries

// follow opens it, and opens it again when it breaks off: a server is often restarted while somebody writes code.
//   onAll(book)            all of it: GET /api/exercises
//   onEntry(entry)         one exercise has changed
//   onStale({built, stale})  the names of those whose files are newer than the server
//   onAway(ms)             it broke off, and is tried again in so many ms
export function follow({ onAll, onEntry, onStale, onAway }, random = Math.random) {
  let tries = 0;
  let timer = 0;
  let socket;
  function open() {
    const address = new URL('/api/exercises/live', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    socket = new WebSocket(address);
    socket.onmessage = ({ data }) => {
      tries = 0;
      const told = JSON.parse(data);
      if (told.exercises) onAll(told);
      else if (told.exercise) onEntry(told.exercise);
      else if (told.stale) onStale(told);
    };
    socket.onclose = () => {
      // Half of the pause is random: the pages of a class must not come back in step.
      const pause = Math.round(Math.min(FIRST * 2 ** tries++, LONGEST) * (0.5 + random() / 2));
      timer = setTimeout(open, pause);
      onAway(pause);
    };
  }
  open();
  return () => {
    clearTimeout(timer);
    socket.onclose = null;
    socket.close(1000);
  };
}
