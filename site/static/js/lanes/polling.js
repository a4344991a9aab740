// Client polling: ask every second whether there is news.
//
// The cursor `after` says which event we saw last, so that no event is lost or given twice, however late we ask. The
// ETag of the last answer goes back in If-None-Match: if nothing is new since then, the server answers 304 without a
// body.
import { moment, sleep } from './moment.js';

const INTERVAL = 1000; // ms from the start of one request to the start of the next
const LONGEST = 8000; // ms: how far failures stretch it

export function start(url, { onEvent, onRequest, onAnswer, onStatus, onGap }) {
  const leaving = new AbortController();

  async function poll() {
    let after = 0;
    let etag = '';
    let failures = 0;
    while (!leaving.signal.aborted) {
      const began = moment();
      onRequest(began);
      try {
        const response = await fetch(`${url}&after=${after}`, {
          // Since we ask this ourselves, the browser's cache stays out of it, and a 304 comes through to us.
          headers: etag ? { 'If-None-Match': etag } : {},
          signal: leaving.signal,
        });
        const text = await response.text();
        const ended = moment();
        if (!response.ok && response.status !== 304) throw new Error(`status ${response.status}`);

        const { events, next, gap } = text ? JSON.parse(text) : { events: [], next: after };
        onAnswer({ began, ended, status: response.status, events: events.length });
        if (gap) onGap(gap);
        for (const event of events) onEvent(event, ended);

        // An ETag belongs to one URL, and the cursor is part of it.
        if (next !== after) etag = '';
        else etag = response.headers.get('ETag') ?? etag;
        after = next;
        failures = 0;
        onStatus('open');
      } catch (error) {
        if (leaving.signal.aborted) return;
        onAnswer({ began, ended: moment(), status: 0, events: 0 });
        onStatus('waiting', `${error.message}; trying again`);
        failures++;
      }
      const interval = Math.min(INTERVAL * 2 ** failures, LONGEST);
      await sleep(Math.max(0, began + interval - moment()));
    }
  }

  poll();
  return () => leaving.abort();
}
