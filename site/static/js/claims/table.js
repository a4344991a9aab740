// The rows together: which of them are shown, and how many there are of each verdict.
import { write } from '../dom.js';
import { Row } from './row.js';

export class Table {
  #rows;
  #picks;
  #find;
  #nothing;
  #picked = '';

  constructor() {
    this.#rows = new Map(
      [...document.querySelectorAll('.claimrow')].map((item) => [Number(item.dataset.claim), new Row(item)]),
    );
    this.#picks = [...document.querySelectorAll('[data-pick]')];
    this.#find = document.getElementById('find');
    this.#nothing = document.getElementById('nothing');
    for (const pick of this.#picks) pick.addEventListener('click', () => this.#pick(pick.dataset.pick));
    this.#find.addEventListener('input', () => this.filter());
    document.getElementById('all-again').addEventListener('click', () => this.#showAll());
    addEventListener('hashchange', () => this.follow());
    for (const when of ['beforeprint', 'afterprint'])
      addEventListener(when, () => this.rows.forEach((row) => (row.print = when === 'beforeprint')));
  }

  get rows() {
    return [...this.#rows.values()];
  }

  row(number) {
    return this.#rows.get(number);
  }

  // measurable are the numbers of the claims that can be run.
  get measurable() {
    return this.rows.filter(({ measurable }) => measurable).map(({ number }) => number);
  }

  // follow unfolds the row that the address names.
  follow() {
    const row = this.#rows.get(Number(/^#claim-(\d+)$/.exec(location.hash)?.[1]));
    if (!row) return;
    if (!this.#matches(row)) this.#showAll();
    row.open();
  }

  // filter shows the rows that are asked for, and counts all. A row that is at work stays where it is until the next call.
  filter() {
    let shown = 0;
    for (const row of this.#rows.values()) {
      row.shown = this.#matches(row);
      if (this.#matches(row)) shown++;
    }
    this.#nothing.hidden = shown > 0;
    this.count();
  }

  count() {
    for (const pick of this.#picks) {
      const { pick: verdict } = pick.dataset;
      const n = this.rows.filter((row) => !verdict || row.verdict === verdict).length;
      write(pick.querySelector('small'), String(n));
    }
  }

  #matches(row) {
    const words = this.#find.value.toLowerCase().trim();
    return (!this.#picked || row.verdict === this.#picked) && (!words || row.text.includes(words));
  }

  #pick(verdict) {
    this.#picked = verdict;
    for (const pick of this.#picks) pick.setAttribute('aria-pressed', pick.dataset.pick === verdict);
    this.filter();
  }

  #showAll() {
    this.#find.value = '';
    this.#pick('');
  }
}
