// What may be chosen of a lane, by technique: the server's table, in words. value is the default, which needs no saying.
// alone: the reference alone can do otherwise.
const impl = {
  name: 'impl',
  label: 'Implementation',
  options: { reference: 'the reference', scratch: 'from scratch', yours: 'yours' },
  value: 'reference',
};
const cursor = {
  name: 'cursor',
  label: 'Remembers its place',
  options: { last: 'yes, by the last seen', now: 'no, asks for what is to come' },
  value: 'last',
};
const timeoutMs = {
  name: 'timeoutMs',
  label: 'Gives a request up after',
  unit: 'ms',
  most: 600_000,
  value: 0,
  none: 'never',
};
const heartbeatMs = {
  name: 'heartbeatMs',
  label: 'Heartbeat every',
  unit: 'ms',
  most: 600_000,
  value: 15_000,
  none: 'none',
};
const watchdogMs = {
  name: 'watchdogMs',
  label: 'Watchdog: gives up after',
  unit: 'ms',
  most: 600_000,
  value: 0,
  none: 'never',
  text: 'With a watchdog, the heartbeats are such as a page can see.',
};

// What a server does that is broken on purpose.
const drop = {
  name: 'drop',
  label: 'Broken: the share left out',
  least: 0,
  most: 1,
  value: 0,
  none: 'none',
  alone: true,
};
const holdMs = {
  name: 'holdMs',
  label: 'Broken: sits on each answer for',
  unit: 'ms',
  most: 10_000,
  value: 0,
  none: 'not at all',
  alone: true,
};

export const CHOICES = {
  polling: [
    impl,
    { name: 'intervalMs', label: 'Asks every', unit: 'ms', least: 10, most: 600_000, value: 1000 },
    { name: 'jitter', label: 'Random share of that', least: 0, most: 1, value: 0 },
    { name: 'keepAlive', label: 'The server keeps the connection', value: true, alone: true },
    { name: 'etag', label: 'Sends If-None-Match', value: true, alone: true },
    cursor,
    timeoutMs,
    holdMs,
    drop,
  ],
  longpolling: [
    impl,
    { name: 'waitMs', label: 'The server holds a request for', unit: 'ms', most: 60_000, value: 25_000 },
    cursor,
    timeoutMs,
    holdMs,
    drop,
  ],
  sse: [
    impl,
    {
      name: 'ids',
      label: 'Events have ids',
      value: true,
      text: 'Without, a browser comes back with no Last-Event-ID.',
      alone: true,
    },
    cursor,
    heartbeatMs,
    watchdogMs,
    { name: 'retryMs', label: 'The browser comes back after', unit: 'ms', least: 1, most: 600_000, value: 2000 },
    {
      name: 'compress',
      label: 'Compression',
      options: { none: 'none', flush: 'gzip, flushed after each event', noflush: 'gzip, flushed when it is full' },
      value: 'none',
      alone: true,
    },
    {
      name: 'blank',
      label: 'The empty line',
      options: { after: 'ends each event', before: 'comes with the next event' },
      value: 'after',
      alone: true,
    },
    {
      name: 'encoder',
      label: 'JSON is written',
      options: { json: 'by a library', lines: 'by a library, on three lines', naive: 'by hand, line ends and all' },
      value: 'json',
    },
    drop,
  ],
  websocket: [
    impl,
    {
      name: 'reconnect',
      label: 'When it is cut',
      options: { none: 'stays closed', backoff: 'comes back as it began', resume: 'comes back, resumes' },
      value: 'none',
    },
    { name: 'jitter', label: 'Random share of its pauses', least: 0, most: 1, value: 0.5 },
    cursor,
    { name: 'deflate', label: 'permessage-deflate', value: false, alone: true },
    heartbeatMs,
    watchdogMs,
    {
      name: 'origin',
      label: 'Origin',
      options: { same: 'must be this server’s', any: 'is not checked' },
      value: 'same',
    },
    {
      name: 'library',
      label: 'The client has a library',
      value: true,
      text: 'A browser’s WebSocket is built in: this is for headless runs, without reconnecting or deflate.',
    },
    drop,
  ],
  fallback: [
    {
      name: 'order',
      label: 'Tries',
      list: ['websocket', 'sse', 'longpolling', 'polling'],
      value: ['websocket', 'sse', 'longpolling'],
    },
    { name: 'lacks', label: 'Has to do without', list: ['websocket', 'sse', 'longpolling'], value: [] },
    { name: 'patienceMs', label: 'Waits for a sign of life', unit: 'ms', least: 100, most: 60_000, value: 4000 },
  ],
};
