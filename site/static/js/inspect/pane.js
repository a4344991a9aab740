// The units of loose bytes, and the chosen one whole: the list and the detail that a run's wire is shown with, to read only.
import { announce } from '../announce.js';
import { UnitDetail } from '../wire/detail.js';
import { UnitList, say } from '../wire/list.js';
import { UnitLog } from '../wire/log.js';
import { Reference } from '../wire/reference.js';

// No feed's events are in loose bytes, and so none of them has copies.
const NO_COPIES = { event: 0, follow() {} };

export class LoosePane {
  #log = new UnitLog();
  #list;
  #detail;
  #reference;
  #source = null;
  onPlace = () => {}; // (unit, field) the reader is at; field from 0

  constructor() {
    const box = document.getElementById('unit');
    this.#list = new UnitList(document.getElementById('units'), this.#log);
    this.#detail = new UnitDetail(box, document.getElementById('say'), NO_COPIES);
    this.#reference = new Reference(box, () => {});
    this.#list.onChoose = ({ seq }) => this.#show(seq);
    this.#list.onEnter = () => this.#detail.enter();
    this.#detail.onField = (field) => this.onPlace(this.#detail.unit.seq, field);
    box.addEventListener('click', ({ target }) => {
      const other = target.closest('[data-unit]');
      if (other) this.open(Number(other.dataset.unit), 0);
    });
  }

  // begin shows other units, one of them chosen: the one asked for, else the first that breaks a rule, else the first.
  begin(source, seq, field) {
    this.#source = source;
    this.#log.clear();
    this.#list.begin(0);
    this.#log.add(source.units);
    this.#list.follow(false);
    const chosen = source.unit(seq) ?? source.units.find(({ error }) => error) ?? source.units[0];
    if (chosen) this.open(chosen.seq, chosen.seq === seq ? field : 0);
    else this.#detail.tell('There are no bytes.');
  }

  open(seq, field) {
    this.#list.mark(seq);
    this.#list.locate(seq);
    this.#show(seq, field);
  }

  step(n) {
    this.#list.step(n);
  }

  // nextError chooses the next unit that breaks a rule, or the one before, and goes round at the ends.
  nextError(step) {
    const seq = this.#log.next(this.#list.chosen, step) || this.#log.next(step < 0 ? Infinity : 0, step);
    if (seq) this.#list.select(seq);
    else announce('No unit breaks a rule.');
  }

  copyLink() {
    this.#reference.copy();
  }

  #show(seq, field = 0) {
    const unit = this.#source.unit(seq);
    this.#detail.show(unit, this.#source, field);
    this.onPlace(seq, field);
    if (!this.#list.focused) announce(say({ ...unit, broken: unit.error }, 0).replace(/, at [\d.]+ s$/, ''));
  }
}
