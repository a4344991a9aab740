// The trials that this reader has made, by setup. The claims' page and the page that ranks the techniques read the same
// ones. Storage belongs to an origin, so those of another server are not among them; those of a lab that is broken on
// purpose are apart.
import { read, remove, write } from './store.js';

const NEWEST = 12; // trials kept of a setup
const MOST = 60; // setups
const MOST_VALUES = 1000; // of a trial
const OLD = 24 * 60 * 60 * 1000; // ms, after which the machine may be doing other things

export class Trials {
  #key;

  constructor(broken = '') {
    this.#key = `wireside.trials${broken && `/${broken}`}`;
  }

  // of returns a setup's trials, the oldest first. Those that were made when the setup was another one are not among
  // them.
  of(setup) {
    return this.#made(setup).map(({ trial }) => trial);
  }

  // has reports whether there are as many as the setup asks for.
  has(setup) {
    return this.#made(setup).length >= setup.trials;
  }

  // latest returns as many of the newest as the setup asks for, or all if they are fewer.
  latest(setup) {
    return this.of(setup).slice(-setup.trials);
  }

  // made is when the newest was made, in ms since 1970; NaN without any.
  made(setup) {
    return this.#made(setup).at(-1)?.made ?? NaN;
  }

  // stale reports whether the newest is older than a day; false without any.
  stale(setup, now = Date.now()) {
    return now - this.made(setup) > OLD;
  }

  // add keeps a trial, and forgets what is too much.
  add(setup, trial) {
    const made = [...this.#made(setup), { made: Date.now(), trial }].slice(-NEWEST);
    const { [setup.name]: _, ...others } = this.#all();
    const entries = [...Object.entries(others), [setup.name, { spec: recipe(setup), made }]];
    write(this.#key, Object.fromEntries(entries.slice(-MOST)));
  }

  clear() {
    remove(this.#key);
  }

  #all() {
    const stored = read(this.#key);
    return typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : {};
  }

  // What is stored may have been written by another program.
  #made(setup) {
    const all = this.#all();
    const stored = Object.hasOwn(all, setup.name) ? all[setup.name] : null;
    if (stored?.spec !== recipe(setup) || !Array.isArray(stored.made)) return [];
    return stored.made.slice(-NEWEST).filter((item) => Number.isFinite(item?.made) && isTrial(item.trial, setup));
  }
}

// recipe is what a setup's trials depend on.
function recipe({ kind, spec }) {
  return JSON.stringify([kind, spec ?? null]);
}

function isTrial(trial, setup) {
  if (trial?.setup !== setup.name || !Number.isSafeInteger(trial.at)) return false;
  if (typeof trial.values !== 'object' || trial.values === null) return false;
  const values = Object.values(trial.values);
  return values.length <= MOST_VALUES && values.every(Number.isFinite);
}
