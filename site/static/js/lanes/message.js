// What arrives in the messages of SSE and WebSocket.

// parse reads the JSON of an object; null if it is anything else.
export function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

// receive reads one message of the WebSocket lane and tells the handlers. A text message is an event, {"gap"}, {"echo"}
// or {"heartbeat"}. A binary one is an event: 8 bytes seq, 8 bytes at, both big-endian, then the data.
export function receive(data, arrived, { onEvent, onGap, onEcho, onUnreadable }) {
  const told = typeof data === 'string' ? parse(data) : unpack(data);
  if (!told) onUnreadable(typeof data === 'string' ? data : `${data.byteLength} bytes`);
  else if (told.gap) onGap(told.gap);
  else if ('echo' in told) onEcho(told.echo, arrived);
  else if (!('heartbeat' in told)) onEvent(told, arrived);
}

function unpack(buffer) {
  if (buffer.byteLength < 16) return null;
  const view = new DataView(buffer);
  return {
    seq: Number(view.getBigUint64(0)),
    at: Number(view.getBigUint64(8)),
    data: new Uint8Array(buffer, 16),
  };
}

// address makes the lane's URL one of the scheme ws: or wss:, as the page's is http: or https:.
export function address(url) {
  const whole = new URL(url, location.href);
  whole.protocol = whole.protocol.replace('http', 'ws');
  return whole;
}

// send puts a text on a socket, and returns false if the socket isn't open: the browser would drop it without a word.
export function send(socket, text) {
  const open = socket.readyState === WebSocket.OPEN;
  if (open) socket.send(text);
  return open;
}
