// A question that asks for a lane: which of them has the least of a figure, or the most. What is right is worked out from what the lanes
// came to in this browser.
import { el } from '../dom.js';
import { techniqueOf } from '../lanes/titles.js';
import { amount, unitOf } from './amounts.js';
import { bars } from './bars.js';

const NONE = 'none'; // there is no difference to speak of

export class ChoiceQuestion {
  #form;
  #most;
  #figure;
  #tie;
  #titles;
  lanes; // that are asked about

  constructor(form) {
    const { which, figure, among, tie } = form.dataset;
    this.#form = form;
    this.#most = which === 'most';
    this.#figure = figure;
    this.#tie = Number(tie) || 0;
    this.lanes = JSON.parse(among);
    const inputs = [...form.querySelectorAll('[name=guess]')];
    this.#titles = new Map(inputs.map((input) => [input.value, input.closest('label').textContent.trim()]));
  }

  get guess() {
    return this.#form.elements.guess.value;
  }

  set guess(guess) {
    for (const input of this.#form.elements.guess) input.checked = input.value === guess;
  }

  set disabled(disabled) {
    for (const input of this.#form.elements.guess) input.disabled = disabled;
  }

  focus() {
    this.#form.querySelector('[name=guess]').focus();
  }

  isGuess(guess) {
    return this.#titles.has(guess);
  }

  isMeasured(measured) {
    return this.lanes.every((lane) => Number.isFinite(measured?.[lane]));
  }

  told(guess) {
    return this.#titles.get(guess) ?? guess;
  }

  measured(run) {
    const values = Object.fromEntries(this.lanes.map((lane) => [lane, run.figure(lane, this.#figure)]));
    return this.isMeasured(values) ? values : undefined;
  }

  verdict(guess, measured) {
    const best = bestOf(measured, this.lanes, { most: this.#most, tie: this.#tie });
    const level = best.length === this.lanes.length;
    const right = level ? guess === NONE : best.includes(guess);
    const picture = bars(
      this.lanes.map((lane) => ({
        label: [this.#titles.get(lane), lane === guess && el('small', {}, 'you')].filter(Boolean),
        value: measured[lane],
        text: amount(measured[lane], unitOf(this.#figure)),
        className: `measured ${techniqueOf(lane)}`,
      })),
    );
    return { right, text: `${right ? 'Right' : 'Not so'}: ${this.#outcome(best, level)}`, picture };
  }

  #outcome(best, level) {
    const near = this.#tie ? ` within ${Math.round(this.#tie * 100)} %` : '';
    if (level) return `no difference to speak of, all are level${near}`;
    const names = best.map((lane) => this.#titles.get(lane));
    const end = this.#most ? 'most' : 'least';
    if (names.length === 1) return `${names[0]} has the ${end}`;
    return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} have the ${end}, level${near}`;
  }
}

// bestOf returns the lanes that come to least, or to most: those within a share of the best one count as best, too.
export function bestOf(values, lanes, { most = false, tie = 0 } = {}) {
  const all = lanes.map((lane) => values[lane]);
  const best = most ? Math.max(...all) : Math.min(...all);
  return lanes.filter((lane) => Math.abs(values[lane] - best) <= tie * Math.abs(best));
}
