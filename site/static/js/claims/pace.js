// How long it will still take, learnt on the way: a trial takes its run's time, and what it takes to begin and to end
// one.
const AROUND = 0.4; // s: a guess, until the first trial is made
const BRIEF = 2; // s: a trial that is no run of its own

// length is how long a setup's run lasts, in seconds.
function length({ kind, spec }) {
  return kind === 'run' ? (spec.seconds ?? 0) + (spec.leadMs ?? 0) / 1000 : BRIEF;
}

// trialsOf is how many trials a setup asks for.
export function trialsOf({ kind, trials }) {
  return kind === 'run' ? Math.max(trials ?? 1, 1) : 1;
}

export class Pace {
  #lacking = new Map(); // setup → trials
  #around = { sum: AROUND, of: 1 };

  constructor(setups) {
    for (const setup of setups) this.lacks(setup, trialsOf(setup));
  }

  // lacks says how many trials of a setup are still to be made.
  lacks(setup, trials) {
    this.#lacking.set(setup, trials);
  }

  // took learns from a trial that was made.
  took(setup, ms) {
    if (setup.kind !== 'run') return;
    this.#around.sum += Math.max(0, ms / 1000 - length(setup));
    this.#around.of++;
  }

  // left is how many seconds there are, the trial under way being `elapsed` ms old.
  left(elapsed = 0) {
    const around = this.#around.sum / this.#around.of;
    let seconds = 0;
    for (const [setup, trials] of this.#lacking)
      seconds += trials * (length(setup) + (setup.kind === 'run' ? around : 0));
    return Math.max(0, seconds - elapsed / 1000);
  }
}
