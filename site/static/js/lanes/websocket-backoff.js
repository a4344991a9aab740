// WebSocket that comes back: after each failure it waits twice as long as before, and a random part of that less, so
// that thousands of clients that lost their server at once don't come back at once.
//
// It comes back with the URL that it began with, since it keeps no account of what it has seen. Depending on that URL,
// what it missed is lost, or all that the server keeps comes again.
import { address, receive, send } from './message.js';
import { moment } from './moment.js';
import { Watchdog } from './watchdog.js';

const FIRST = 500; // ms: the longest pause after the first failure; each further one doubles it
const LONGEST = 8000; // ms
const NORMAL = 1000; // the close code of a server that has said all that it had to say

export function start(url, { cursor, jitter, watchdogMs, after = 0 }, handlers) {
  const { onRequest, onStatus } = handlers;
  const from = cursor === 'now' ? 'now' : after;
  let socket;
  let failures = 0;
  let timer = 0;

  const dog = new Watchdog(watchdogMs, () => {
    leave();
    comeBack(`silent for ${watchdogMs} ms`);
  });

  function open() {
    onRequest(moment());
    socket = new WebSocket(address(`${url}&after=${from}`));
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => onStatus('open');
    socket.onmessage = ({ data }) => {
      const arrived = moment();
      dog.heard();
      failures = 0; // not yet in onopen: a server that accepts and then hangs up has failed, too
      receive(data, arrived, handlers);
    };
    socket.onclose = ({ code }) => {
      dog.rest();
      if (code === NORMAL) onStatus('closed', 'the server is done');
      else comeBack(`closed ${code}`);
    };
    dog.heard();
  }

  function comeBack(why) {
    const pause = Math.min(FIRST * 2 ** failures++, LONGEST) * (1 - jitter * Math.random());
    timer = setTimeout(open, pause);
    onStatus('waiting', `${why}; back in ${Math.round(pause)} ms`);
  }

  // leave lets go of the socket without waiting for its close, which a dead connection never brings.
  function leave() {
    dog.rest();
    clearTimeout(timer);
    socket.onclose = socket.onmessage = socket.onopen = null;
    socket.close(1000, 'stopped by the reader');
  }

  open();
  return { stop: leave, send: (text) => send(socket, text) };
}
