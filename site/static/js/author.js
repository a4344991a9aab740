// For who writes lessons: the page is loaded again when the working copy changes, and stays where it was.
const PLACE = 'wireside.author';
const mine = Number(new URL(import.meta.url).searchParams.get('edition'));
const scrolls = () => [document.querySelector('.lesson'), document.scrollingElement].filter(Boolean);
let lost = false; // the server was away, and may have come back as another

function listen() {
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/lessons/live`);
  socket.onmessage = ({ data }) => {
    if (JSON.parse(data).edition === mine && !lost) return;
    keep();
    location.reload();
  };
  socket.onclose = () => {
    lost = true;
    setTimeout(listen, 1000);
  };
}

// kept returns where the page was, [path, ...tops], and forgets it.
function kept() {
  try {
    const text = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    return [...JSON.parse(text ?? '[]')];
  } catch {
    return []; // storage may be forbidden, or hold something else
  }
}

// keep keeps where the page is. One of faults passes on where the lesson was.
function keep() {
  const place = document.querySelector('.faultlist') ? was : [location.pathname, ...scrolls().map((box) => box.scrollTop)];
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  } catch {
    // then it begins at the top
  }
}

const was = kept();
const [path, ...tops] = was;
if (path === location.pathname) {
  history.scrollRestoration = 'manual'; // the browser would go where the page of faults was
  addEventListener('pagehide', () => (history.scrollRestoration = 'auto'));
  scrolls().forEach((box, i) => (box.scrollTop = tops[i] ?? 0));
}
listen();
