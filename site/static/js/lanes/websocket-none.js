// WebSocket: one HTTP request that becomes a connection of messages, in both directions.
//
// Kept naive on purpose: the browser's WebSocket does not come back by itself, and neither does this lane. What is
// published after it closed is lost.
import { address, receive, send } from './message.js';
import { moment } from './moment.js';
import { Watchdog } from './watchdog.js';

export function start(url, { cursor, watchdogMs, after = 0 }, handlers) {
  const { onRequest, onStatus } = handlers;
  const from = cursor === 'now' ? 'now' : after;
  onRequest(moment());
  const socket = new WebSocket(address(`${url}&after=${from}`));
  socket.binaryType = 'arraybuffer';

  const dog = new Watchdog(watchdogMs, () => {
    stop();
    onStatus('closed', `silent for ${watchdogMs} ms, and stays closed`);
  });

  socket.onopen = () => {
    dog.heard();
    onStatus('open');
  };

  socket.onmessage = ({ data }) => {
    const arrived = moment();
    dog.heard();
    receive(data, arrived, handlers);
  };

  // 1006 was never on the wire: it is how the browser says that the connection ended without a close frame.
  socket.onclose = ({ code, reason }) => {
    dog.rest();
    onStatus('closed', `closed ${code}${reason && ` ${reason}`}, and stays closed`);
  };

  function stop() {
    dog.rest();
    socket.onclose = socket.onmessage = null;
    socket.close(1000, 'stopped by the reader');
  }

  return { stop, send: (text) => send(socket, text) };
}
