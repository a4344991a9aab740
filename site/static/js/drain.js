// The end of a run: nothing more is published, and each lane may still fetch what it doesn't have.
import { moment, sleep } from './lanes/moment.js';

const LOOK = 50; // ms between two looks
const SPARE = 1000; // ms beyond the pause that a client makes by itself
const ANSWER = 400; // ms: less than the server holds the answer that there will be no more
const TRIPS = 4; // over the network, there or back: a new connection, a request and its answer
const BACKOFF = 3000; // ms: a client that has failed may pause for longer, but a reader doesn't wait for it
const LONGEST = 30_000; // ms for all of it; a client that takes longer doesn't get what is left

// patience is how long to wait for a client (an entry of the run's `clients`), in ms. away: it has failed, and will try
// again.
export function patience({ technique, choices, profile }, away) {
  const way = (profile.latencyMs ?? 0) + (profile.jitterMs ?? 0);
  // Who asks for what is published from now on gets the answer that is under way, and can't get any other.
  if (technique === 'longpolling' && choices.cursor === 'now') return Math.min(ANSWER + 2 * way, LONGEST);
  const interval = (choices.intervalMs ?? 0) + (choices.holdMs ?? 0);
  const pause = away ? Math.max(interval, Math.min(choices.retryMs ?? BACKOFF, BACKOFF)) : interval;
  return Math.min(pause + SPARE + TRIPS * way, LONGEST);
}

// drain resolves when no client has anything to wait for: it has everything, it is closed, or our patience is over. Each
// leaves as soon as that is so, before the server has to tell it that the run is over.
//   clients      the run's
//   ledgers      by the clients' names
//   leave(name)  has a client leave
//   tell(owed)   says who is waited for, as [{title, events, ms}]: how many events it is owed, and for how long, unless it gets one
//   given()      reports whether the reader has given up waiting
export async function drain({ clients, ledgers, leave, tell = () => {}, given = () => false }) {
  const began = moment();
  const came = new Map(); // name → {waiting, at}: when the client got something last. Patience begins anew then
  let staying = clients;
  while (!given()) {
    const owed = [];
    staying = staying.filter((client) => {
      const { over, waiting, away } = ledgers.get(client.name);
      if (came.get(client.name)?.waiting !== waiting) came.set(client.name, { waiting, at: moment() });
      const until = Math.min(came.get(client.name).at + patience(client, away), began + LONGEST);
      const ms = until - moment();
      const stays = !over && waiting > 0 && ms > 0;
      if (stays) owed.push({ title: client.title, events: waiting, ms });
      else leave(client.name);
      return stays;
    });
    if (!owed.length) return;
    tell(owed);
    await sleep(LOOK);
  }
}
