// What happens when the reader has claims run here: each of their setups, one trial after the other, and a verdict as
// soon as a claim has all that it needs. A browser has but six connections to an origin, so nothing else of the page
// may hold one meanwhile: no bench, no event stream.
import { Trouble } from '../api.js';
import { moment } from '../lanes/moment.js';
import { verdict } from './api.js';
import { client } from './client.js';
import { Pace, trialsOf } from './pace.js';
import { make } from './trial.js';
import { Trials } from './trials.js';
import { Queue, pause, seen } from './waits.js';

const AGAIN = 2; // times that a trial is made once more
const BREATH = 1000; // ms before that
const HIDDEN = 'This page is hidden: the next run begins when you look at it.';
const FULL = 'The server has no room for a run just now: this one begins when it has.';

let busy = false; // a Runner is at work in this page

// Runner emits these, each a CustomEvent whose `detail` is
//   start     {claims: [number], setups: [Setup]}   what will be made, in this order
//   progress  {setup, title, k, n,   the setup of that name is the k-th of n, from 1
//              trial, of,            its trial-th trial of so many, from 1
//              secondsLeft,          of all: an estimate
//              waiting,              why the trial has not begun: a sentence; '' if it has
//              published, lanes}     so far, of this trial: events; [{name, title, technique, delivered, p50}], p50 in
//                                    ms, NaN without any. A few times a second
//   trial     {setup, trial}         one is made, and kept
//   setback   {setup, trial, of, why}   one is thrown away (the page was hidden, or it failed), and is made again
//   trouble   {setup, claims, why}   a setup is given up, so these claims get no verdict; setup '': the server gives none
//   result    {claim, result}        not kept: keep() of results.js does that
//   end       {stopped, why}         nothing is left open. stopped: by stop(). why: the sentence if it broke off, or ''
export class Runner extends EventTarget {
  #book;
  #trials;
  #stopping = null; // AbortController, while it is at work
  #work = null; // its promise
  #pace = null;

  // book is what book() of api.js resolves to; trials are where the trials are kept.
  constructor(book, trials = new Trials(book.broken)) {
    super();
    this.#book = book;
    this.#trials = trials;
  }

  get running() {
    return this.#work !== null;
  }

  get trials() {
    return this.#trials;
  }

  // setupsOf returns the setups that claims need, each once, in the server's order.
  setupsOf(numbers) {
    return this.#setups(this.#claims(numbers).flatMap(({ setups }) => setups));
  }

  // seconds estimates how long run(numbers) takes.
  seconds(numbers) {
    return new Pace(this.setupsOf(numbers)).left();
  }

  // run makes the trials of claims' setups and has the claims judged; those that can't be measured are passed over.
  // reuse: runs that are kept already count, and only those that lack are made. It resolves after 'end'. It throws
  // Trouble only if a Runner is at work in this page already.
  async run(numbers, { reuse = false } = {}) {
    await this.#begin(this.#claims(numbers), this.setupsOf(numbers), reuse);
  }

  // measure makes the trials of setups, by name, and asks for no verdict. It resolves to a Map: name → [Trial], of the
  // setups whose trials are all there. Otherwise it is as run().
  async measure(names, { reuse = false } = {}) {
    return this.#begin([], this.#setups(names), reuse);
  }

  // stop ends it at once, and resolves when nothing is left open. The trial under way is thrown away; those that are
  // made stay kept.
  async stop() {
    this.#stopping?.abort(new DOMException('stopped by the reader', 'AbortError'));
    await this.#work;
  }

  #claims(numbers) {
    return this.#book.claims.filter(({ claim, measurable }) => measurable && numbers.includes(claim));
  }

  #setups(names) {
    return Object.values(this.#book.setups).filter(({ name }) => names.includes(name));
  }

  #begin(claims, setups, reuse) {
    if (busy) throw new Trouble('Claims are being run in this page already. Stop that first.', 0);
    busy = true;
    this.#stopping = new AbortController();
    this.#pace = new Pace(setups);
    this.#work = this.#all(claims, setups, reuse);
    return this.#work;
  }

  async #all(claims, setups, reuse) {
    const made = new Map(); // setup's name → trials
    let why = '';
    this.#tell('start', { claims: claims.map(({ claim }) => claim), setups });
    try {
      await this.#each(new Set(claims), setups, reuse, made);
    } catch (error) {
      if (!this.#stopping.signal.aborted) why = error.message;
    }
    const stopped = this.#stopping.signal.aborted;
    this.#stopping = this.#work = null;
    busy = false;
    this.#tell('end', { stopped, why });
    return made;
  }

  async #each(waiting, setups, reuse, made) {
    for (const [i, setup] of setups.entries()) {
      const place = { setup: setup.name, title: setup.title, k: i + 1, n: setups.length };
      try {
        made.set(setup.name, await this.#enough(setup, place, reuse));
      } catch (error) {
        if (this.#stopping.signal.aborted) throw error;
        this.#pace.lacks(setup, 0);
        this.#without(setup.name, waiting, error);
      }
      for (const claim of waiting)
        if (claim.setups.every((name) => made.has(name))) await this.#judge(claim, made, waiting);
    }
  }

  // enough makes the trials that a setup lacks.
  async #enough(setup, place, reuse) {
    const of = trialsOf(setup);
    const trials = reuse && setup.kind === 'run' ? this.#trials.latest(setup) : [];
    for (;;) {
      this.#pace.lacks(setup, of - trials.length);
      if (trials.length >= of) return trials;
      const trial = await this.#trial(setup, { ...place, trial: trials.length + 1, of });
      trials.push(trial);
      this.#trials.add(setup, trial);
      this.#tell('trial', { setup: setup.name, trial });
    }
  }

  // trial makes one, and makes it again if need be.
  async #trial(setup, place) {
    const { signal } = this.#stopping;
    const queue = new Queue();
    for (let failures = 0; ; ) {
      if (document.hidden) this.#progress(place, 0, { waiting: HIDDEN });
      await seen(signal);
      this.#progress(place, 0, { waiting: queue.waited ? FULL : '' }); // a run that goes on tells so itself
      const began = moment();
      try {
        const trial = await make(setup, {
          signal,
          look: (run) => this.#progress(place, moment() - began, figures(run)),
        });
        this.#pace.took(setup, moment() - began);
        return trial;
      } catch (error) {
        if (signal.aborted) throw error;
        if (isFull(error) && queue.open) {
          this.#progress(place, 0, { waiting: FULL });
          await queue.wait(signal);
          continue;
        }
        // What is wrong with the request won't be right the next time.
        if (failures++ === AGAIN || error.status === 400) throw error;
        this.#tell('setback', { setup: setup.name, trial: place.trial, of: place.of, why: error.message });
        await pause(BREATH, signal);
      }
    }
  }

  // without goes on to other setups, unless there is no server to make them with.
  #without(setup, waiting, error) {
    const claims = [...waiting].filter(({ setups }) => setups.includes(setup));
    for (const claim of claims) waiting.delete(claim);
    this.#tell('trouble', { setup, claims: claims.map(({ claim }) => claim), why: error.message });
    if (error.status === 0) throw error;
  }

  async #judge(claim, made, waiting) {
    waiting.delete(claim);
    const trials = claim.setups.flatMap((name) => made.get(name));
    const { broken } = this.#book;
    try {
      const result = await verdict(
        claim.claim,
        { trials, client: client(), broken },
        { signal: this.#stopping.signal },
      );
      this.#tell('result', { claim: claim.claim, result });
    } catch (error) {
      if (this.#stopping.signal.aborted || error.status === 0) throw error;
      this.#tell('trouble', { setup: '', claims: [claim.claim], why: error.message });
    }
  }

  #progress(place, elapsed, more = {}) {
    const secondsLeft = this.#pace.left(elapsed);
    this.#tell('progress', { ...place, secondsLeft, waiting: '', published: 0, lanes: [], ...more });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

// isFull reports whether a server has no room just now, or has forgotten a run to make some: later it may have.
function isFull({ status, code }) {
  return status === 429 || status === 503 || code === 'no_such_run';
}

function figures(run) {
  const lanes = run.clients.map(({ name, title, technique }) => {
    return { name, title, technique, delivered: run.ledgers.get(name).delivered, p50: run.figure(name, 'latency.p50') };
  });
  return { published: run.published, lanes };
}
