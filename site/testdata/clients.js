// A lane's client, opened by a test in a browser of fakes.
import { faked, listener } from './fakes.js';
import { open } from '/static/js/lanes/lanes.js';

const CHOICES = {
  polling: { intervalMs: 1000, jitter: 0, etag: true, keepAlive: true, cursor: 'last', timeoutMs: 0 },
  longpolling: { waitMs: 25_000, cursor: 'last', timeoutMs: 0 },
  sse: { ids: true, cursor: 'last', heartbeatMs: 15_000, watchdogMs: 0 },
  websocket: { reconnect: 'none', jitter: 0, cursor: 'last', watchdogMs: 0 },
  fallback: { order: ['websocket', 'sse', 'longpolling'], lacks: [], patienceMs: 4000 },
};

const opened = [];

// trial runs a test in a browser of fakes, and stops the clients that it opened.
export const trial = (test, options) =>
  faked(async (browser) => {
    try {
      await test(browser);
    } finally {
      for (const { stop } of opened.splice(0)) stop();
    }
  }, options);

// start opens a client with the choices named, the others at their defaults.
export function start(technique, choices = {}) {
  const { told, handlers } = listener();
  const path = technique === 'fallback' ? 'websocket' : technique;
  const client = { technique, url: `/labs/${path}?run=r1`, choices: { ...CHOICES[technique], ...choices } };
  const lane = open(client, handlers);
  opened.push(lane);
  return { told, ...lane };
}

export const queries = (list) => list.map(({ query }) => query.replace('?run=r1', ''));
