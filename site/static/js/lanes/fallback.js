// Fallback: take the best technique that works here. A proxy may not let WebSocket through, a library may have no
// EventSource, a firewall may cut what lasts; plain requests always come through.
//
// Techniques are tried in turn. One that fails, or shows no sign of life for as long as our patience lasts, is given up
// for the next, which goes on after the last event that we saw. One that has shown life comes back by itself when it is
// cut.
import * as longpolling from './longpolling.js';
import * as polling from './polling.js';
import * as sse from './sse.js';
import * as websocket from './websocket-resume.js';

const TECHNIQUES = { longpolling, polling, sse, websocket };
const CHOICES = {
  cursor: 'last',
  intervalMs: 1000,
  waitMs: 25_000,
  jitter: 0.5,
  keepAlive: true,
  timeoutMs: 0,
  watchdogMs: 0,
};

export function start(url, { order, lacks = [], patienceMs }, handlers) {
  const left = order.filter((technique) => !lacks.includes(technique));
  let last = 0;
  let current = { stop() {}, send: () => false };
  let patience = 0;

  function next(why) {
    clearTimeout(patience);
    current.stop();
    const technique = left.shift();
    if (!technique) return handlers.onStatus('closed', `${why || 'it lacks all of them'}, and nothing is left to try`);
    let alive = false;
    let given = false; // up

    const giveUp = (reason) => {
      given = true;
      next(`${technique}: ${reason}`);
    };
    const listening = {
      ...handlers,
      onRequest: (...when) => given || handlers.onRequest(...when),
      onEvent(event, arrived) {
        last = event.seq;
        handlers.onEvent(event, arrived);
      },
      onStatus(state, text) {
        // A WebSocket that comes back by itself is closed only by a server that has said all it had to say.
        if (state === 'closed' && technique === 'websocket') return handlers.onStatus(state, text);
        if (state === 'closed' || (state === 'waiting' && !alive && left.length)) return giveUp(text);
        if (state === 'open') {
          alive = true;
          clearTimeout(patience);
        }
        handlers.onStatus(state, state === 'open' ? `over ${technique}` : text);
      },
    };

    if (why) handlers.onStatus('waiting', `${why}; trying ${technique}`);
    // The last one gets all the time that it needs: there is nothing to give it up for.
    if (left.length) patience = setTimeout(giveUp, patienceMs, `silent for ${patienceMs} ms`);
    const path = url.replace('/labs/websocket', `/labs/${technique}`);
    current = TECHNIQUES[technique].start(path, { ...CHOICES, after: last }, listening);
  }

  next('');
  const stop = () => {
    clearTimeout(patience);
    current.stop();
  };
  return { stop, send: (text) => current.send(text) };
}
