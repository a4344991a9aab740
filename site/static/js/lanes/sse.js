// Server-Sent Events: one request, and an answer that never ends. The browser's EventSource parses the stream, and when
// the connection drops it comes back by itself, with the last id it saw in the Last-Event-ID header. Without ids it
// comes back with the URL alone.
import { parse } from './message.js';
import { moment } from './moment.js';
import { sender } from './send.js';
import { Watchdog } from './watchdog.js';

export function start(url, { cursor, watchdogMs, after = 0 }, handlers) {
  const { onEvent, onRequest, onStatus, onGap, onUnreadable, onEcho } = handlers;
  const leaving = new AbortController();
  let source;
  let from = cursor === 'now' ? 'now' : after;
  let told = false; // of the request that is under way

  // EventSource notices an end, but not a silence. Comments are kept from us, so that a server whose clients are to
  // notice sends its heartbeats as events.
  const dog = new Watchdog(watchdogMs, () => {
    source.close();
    onStatus('waiting', `silent for ${watchdogMs} ms; opening another`);
    open();
  });

  function open() {
    told = true;
    onRequest(moment());
    source = new EventSource(`${url}&after=${from}`);
    source.onopen = () => {
      request();
      dog.heard();
      onStatus('open');
    };

    // A block without an `event:` field arrives as "message".
    source.onmessage = ({ data, lastEventId }) => {
      const arrived = moment();
      dog.heard();
      if (lastEventId) from = lastEventId;
      const event = parse(data);
      if (event) onEvent(event, arrived);
      else onUnreadable(data);
    };

    // `event: gap` is this lab's own: the server no longer keeps what we asked for, and says so.
    source.addEventListener('gap', ({ data }) => onGap(parse(data)));
    source.addEventListener('heartbeat', () => dog.heard());

    // No reason is given: a page may not know why a connection failed. readyState says whether the browser goes on
    // trying. It doesn't after an answer of another status than 200, or of another type.
    source.onerror = () => {
      request();
      told = false;
      if (source.readyState === EventSource.CLOSED) {
        dog.rest();
        onStatus('closed', 'closed for good');
      } else {
        onStatus('waiting', 'dropped; EventSource comes back');
      }
    };
    dog.heard();
  }

  // EventSource doesn't say when it asks again: that it did, we know when it succeeds or fails.
  function request() {
    if (!told) onRequest(moment(), true);
    told = true;
  }

  open();
  const stop = () => {
    dog.rest();
    source.close();
    leaving.abort();
  };
  return { stop, send: sender(url, onEcho, leaving.signal) };
}
