// The table beside the time axis: what each lane's figures are, the best in bold.
import { el } from './dom.js';
import { figure, tally } from './format.js';

// Columns that are one measurement each; the last column has two. best: the lowest wins.
const COLUMNS = [
  { name: 'delivered', write: tally },
  { name: 'latency.p50', write: figure, best: true },
  { name: 'latency.p99', write: figure, best: true },
  { name: 'requests', write: tally, best: true },
  { name: 'wirePerEvent', write: figure, best: true },
];

export class Figures {
  #body;
  #rows = [];

  constructor(table) {
    this.#body = table.tBodies[0];
  }

  // rows sets which lanes there are.
  rows(lanes) {
    this.#rows = lanes.map(({ name, technique, title, off }) => {
      const cells = Array.from({ length: COLUMNS.length + 1 }, () => el('td', {}, '–'));
      const mark = el('i', { className: `mark ${technique}` });
      const head = el('th', { scope: 'row' }, mark, el('span', { className: 'quiet' }, title));
      const row = el('tr', { className: technique, data: { lane: name } }, head, ...cells);
      row.classList.toggle('out', Boolean(off));
      return { row, lane: name, off, cells };
    });
    this.#body.replaceChildren(...this.#rows.map(({ row }) => row));
  }

  // show writes the run's figures; without a run, dashes.
  show(run) {
    COLUMNS.forEach((column, i) => this.#column(run, column, i));
    this.#faults(run, COLUMNS.length);
    for (const { row, lane, off } of this.#rows)
      row.classList.toggle('out', Boolean(run ? !run.ledgers.has(lane) : off));
  }

  #column(run, { name, write, best }, column) {
    const values = this.#rows.map(({ lane }) => run?.figure(lane, name) ?? NaN);
    const known = values.filter(Number.isFinite);
    const lowest = write(Math.min(...known));
    const differ = new Set(known.map(write)).size > 1;
    this.#rows.forEach(({ cells }, i) => {
      const text = write(values[i]);
      put(cells[column], text);
      cells[column].classList.toggle('best', Boolean(best) && differ && text === lowest);
    });
  }

  #faults(run, column) {
    const faults = this.#rows.map(({ lane }) => ['lost', 'duplicated'].map((name) => run?.figure(lane, name) ?? NaN));
    const sums = faults.map(([lost, duplicated]) => lost + duplicated);
    const some = sums.some((sum) => sum > 0);
    this.#rows.forEach(({ cells }, i) => {
      put(cells[column], Number.isFinite(sums[i]) ? faults[i].map(tally).join(' / ') : '–');
      cells[column].classList.toggle('lost', sums[i] > 0);
      cells[column].classList.toggle('best', some && sums[i] === 0);
    });
  }
}

function put(cell, text) {
  if (cell.textContent !== text) cell.textContent = text;
}
