// One trial: a run of a setup with the page's own lanes, boiled down by the server. Whatever becomes of it, nothing is
// left open here, and no run on the server.
import { Trouble } from '../api.js';
import { Run } from '../run.js';
import { source, trialOf } from './api.js';
import { probe } from './probes.js';
import { until } from './waits.js';

const LOOK = 250; // ms between two looks at the figures

// Unseen says that nobody looked at the page during a trial: its browser then lets it run less often, and what it
// measures is that.
export class Unseen extends Error {
  constructor() {
    super('The page was hidden during this trial.');
  }
}

// make resolves to a trial of a setup. It throws Trouble, Unseen, or the signal's reason. look(run) is called a few
// times a second while a run goes on.
export async function make(setup, { signal, look = () => {} }) {
  signal.throwIfAborted();
  if (setup.kind === 'source') return source({ signal });
  if (setup.kind === 'page') return probe(setup.name, signal);
  const run = await Run.create(setup.spec);
  const leave = () => run.forget();
  addEventListener('pagehide', leave);
  try {
    await over(run, signal, look);
    await run.settled();
    signal.throwIfAborted();
    return await trialOf(run.id, setup.name, { signal });
  } finally {
    removeEventListener('pagehide', leave);
    await run.forget();
  }
}

// over resolves when a run's time is over and its books are closed.
function over(run, signal, look) {
  return until(signal, (done, fail) => {
    run.open({ onEnd: (message) => (message ? fail(new Trouble(message, 0)) : done()) });
    const hide = () => document.hidden && fail(new Unseen());
    document.addEventListener('visibilitychange', hide);
    const looking = setInterval(() => look(run), LOOK);
    hide();
    return () => {
      clearInterval(looking);
      document.removeEventListener('visibilitychange', hide);
    };
  });
}
