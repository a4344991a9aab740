// The clients of a run's lanes: which module is whose.
import * as fallback from './fallback.js';
import * as longpolling from './longpolling.js';
import * as polling from './polling.js';
import * as sse from './sse.js';
import * as backoff from './websocket-backoff.js';
import * as none from './websocket-none.js';
import * as resume from './websocket-resume.js';

const MODULES = {
  polling,
  longpolling,
  sse,
  'websocket-none': none,
  'websocket-backoff': backoff,
  'websocket-resume': resume,
  fallback,
};

// moduleOf names the module of a client: an entry of `clients` in the server's answer. It is also the name of the same
// client written in Go, unless that one does without a library.
export function moduleOf({ technique, choices }) {
  return technique === 'websocket' ? `websocket-${choices.reconnect}` : technique;
}

// sourceOf is where the code is that runs a client, for people to read.
export function sourceOf(client) {
  return `/static/js/lanes/${moduleOf(client)}.js`;
}

// open starts a client and returns {stop(), send(text), source}. send is the way up: what comes of it is told to
// onEcho. The handlers, times in ms (moment.js):
//   onEvent({seq, at, data}, arrived)         an event; `at` is the server's time of publication in µs
//   onRequest(began, late)                    a request goes out; late: it did so earlier, and nobody knows when
//   onAnswer({began, ended, status, events})  a poll's answer is there; status 0: it failed
//   onStatus(state, text)                     'open'; 'waiting': it tries again; 'closed': it never will
//   onGap({from, to})                         the server no longer keeps these events, both ends included
//   onUnreadable(text)                        what arrived is no event
//   onEcho(text, arrived)                     what was sent came back
export function open(client, handlers) {
  const lane = MODULES[moduleOf(client)].start(client.url, client.choices, handlers);
  return { ...lane, source: sourceOf(client) };
}
