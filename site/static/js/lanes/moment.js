// The browser's clock: milliseconds since 1970, with a fraction. It starts from the system's clock when the page opens,
// then only ever goes forward. Each lane reads it first thing when something arrives, before it parses a byte.
export function moment() {
  return performance.timeOrigin + performance.now();
}

export function sleep(ms) {
  return new Promise((wake) => setTimeout(wake, ms));
}
