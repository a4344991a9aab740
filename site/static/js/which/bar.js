// The button that measures, and how far it is.
import { write } from '../dom.js';
import { left, moment } from './words.js';

export class Bar {
  #button = document.getElementById('measure');
  #about = this.#button.dataset.about;
  #progress = document.getElementById('progress');
  #doing = document.getElementById('doing');
  #trouble = document.getElementById('trouble');
  #running = false;
  onMeasure = () => {};
  onStop = () => {};

  // setups are what it takes, by name.
  setups = this.#button.parentElement.dataset.setups.split(' ');

  constructor() {
    this.#button.addEventListener('click', () => (this.#running ? this.onStop() : this.onMeasure()));
  }

  set enabled(enabled) {
    this.#button.disabled = !enabled;
  }

  start() {
    this.#running = true;
    this.#progress.value = 0;
    this.#progress.hidden = false;
    write(this.#button, 'Stop');
    this.#button.disabled = false;
  }

  // at shows the share that is done, of 1.
  at(done, { title, trial, of, secondsLeft, waiting }) {
    this.#progress.value = done;
    const place = of > 1 ? `${title}: ${trial} of ${of}.` : `${title}.`;
    write(this.#doing, waiting || `${place} ${left(secondsLeft)} left.`);
  }

  // rest shows what there is: how many of the setups have all their trials, and when the newest was made, in ms.
  rest(have, of, newest) {
    this.#running = false;
    this.#progress.hidden = true;
    const all = have === of;
    write(this.#button, all ? 'Measure again' : `Measure here${this.#about}`);
    let text = 'Bytes and CPU time haven’t been measured in this browser yet.';
    if (have > 0) text = `${have} of ${of} measurements have been made in this browser; the others lack.`;
    if (all) text = `Measured in this browser, the last time on ${moment(newest * 1000)}.`;
    write(this.#doing, text);
  }

  trouble(text = '') {
    this.#trouble.hidden = !text;
    write(this.#trouble, text);
  }
}
