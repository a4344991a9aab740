// What this browser can do, tried out on a short run: a trial that no run's ledger could give. What it sent is read in
// the wire's units, not in what its documentation says.
//
//   page.eventSource    1: an EventSource brought an event; 0: there is none
//   page.webSocket      1: a WebSocket brought a message; 0: there is none
//   page.fetchStream    1: fetch gave a part of an answer that had not ended; 0: its answers can't be read in parts
//   page.fetchHeaders   1: a header given to fetch crossed the wire; 0: it did not
//   page.headers        1: a header given to EventSource crossed the wire; 0: it did not, though its request was seen
//   page.tokenInTarget  1: a token in the address of an EventSource stood in the wire's request line; 0: it did not
//
// What can't be found out is absent.
import { call } from '../api.js';
import { address } from '../lanes/message.js';
import { moment } from '../lanes/moment.js';
import { pause, within } from './waits.js';

const SPEC = { scenario: 'ticker', rate: 20, lanes: ['sse', 'websocket'], seconds: 20 };
const PATIENCE = 3000; // ms for the first event of each
const LOOKS = 20; // for the requests among the units
const BETWEEN = 100; // ms
const HEADER = 'x-wireside-probe';
const BY_FETCH = 'by=fetch'; // in the query of the one that EventSource didn't make

// probe resolves to the trial of the setup of that name. It throws Trouble if there is no run to be had, or the
// signal's reason.
export async function probe(setup, signal) {
  signal.throwIfAborted();
  const run = await call('POST', '/api/runs', SPEC); // not given up half-way: nobody would delete it
  const forget = () => fetch(`/api/runs/${run.id}`, { method: 'DELETE', keepalive: true }).catch(() => {});
  addEventListener('pagehide', forget);
  try {
    const urlOf = (lane) => `${run.clients.find(({ name }) => name === lane).url}&after=now`;
    const word = crypto.getRandomValues(new Uint32Array(2)).join('');
    const headers = { [HEADER]: word };
    const tried = {
      eventSource: await tryEventSource(`${urlOf('sse')}&token=${word}`, headers, signal),
      fetchStream: await tryStream(`${urlOf('sse')}&${BY_FETCH}`, headers, signal),
      webSocket: await tryWebSocket(urlOf('websocket'), signal),
    };
    const found = { ...tried, ...(await look(run.id, word, tried, signal)) };
    const known = Object.entries(found).filter(([, value]) => value !== undefined);
    const values = Object.fromEntries(known.map(([name, value]) => [`page.${name}`, value]));
    return { setup, run: run.id, at: Math.round(moment() * 1000), values };
  } finally {
    removeEventListener('pagehide', forget);
    await forget();
  }
}

// Each of these resolves to 1 if it brought something; 0 if this browser has no such thing; undefined if nothing came.

// EventSource takes no headers: of its second argument it reads withCredentials alone. This one is given some all the
// same.
async function tryEventSource(url, headers, signal) {
  if (typeof EventSource !== 'function') return 0;
  const source = new EventSource(url, { headers });
  try {
    return await within(PATIENCE, signal, (came) => (source.onmessage = () => came(1)));
  } finally {
    source.close();
  }
}

async function tryWebSocket(url, signal) {
  if (typeof WebSocket !== 'function') return 0;
  const socket = new WebSocket(address(url));
  try {
    return await within(PATIENCE, signal, (came) => (socket.onmessage = () => came(1)));
  } finally {
    socket.close();
  }
}

async function tryStream(url, headers, signal) {
  const limit = AbortSignal.timeout(PATIENCE);
  const leaving = new AbortController();
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.any([leaving.signal, limit, signal]) });
    if (!response.body?.getReader) return 0;
    const { done } = await response.body.getReader().read();
    return done ? undefined : 1;
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    leaving.abort();
  }
}

// look reads both requests for the event stream as they crossed the wire. That a header is missing from the one means
// something only if it is seen in the other.
async function look(run, word, { eventSource, fetchStream }, signal) {
  const wanted = [eventSource, fetchStream].filter((came) => came === 1).length;
  let requests = [];
  for (let i = 0; i < LOOKS && requests.length < wanted; i++) {
    if (i) await pause(BETWEEN, signal);
    requests = await requestsOf(run, signal);
  }
  const carries = (request) =>
    Number(request.headers.some(([name, value]) => name.toLowerCase() === HEADER && value === word));
  const byFetch = requests.find(({ target }) => target.includes(BY_FETCH));
  const bySource = requests.find(({ target }) => !target.includes(BY_FETCH));
  const fetchHeaders = byFetch && carries(byFetch);
  return {
    fetchHeaders,
    headers: bySource && fetchHeaders ? carries(bySource) : undefined,
    tokenInTarget: bySource && Number(bySource.target.includes(word)),
  };
}

// requestsOf returns the heads of the run's requests for the event stream: [{target, headers: [[name, value]]}].
async function requestsOf(run, signal) {
  const text = await fetch(`/api/runs/${run}/units`, { cache: 'no-store', signal }).then((answer) => answer.text());
  const units = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return units.filter(({ lane, kind }) => lane === 'sse' && kind === 'request').map(({ value }) => value);
}
