// The head of the page: how far the reader has got, in figures and a cell an exercise.
import { write } from '../dom.js';
import { MARKS, stateOf, word } from './words.js';

export class Shelf {
  #sum = document.getElementById('sum');
  #cells = new Map([...document.querySelectorAll('#shelf [data-cell]')].map((cell) => [cell.dataset.cell, cell]));
  #settled = new Map(); // name → its state, but for the time in which its checks run

  // show takes over an exercise's state.
  show(entry) {
    const state = stateOf(entry);
    if (state !== 'running') this.#settled.set(entry.name, state);
    const cell = this.#cells.get(entry.name);
    if (!cell) return;
    cell.dataset.state = state;
    write(cell, MARKS[state]);
    cell.title = `${entry.title}: ${word(entry)}`;
    cell.setAttribute('aria-label', cell.title);
  }

  // total writes the figures. known: the server runs the checks; else nobody knows what is done.
  total(known) {
    const states = [...this.#settled.values()];
    const of = (...names) => states.filter((state) => names.includes(state)).length;
    const all = this.#cells.size;
    const done = of('green');
    const begun = of('started', 'red', 'broken');
    if (!known && !done) write(this.#sum, `${begun} of ${all} started`);
    else write(this.#sum, `${done} of ${all} done${begun ? `, ${begun} begun` : ''}`);
    for (const group of document.querySelectorAll('#shelf [data-group]')) {
      const cells = [...group.querySelectorAll('[data-cell]')];
      const green = cells.filter(({ dataset }) => this.#settled.get(dataset.cell) === 'green').length;
      write(group.querySelector('.of'), known || done ? `${green}/${cells.length}` : '\u00a0');
    }
  }
}
