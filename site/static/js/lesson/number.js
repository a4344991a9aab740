// A question that asks for a number: how much a lane comes to.
import { techniqueOf } from '../lanes/titles.js';
import { amount } from './amounts.js';
import { bars } from './bars.js';

const MOST = 1e9; // what may be guessed: a number that can be told

export class NumberQuestion {
  #input;
  #what;
  #unit;
  #within;
  lanes; // that are asked about

  constructor(form) {
    const { measure, unit = '', within } = form.dataset;
    const [lane, ...figure] = measure.split('.');
    this.#input = form.elements.guess;
    this.#input.max = MOST;
    this.#what = figure.join('.');
    this.#unit = unit;
    this.#within = Number(within) || 0;
    this.lanes = [lane];
  }

  // guess is what stands in the form; set, it stands there again.
  get guess() {
    return Number(this.#input.value);
  }

  set guess(guess) {
    this.#input.value = guess ?? '';
  }

  set disabled(disabled) {
    this.#input.disabled = disabled;
  }

  focus() {
    this.#input.focus();
  }

  // isGuess and isMeasured tell whether something stored is one.
  isGuess(guess) {
    return Number.isFinite(guess) && guess >= 0 && guess <= MOST;
  }

  isMeasured(measured) {
    return Number.isFinite(measured);
  }

  told(guess) {
    return amount(guess, this.#unit);
  }

  // measured is what a run has come to so far; undefined while that can't be said.
  measured(run) {
    const value = run.figure(this.lanes[0], this.#what);
    return Number.isFinite(value) ? value : undefined;
  }

  // verdict returns {right, text, picture}.
  verdict(guess, measured) {
    const right = Math.abs(guess - measured) <= this.#within * Math.abs(measured);
    const text = right
      ? `Right, within ${Math.round(this.#within * 100)} %`
      : `Off by ${amount(Math.abs(guess - measured), this.#unit)}`;
    const picture = bars([
      { label: 'You said', value: guess, text: this.told(guess), className: '' },
      { label: 'Measured', value: measured, text: this.told(measured), className: `measured ${techniqueOf(this.lanes[0])}` },
    ]);
    return { right, text, picture };
  }
}
