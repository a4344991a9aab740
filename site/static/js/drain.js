// The end of a run: nothing more is published, and each lane may still fetch what it doesn't have.
import { moment, sleep } from './lanes/moment.js';

const LOOK = 50; // ms between two looks
const SPARE = 1000; // ms beyond the pause that a client makes by itself
const TRIPS = 4; // over the network, there or back: a new connection, a request and its answer
const BACKOFF = 8000; // ms: the longest pause of a client that has failed
const LONGEST = 30_000; // ms; a client that pauses longer doesn't get what is left

// patience is how long to wait for a client (an entry of the run's `clients`), in ms. away: it has failed, and will try
// again.
export function patience({ choices, profile }, away) {
  const pause = Math.max(choices.intervalMs ?? choices.retryMs ?? 0, away ? BACKOFF : 0);
  const way = (profile.latencyMs ?? 0) + (profile.jitterMs ?? 0);
  return Math.min(pause + SPARE + TRIPS * way, LONGEST);
}

// drain resolves when no client has anything to wait for: it has everything, it is closed, or its patience is over.
// ledgers: by the clients' names. given() reports whether the reader has given up waiting.
export async function drain(clients, ledgers, given = () => false) {
  const began = moment();
  const waits = (client) => {
    const ledger = ledgers.get(client.name);
    return !ledger.over && ledger.waiting > 0 && moment() < began + patience(client, ledger.away);
  };
  while (!given() && clients.some(waits)) await sleep(LOOK);
}
