// The six questions: what they are answered with, and presets that answer all of them at once.
import { NUMBERS, WORDS, same } from './answers.js';

const PAUSE = 250; // ms without a key, after which what was typed counts

export class Form {
  #form = document.getElementById('questions');
  #numbers = new Map(NUMBERS.map((name) => [name, this.#form.querySelector(`[name=${name}]`)]));
  #words = new Map(WORDS.map((name) => [name, [...this.#form.querySelectorAll(`[name=${name}]`)]]));
  #presets = [...this.#form.querySelectorAll('[data-preset]')];
  #timer = 0;
  onChange = () => {};

  constructor() {
    this.#form.addEventListener('input', ({ target }) => this.#later(target.type === 'radio' ? 0 : PAUSE));
    this.#form.addEventListener(
      'keydown',
      ({ key, target }) => key === 'Enter' && target.type === 'number' && this.#later(0),
    );
    for (const button of this.#presets)
      button.addEventListener('click', () => {
        this.answers = JSON.parse(button.dataset.answers);
        this.#later(0);
      });
    this.#show();
  }

  // answers are what is filled in; a number that isn't one is NaN.
  get answers() {
    const words = [...this.#words].map(([name, fields]) => [name, fields.find(({ checked }) => checked).value]);
    const numbers = [...this.#numbers].map(([name, field]) => [name, field.valueAsNumber]);
    return Object.fromEntries([...words, ...numbers]);
  }

  // What no field takes, another program has put into the address: then the field stays as it is.
  set answers(answers) {
    for (const [name, field] of this.#numbers) {
      const was = field.value;
      field.value = answers[name];
      if (!field.validity.valid) field.value = was;
    }
    for (const [name, fields] of this.#words) {
      const field = fields.find(({ value }) => value === answers[name]);
      if (field) field.checked = true;
    }
    this.#show();
  }

  // wrong is the first field that can't be as it is, and why; null if all can.
  get wrong() {
    const field = [...this.#numbers.values()].find((field) => !field.disabled && !field.checkValidity());
    return field ? `${field.labels[0].querySelector('span').textContent}: ${field.validationMessage}` : null;
  }

  #later(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#show();
      this.onChange();
    }, pause);
  }

  // show dims what doesn't count, and presses the preset that is filled in.
  #show() {
    const { answers } = this;
    this.#numbers.get('upPerSecond').disabled = answers.direction !== 'both';
    this.#numbers.get('idleSeconds').disabled = answers.proxies !== 'idle';
    for (const button of this.#presets)
      button.setAttribute('aria-pressed', same(JSON.parse(button.dataset.answers), answers));
  }
}
