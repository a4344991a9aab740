// Long polling: ask, and let the server hold the question until there is news or the wait is over. Then ask again.
//
// Between an answer and the next question no request is open. The cursor `after` is what keeps an event published just
// then from being lost: the next request names the last event that we saw. With the cursor "now" we only ever ask for
// what is to come, and lose it.
import { moment, sleep } from './moment.js';
import { sender } from './send.js';

const FIRST = 500; // ms: the pause after the first failure; each further one doubles it
const LONGEST = 8000; // ms

export function start(url, { waitMs, cursor, timeoutMs, after = 0 }, handlers) {
  const { onEvent, onRequest, onAnswer, onStatus, onGap, onUnreadable, onEcho } = handlers;
  const leaving = new AbortController();

  async function ask() {
    let next = after;
    let failures = 0;
    while (!leaving.signal.aborted) {
      const began = moment();
      onRequest(began);
      let text = '';
      try {
        const from = cursor === 'now' ? 'now' : next;
        const response = await fetch(`${url}&after=${from}&wait=${waitMs}ms`, {
          signal: timeoutMs ? AbortSignal.any([leaving.signal, AbortSignal.timeout(timeoutMs)]) : leaving.signal,
        });
        text = await response.text();
        const ended = moment();
        if (response.status === 410) return onStatus('closed', 'the run is over');
        if (!response.ok) throw new Error(`status ${response.status}`);

        // 204 has no body: the wait ran out with no news.
        const batch = text ? JSON.parse(text) : { events: [], next };
        onAnswer({ began, ended, status: response.status, events: batch.events.length });
        if (batch.gap) onGap(batch.gap);
        for (const event of batch.events) onEvent(event, ended);
        next = batch.next;
        failures = 0;
        onStatus('open');
      } catch (error) {
        if (leaving.signal.aborted) return;
        if (error instanceof SyntaxError) onUnreadable(text);
        onAnswer({ began, ended: moment(), status: 0, events: 0 });
        onStatus('waiting', `${error.message}; trying again`);
        // Half of the pause is random, so that many clients don't come back in step.
        const pause = Math.min(FIRST * 2 ** failures++, LONGEST);
        await sleep(pause * (0.5 + Math.random() / 2));
      }
    }
  }

  ask();
  return { stop: () => leaving.abort(), send: sender(url, onEcho, leaving.signal) };
}
