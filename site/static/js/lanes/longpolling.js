// Long polling: ask, and let the server hold the question until there is news or 25 seconds have passed. Then ask
// again.
//
// Between an answer and the next question no request is open. The cursor `after` is what keeps an event published just
// then from being lost: the next request names the last event that we saw.
import { moment, sleep } from './moment.js';

const WAIT = '25s'; // how long the server may hold a request; proxies often cut at 30 or 60
const FIRST = 500; // ms: the pause after the first failure; each further one doubles it
const LONGEST = 8000; // ms

export function start(url, { onEvent, onRequest, onAnswer, onStatus, onGap }) {
  const leaving = new AbortController();

  async function ask() {
    let after = 0;
    let failures = 0;
    while (!leaving.signal.aborted) {
      const began = moment();
      onRequest(began);
      try {
        const response = await fetch(`${url}&after=${after}&wait=${WAIT}`, { signal: leaving.signal });
        const text = await response.text();
        const ended = moment();
        if (!response.ok) throw new Error(`status ${response.status}`);

        // 204 has no body: the wait ran out with no news.
        const { events, next, gap } = text ? JSON.parse(text) : { events: [], next: after };
        onAnswer({ began, ended, status: response.status, events: events.length });
        if (gap) onGap(gap);
        for (const event of events) onEvent(event, ended);
        after = next;
        failures = 0;
        onStatus('open');
      } catch (error) {
        if (leaving.signal.aborted) return;
        onAnswer({ began, ended: moment(), status: 0, events: 0 });
        onStatus('waiting', `${error.message}; trying again`);
        // Half of the pause is random, so that many clients don't come back in step.
        const pause = Math.min(FIRST * 2 ** failures++, LONGEST);
        await sleep(pause * (0.5 + Math.random() / 2));
      }
    }
  }

  ask();
  return () => leaving.abort();
}
