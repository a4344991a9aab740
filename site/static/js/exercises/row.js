// A row of the list: an exercise's state, and what it unfolds to.
import { copies } from '../copy.js';
import { write } from '../dom.js';
import { Checks } from './checks.js';
import { MARKS, more, stateOf, tally, word } from './words.js';

export class Row {
  #row;
  #details;
  #state;
  #which;
  #checks;
  #run;
  #entry = null;
  onOpen = () => {}; // the reader unfolded it
  onRun = () => {}; // … wants its checks run

  constructor(row) {
    this.#row = row;
    this.#details = row.querySelector('details');
    this.#state = row.querySelector('.state');
    this.#which = row.querySelector('.which');
    this.#checks = new Checks(row.querySelector('.results'));
    this.#run = row.querySelector('[data-action=run]');
    this.#run.addEventListener('click', () => this.onRun());
    for (const button of row.querySelectorAll('[data-copy]')) {
      copies(button, () => button.parentElement.querySelector('code').textContent);
    }
    this.#details.addEventListener('toggle', () => {
      if (!this.#details.open) return;
      this.#fill();
      this.onOpen();
    });
  }

  get name() {
    return this.#row.id;
  }

  get entry() {
    return this.#entry;
  }

  // show takes over what the server says of the exercise. While its checks run, what they came to before stays.
  show(entry) {
    this.#entry = entry;
    const state = stateOf(entry);
    const rest = more(entry);
    this.#row.dataset.state = state;
    write(this.#state, [word(entry), tally(entry)].filter(Boolean).join(' · '));
    this.#state.dataset.mark = MARKS[state];
    if (state !== 'running' || !entry.result.checks?.length) {
      write(this.#which, rest);
      this.#which.title = rest;
    }
    if (this.#details.open) this.#fill();
  }

  // open unfolds it, and brings it into view.
  open() {
    this.#details.open = true;
    this.#row.scrollIntoView({ block: 'start' });
  }

  // runnable says whether the server runs the checks.
  runnable(on) {
    this.#run.hidden = !on;
  }

  // stale says that a lane still runs the code as it was when the server was built.
  stale(on) {
    this.#row.classList.toggle('stale', on);
  }

  #fill() {
    if (this.#entry && stateOf(this.#entry) !== 'running') this.#checks.show(this.#entry);
  }
}
