// Client polling: ask now and then whether there is news.
//
// The cursor `after` says which event we saw last, so that no event is lost or given twice, however late we ask. The
// ETag of the last answer goes back in If-None-Match: if nothing is new since then, the server answers 304 without a
// body.
import { moment, sleep } from './moment.js';
import { sender } from './send.js';

const LONGEST = 8000; // ms: how far failures stretch the interval

export function start(url, { intervalMs, jitter, keepAlive, cursor, timeoutMs, after = 0 }, handlers) {
  const { onEvent, onRequest, onAnswer, onStatus, onGap, onUnreadable, onEcho } = handlers;
  const leaving = new AbortController();

  async function poll() {
    let next = cursor === 'now' ? 'now' : after;
    let tag = '';
    let failures = 0;
    while (!leaving.signal.aborted) {
      const began = moment();
      onRequest(began);
      let text = '';
      try {
        const response = await fetch(`${url}&after=${next}`, {
          // Since we ask this ourselves, the browser's cache stays out of it, and a 304 comes through to us.
          headers: tag ? { 'If-None-Match': tag } : {},
          // The server closes after each answer? Browsers keep requests without credentials to connections of their own,
          // so that no other lane's is closed.
          credentials: keepAlive ? 'same-origin' : 'omit',
          signal: timeoutMs ? AbortSignal.any([leaving.signal, AbortSignal.timeout(timeoutMs)]) : leaving.signal,
        });
        text = await response.text();
        const ended = moment();
        if (!response.ok && response.status !== 304) throw new Error(`status ${response.status}`);

        const batch = text ? JSON.parse(text) : { events: [], next };
        onAnswer({ began, ended, status: response.status, events: batch.events.length });
        if (batch.gap) onGap(batch.gap);
        for (const event of batch.events) onEvent(event, ended);

        // An ETag belongs to one URL, and the cursor is part of it.
        if (batch.next !== next) tag = '';
        else tag = response.headers.get('ETag') ?? tag;
        next = batch.next;
        failures = 0;
        onStatus('open');
      } catch (error) {
        if (leaving.signal.aborted) return;
        if (error instanceof SyntaxError) onUnreadable(text);
        onAnswer({ began, ended: moment(), status: 0, events: 0 });
        onStatus('waiting', `${error.message}; trying again`);
        failures++;
      }
      // From the start of one request to the start of the next. What is random of it keeps many clients from asking in
      // step.
      const interval = intervalMs * (1 - jitter * Math.random());
      const stretched = Math.max(interval, Math.min(interval * 2 ** failures, LONGEST));
      await sleep(Math.max(0, began + stretched - moment()));
    }
  }

  poll();
  return { stop: () => leaving.abort(), send: sender(url, onEcho, leaving.signal) };
}
