// How far the claims are that are being run: what stands in each one's row, and what is said of them all.
import { verdictWord } from './words.js';

const TOGETHER = 400; // ms in which verdicts that come together are said in one breath

export class Progress {
  #claims; // number → names of the setups that it waits for
  #trials; // setup's name → how many there will be
  #order; // the setups' names
  #results = [];
  #fresh = [];
  #timer = 0;
  #place = null; // the newest progress

  // setupsOf returns the setups of some claims.
  constructor(claims, setups, setupsOf) {
    this.#claims = new Map(claims.map((claim) => [claim, setupsOf([claim]).map(({ name }) => name)]));
    this.#trials = new Map(setups.map(({ name, trials }) => [name, trials]));
    this.#order = setups.map(({ name }) => name);
  }

  // done counts the trials of the setups before the one at work.
  get done() {
    const before = this.#order.slice(0, (this.#place?.k ?? 1) - 1);
    return before.reduce((sum, name) => sum + this.#trials.get(name), 0);
  }

  at(place) {
    this.#place = place;
  }

  // claims lists those that have no verdict yet: {claim, text, now}.
  claims() {
    const { setup, trial, of, waiting } = this.#place;
    return [...this.#claims].map(([claim, setups]) => {
      const now = setups.includes(setup);
      return { claim, now, text: now ? `${waiting ? 'waiting to make run' : 'run'} ${trial} of ${of}` : 'waiting' };
    });
  }

  // over says that a claim has its verdict, or will get none.
  over(claim, result) {
    this.#claims.delete(claim);
    if (!result) return;
    this.#results.push(result);
    this.#fresh.push(result);
  }

  // say tells the verdicts that are new, those that come at once together.
  say(announce) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      announce(this.#fresh.map(({ claim, verdict }) => `Claim ${claim}: ${verdictWord(verdict)}.`).join(' '));
      this.#fresh = [];
    }, TOGETHER);
  }

  // summary says what they came to.
  summary(stopped) {
    clearTimeout(this.#timer);
    const counts = new Map();
    for (const { verdict } of this.#results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    const parts = [...counts].map(([verdict, n]) => `${n} ${verdictWord(verdict)}`);
    const one =
      this.#results.length === 1 && `Claim ${this.#results[0].claim}: ${verdictWord(this.#results[0].verdict)}.`;
    const came = one || (parts.length ? `${parts.join(', ')}.` : 'no verdict.');
    return stopped
      ? `Stopped. ${parts.length ? `Until then: ${came}` : 'No claim had all its runs.'}`
      : `Done: ${came}`;
  }
}
