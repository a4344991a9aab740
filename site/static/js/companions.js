// Other tabs, as the server sees them: event streams that do nothing but hold a connection each. A browser opens six
// connections to an origin on HTTP/1.1, over all its tabs; then the seventh request waits.
const STREAM = '/labs/sse'; // of the run that is always on, so that this run's ledger doesn't count them

// accompany opens n streams and returns the function that closes them.
export function accompany(n) {
  const streams = Array.from({ length: n }, () => new EventSource(STREAM));
  return () => streams.forEach((stream) => stream.close());
}
