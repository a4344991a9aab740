// Results in files: one's own to save, and somebody else's to put beside them.
import { el } from '../dom.js';
import { open, save } from './file.js';
import { by, verdictWord } from './words.js';

const field = (id) => document.getElementById(id);

export class Others {
  #table;
  #line = field('theirs');
  #name = '';
  #results = new Map();
  own = () => new Map(); // the own results of the lab that is shown
  onTrouble = () => {};

  constructor(table) {
    this.#table = table;
    const file = field('file');
    field('open').addEventListener('click', () => file.click());
    field('save').addEventListener('click', () => save([...this.own().values()]));
    file.addEventListener('change', async () => {
      const [chosen] = file.files;
      file.value = ''; // so that the same file can be chosen once more
      if (!chosen) return;
      try {
        this.#show(chosen.name, await open(chosen));
      } catch (fault) {
        this.onTrouble(fault.message);
      }
    });
  }

  // refresh counts again what agrees.
  refresh() {
    field('save').disabled = this.own().size === 0;
    if (!this.#results.size) return;
    const [first] = this.#results.values();
    const close = el('button', { type: 'button', className: 'pill toggle' }, 'Close');
    close.addEventListener('click', () => this.#close());
    this.#line.replaceChildren(`Theirs: ${this.#name}, by ${by(first)}. ${this.#agreement()} `, close);
    this.#line.hidden = false;
  }

  #show(name, results) {
    this.#results = new Map(results.map((result) => [result.claim, result]));
    this.#name = `${this.#results.size === 1 ? 'one result' : `${this.#results.size} results`} of ${name.slice(0, 60)}`;
    for (const row of this.#table.rows) row.compare(this.#results.get(row.number) ?? null);
    this.refresh();
    this.#line.querySelector('button').focus();
  }

  #close() {
    this.#results = new Map();
    for (const row of this.#table.rows) row.compare(null);
    this.#line.hidden = true;
    field('open').focus();
  }

  #agreement() {
    const own = this.own();
    const both = [...this.#results.values()].filter(({ claim }) => own.has(claim));
    if (!both.length) return 'None of them has been run here yet.';
    const apart = both.filter(({ claim, verdict }) => own.get(claim).verdict !== verdict);
    if (!apart.length) return `The same verdict as here on all ${both.length} that were run here.`;
    const alike = Map.groupBy(
      apart,
      ({ claim, verdict }) => `${verdictWord(own.get(claim).verdict)} here, ${verdictWord(verdict)} there`,
    );
    const list = [...alike].map(([verdicts, results]) => `${results.map(({ claim }) => claim).join(', ')} (${verdicts})`);
    return `Of ${both.length} that were run here, ${apart.length === 1 ? 'one differs' : `${apart.length} differ`}: ${list.join('; ')}.`;
  }
}
