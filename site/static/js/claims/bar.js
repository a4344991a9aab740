// The bar above the table: what runs, how far it is, which lab it is, and what is wrong.
import { el, write } from '../dom.js';
import { figure, left } from './words.js';

const field = (id) => document.getElementById(id);

export class Bar {
  #section = document.querySelector('.claimsbar');
  #button = field('run-all');
  #progress = field('progress');
  #doing = field('doing');
  #lanes = field('running-lanes');
  #break = field('break');
  #broken = field('broken');
  #trouble = field('trouble');
  #idle = this.#doing.textContent;
  #running = false;
  onRun = () => {};
  onStop = () => {};
  onBreak = () => {}; // with the name of the way to break the lab; '': sound

  constructor() {
    this.#button.addEventListener('click', () => {
      if (this.#button.ariaDisabled === 'true') return;
      if (this.#running) this.onStop();
      else this.onRun();
    });
    // What the address names is not to be hidden by the bar, however high it is.
    new ResizeObserver(([{ borderBoxSize }]) => {
      document.documentElement.style.setProperty('--bar', `${Math.ceil(borderBoxSize[0].blockSize)}px`);
    }).observe(this.#section);
    this.#break.value = ''; // a browser may fill in what it was before
    this.#break.addEventListener('change', () => {
      this.#banner();
      this.onBreak(this.#break.value);
    });
  }

  // start begins with so many setups.
  start(setups) {
    this.#running = true;
    this.#section.classList.add('running');
    write(this.#button, '■ Stop');
    this.#break.disabled = true;
    this.#progress.max = setups.reduce((sum, { trials }) => sum + trials, 0) || 1;
    this.#progress.value = 0;
    this.trouble();
  }

  // progress says where it is. done: trials of the setups before this one.
  progress({ k, n, trial, of, secondsLeft, waiting, published, lanes = [] }, title, done) {
    this.#progress.value = done + trial - 1;
    const place = `${left(secondsLeft)} left. ${n > 1 ? `Setup ${k} of ${n}, run` : 'Run'} ${trial} of ${of}: ${title}`;
    write(this.#doing, waiting ? `${waiting} ${place}` : place);
    this.#lanes.replaceChildren(
      ...(lanes.length ? [el('span', {}, `${published ?? 0} published`)] : []),
      ...lanes.map(live),
    );
  }

  // stopping says that it will be over soon.
  stopping() {
    write(this.#doing, 'Stopping …');
  }

  end(text) {
    this.#running = false;
    this.#section.classList.remove('running');
    write(this.#button, 'Run all here');
    write(this.#doing, text || this.#idle);
    this.#break.disabled = false;
    this.#lanes.replaceChildren();
  }

  // rest forgets what the last run came to.
  rest() {
    write(this.#doing, this.#idle);
  }

  // trouble says what went wrong, in addition to what is said already; nothing: all is well.
  trouble(text) {
    if (!text) this.#trouble.replaceChildren();
    else if (![...this.#trouble.children].some(({ textContent }) => textContent === text))
      this.#trouble.append(el('p', {}, text));
    this.#trouble.hidden = !text;
  }

  set enabled(enabled) {
    this.#button.ariaDisabled = !enabled;
  }

  #banner() {
    const { value, text } = this.#break.selectedOptions[0].dataset;
    const on = this.#break.value !== '';
    this.#broken.hidden = !on;
    const title = this.#break.selectedOptions[0].textContent.trim().replace(/^broken: /, '');
    this.#broken.replaceChildren(
      ...(on
        ? [
            el('b', {}, `The lab is broken on purpose: ${title}. `),
            `${text ?? value ?? ''} What it comes to is kept apart, and says so.`,
          ]
        : []),
    );
    document.querySelector('.claimspage').classList.toggle('is-broken', on);
  }
}

function live({ title, technique, delivered, p50 }) {
  return el(
    'span',
    { className: technique },
    el('i', { className: `mark ${technique}` }),
    ` ${title} `,
    el('b', {}, Number.isFinite(p50) ? `${delivered} in ${figure(p50, 'ms')}` : String(delivered)),
  );
}
