// WebSocket that comes back and goes on: it remembers the number of the last event that it saw and says it when it
// comes back, so that the server begins after it. Nothing is lost as long as the server still keeps what was missed,
// and nothing comes twice.
import { address, receive, send } from './message.js';
import { moment } from './moment.js';
import { Watchdog } from './watchdog.js';

const FIRST = 500; // ms: the longest pause after the first failure; each further one doubles it
const LONGEST = 8000; // ms
const NORMAL = 1000; // the close code of a server that has said all that it had to say

export function start(url, { cursor, jitter, watchdogMs, after = 0 }, handlers) {
  const { onEvent, onRequest, onStatus } = handlers;
  let last = cursor === 'now' ? 'now' : after;
  let socket;
  let failures = 0;
  let timer = 0;

  const dog = new Watchdog(watchdogMs, () => {
    leave();
    comeBack(`silent for ${watchdogMs} ms`);
  });

  function open() {
    onRequest(moment());
    socket = new WebSocket(address(`${url}&after=${last}`));
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => onStatus('open');
    socket.onmessage = ({ data }) => {
      const arrived = moment();
      dog.heard();
      failures = 0; // not yet in onopen: a server that accepts and then hangs up has failed, too
      receive(data, arrived, { ...handlers, onEvent: see });
    };
    socket.onclose = ({ code }) => {
      dog.rest();
      if (code === NORMAL) onStatus('closed', 'the server is done');
      else comeBack(`closed ${code}`);
    };
    dog.heard();
  }

  function see(event, arrived) {
    last = event.seq;
    onEvent(event, arrived);
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
