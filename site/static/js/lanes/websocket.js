// WebSocket: one HTTP request that becomes a connection of frames, in both directions.
//
// Kept naive on purpose: the browser's WebSocket does not come back by itself, and neither does this lane. What is
// published after it closed counts as lost.
import { moment } from './moment.js';

export function start(url, { onEvent, onRequest, onStatus, onGap }) {
  const address = new URL(`${url}&after=0`, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  onRequest(moment());
  const socket = new WebSocket(address);

  socket.onopen = () => onStatus('open');

  socket.onmessage = (message) => {
    const arrived = moment();
    const told = JSON.parse(message.data);
    if (told.gap) onGap(told.gap);
    else if (told.seq) onEvent(told, arrived);
  };

  // 1006 was never on the wire: it is how the browser says that the connection ended without a close frame.
  socket.onclose = ({ code, reason }) =>
    onStatus('closed', `closed ${code}${reason && ` ${reason}`}, and stays closed`);

  return () => {
    socket.onclose = null;
    socket.close(1000, 'stopped by the reader');
  };
}
