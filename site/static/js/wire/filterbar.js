// The filter's controls and its search box, kept in step: a control rewrites the text, and text sets the controls.
import { announce } from '../announce.js';
import { count } from '../format.js';
import { everything, format, isEverything, parse } from './filter.js';
import { isOf } from './lanenames.js';
import { tabs } from './tabs.js';

export class FilterBar {
  #filter = everything();
  #lanes = document.getElementById('tabs');
  #dirs = document.getElementById('dirs');
  #kind = document.getElementById('kind');
  #conn = document.getElementById('conn');
  #errors = document.getElementById('errors');
  #text = document.getElementById('filter');
  onChange = () => {}; // returns how many units pass

  constructor() {
    this.#pressing(this.#lanes, (button) => ({ lane: button.dataset.lane }));
    this.#pressing(this.#dirs, (button) => ({ dir: this.#filter.dir === button.value ? '' : button.value }));
    this.#errors.addEventListener('click', () => this.change({ errors: !this.#filter.errors }));
    this.#kind.addEventListener('change', () => this.change({ kind: this.#kind.value }));
    this.#conn.addEventListener('input', () => this.change({ conn: Math.max(0, Math.trunc(this.#conn.value)) || 0 }));
    this.#text.addEventListener('input', () => this.#set(parse(this.#text.value)));
  }

  get filter() {
    return this.#filter;
  }

  // change sets some of the filter's terms and leaves the others.
  change(terms) {
    const filter = { ...this.#filter, ...terms };
    this.#text.value = format(filter);
    this.#set(filter);
  }

  clear() {
    if (!isEverything(this.#filter)) this.change(everything());
  }

  // lanes sets which lanes there are to choose among, each {name, technique, title}.
  lanes(list) {
    tabs(list);
    this.#pressLanes();
  }

  focus() {
    this.#text.focus();
    this.#text.select();
  }

  #pressing(group, terms) {
    group.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (button) this.change(terms(button));
    });
  }

  #pressLanes() {
    const { lane: chosen } = this.#filter;
    press(this.#lanes, ({ dataset: { lane } }) => (chosen && lane ? isOf(lane, chosen) : lane === chosen));
  }

  #set(filter) {
    this.#filter = filter;
    this.#pressLanes();
    press(this.#dirs, (button) => button.value === filter.dir);
    this.#errors.setAttribute('aria-pressed', filter.errors);
    const kinds = [...this.#kind.options].map(({ value }) => value).filter((kind) => kind.startsWith(filter.kind));
    this.#kind.value = kinds.length === 1 ? kinds[0] : filter.kind; // several: it shows none
    if (Number(this.#conn.value) !== filter.conn) this.#conn.value = filter.conn || '';
    const passing = this.onChange(filter);
    const pass = passing === 1 ? 'unit passes' : 'units pass';
    announce(isEverything(filter) ? 'No filter.' : `${count(passing)} ${pass} the filter.`);
  }
}

function press(group, on) {
  for (const button of group.querySelectorAll('button')) button.setAttribute('aria-pressed', on(button));
}
