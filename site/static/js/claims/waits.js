// Waiting that can be given up. Each throws the signal's reason as soon as it is aborted.

export function pause(ms, signal) {
  return within(ms, signal, () => {});
}

const FIRST = 500; // ms of the first pause in a queue, at most; the next one is twice as long
const LONGEST = 4000; // ms of any
const CLOSING = 300_000; // ms of all together

// A Queue is for who is turned away from what is full, and comes back later. The pauses are random: of a class that was turned
// away together, nobody finds all the others there again.
export class Queue {
  #pause = FIRST;
  waited = 0; // ms, so far

  // open reports whether it is worth while to wait on.
  get open() {
    return this.waited < CLOSING;
  }

  async wait(signal) {
    const ms = (this.#pause * (1 + Math.random())) / 2;
    this.#pause = Math.min(2 * this.#pause, LONGEST);
    this.waited += ms;
    await pause(ms, signal);
  }
}

// seen resolves when the page can be seen: at once, or as soon as somebody turns to it.
export function seen(signal) {
  return until(signal, (done) => {
    const look = () => document.hidden || done();
    document.addEventListener('visibilitychange', look);
    look();
    return () => document.removeEventListener('visibilitychange', look);
  });
}

// within resolves to what begin's argument is called with; undefined if it isn't called in so many ms.
export function within(ms, signal, begin) {
  return until(signal, (done) => {
    const timer = setTimeout(done, ms);
    begin(done);
    return () => clearTimeout(timer);
  });
}

// until resolves to what begin's first argument is called with, and throws what its second one is. The function that
// begin returns is called at the end.
export async function until(signal, begin) {
  signal.throwIfAborted();
  let giveUp;
  let end = () => {};
  try {
    return await new Promise((resolve, reject) => {
      giveUp = () => reject(signal.reason);
      signal.addEventListener('abort', giveUp);
      end = begin(resolve, reject);
    });
  } finally {
    signal.removeEventListener('abort', giveUp);
    end();
  }
}
