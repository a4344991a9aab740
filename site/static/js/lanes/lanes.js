// The four lanes, in the order in which every part of the page shows them.
import * as polling from './polling.js';
import * as longpolling from './longpolling.js';
import * as sse from './sse.js';
import * as websocket from './websocket.js';
import { TITLES } from './titles.js';

// start(url, handlers) opens the lane and returns the function that stops it. The handlers, times in ms (moment.js):
//   onEvent({seq, at, data}, arrived)         an event; `at` is the server's time of publication in µs
//   onRequest(began)                          a request goes out
//   onAnswer({began, ended, status, events})  a poll's answer is there; status 0: it failed
//   onStatus(state, text)                     'open'; 'waiting': it tries again; 'closed': it never will
//   onGap({from, to})                         the server no longer keeps these events, both ends included
export const LANES = [
  { name: 'polling', title: TITLES.polling, start: polling.start },
  { name: 'longpolling', title: TITLES.longpolling, start: longpolling.start },
  { name: 'sse', title: TITLES.sse, start: sse.start },
  { name: 'websocket', title: TITLES.websocket, start: websocket.start },
];
