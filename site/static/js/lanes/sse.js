// Server-Sent Events: one request, and an answer that never ends. The browser's EventSource parses the stream, and
// when the connection drops it comes back by itself, with the last id it saw in the Last-Event-ID header.
import { moment } from './moment.js';

export function start(url, { onEvent, onRequest, onStatus, onGap }) {
  onRequest(moment());
  const source = new EventSource(`${url}&after=0`);

  source.onopen = () => onStatus('open');

  // A block without an `event:` field arrives as "message".
  source.onmessage = (message) => {
    const arrived = moment();
    onEvent(JSON.parse(message.data), arrived);
  };

  // `event: gap` is this lab's own: the server no longer keeps what we asked for, and says so.
  source.addEventListener('gap', (message) => onGap(JSON.parse(message.data)));

  // No reason is given: a page may not know why a connection failed. readyState says whether the browser goes on
  // trying.
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) {
      onStatus('closed', 'closed for good');
    } else {
      onStatus('waiting', 'dropped; EventSource comes back');
      onRequest(moment());
    }
  };

  return () => source.close();
}
