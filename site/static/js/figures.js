// The table beside the time axis: what each lane's figures are, the best in bold.
import { figure } from './format.js';

// Columns that are one measurement each; the last column has two. best: the lowest wins.
const COLUMNS = [
  { name: 'delivered' },
  { name: 'latency.p50', best: true },
  { name: 'latency.p99', best: true },
  { name: 'requests', best: true },
  { name: 'wirePerEvent', best: true },
];

export class Figures {
  #rows;

  constructor(table) {
    this.#rows = [...table.tBodies[0].rows].map((row) => ({
      row,
      lane: row.dataset.lane,
      cells: [...row.cells].slice(1),
    }));
  }

  // show writes the run's figures; without a run, dashes.
  show(run) {
    COLUMNS.forEach(({ name, best }, column) => {
      const values = this.#rows.map(({ lane }) => (run ? run.figure(lane, name) : NaN));
      const texts = values.map(figure);
      const told = values.filter(Number.isFinite);
      const lowest = figure(Math.min(...told));
      const contest = Boolean(best) && told.length > 1 && new Set(texts.filter((text) => text !== '–')).size > 1;
      this.#rows.forEach(({ cells }, i) => {
        write(cells[column], texts[i]);
        cells[column].classList.toggle('best', contest && texts[i] === lowest);
      });
    });
    const faults = this.#rows.map(({ lane }) =>
      run ? run.figure(lane, 'lost') + run.figure(lane, 'duplicated') : NaN,
    );
    const some = faults.some((n) => n > 0);
    this.#rows.forEach(({ row, lane, cells }, i) => {
      const cell = cells[COLUMNS.length];
      const takesPart = Number.isFinite(faults[i]);
      const faultsOf = (name) => figure(run.figure(lane, name));
      write(cell, takesPart ? `${faultsOf('lost')} / ${faultsOf('duplicated')}` : '–');
      cell.classList.toggle('lost', faults[i] > 0);
      cell.classList.toggle('best', some && faults[i] === 0);
      row.classList.toggle('out', Boolean(run) && !takesPart);
    });
  }
}

function write(cell, text) {
  if (cell.textContent !== text) cell.textContent = text;
}
