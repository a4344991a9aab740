// The units on the page: a bounded number of them, without their bytes, and those of them that the filter lets through.
import { everything, tester } from './filter.js';
import { passedIn } from './passed.js';
import { visible } from './value.js';

export const LIMIT = 100_000; // units kept
const SLACK = 1_000; // let it grow by so many before cutting, so that cutting is rare
const SUMMARY = 200; // characters of a summary kept

export class UnitLog {
  #all = [];
  #passes = tester(everything());
  #limit;
  shown = []; // the units that pass the filter, in order
  forgotten = 0; // units that made room for newer ones
  dropped = 0; // units that the server did not send

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  get size() {
    return this.#all.length;
  }

  // newest is when the last unit crossed the wire, µs; 0 before the first.
  get newest() {
    return this.#all.at(-1)?.at ?? 0;
  }

  clear() {
    this.#all = [];
    this.shown = [];
    this.forgotten = 0;
    this.dropped = 0;
  }

  // add appends units and returns how many left `shown` at its front to make room.
  add(units) {
    for (const unit of units) {
      const light = lighten(unit);
      this.#all.push(light);
      if (this.#passes(light)) this.shown.push(light);
    }
    if (this.#all.length <= this.#limit + Math.min(SLACK, this.#limit)) return 0;

    const excess = this.#all.length - this.#limit;
    const oldest = this.#all[excess].seq;
    this.#all.splice(0, excess);
    this.forgotten += excess;
    let gone = 0;
    while (gone < this.shown.length && this.shown[gone].seq < oldest) gone++;
    this.shown.splice(0, gone);
    return gone;
  }

  // filter lets through what passes the filter (filter.js) and returns how many units that are.
  filter(filter) {
    this.#passes = tester(filter);
    this.shown = this.#all.filter(this.#passes);
    return this.shown.length;
  }

  // indexOf returns where the unit stands in `shown`, or where it would.
  indexOf(seq) {
    return place(this.shown, seq);
  }

  // has tells whether the unit is kept here, shown or not.
  has(seq) {
    return this.#all[place(this.#all, seq)]?.seq === seq;
  }

  // next returns the seq of the first shown unit after seq that breaks a rule; with step -1, of the last before it.
  // 0: there is none.
  next(seq, step) {
    let i = this.indexOf(seq);
    if (step < 0 || this.shown[i]?.seq === seq) i += step;
    while (this.shown[i] && !this.shown[i].wrong) i += step;
    return this.shown[i]?.seq ?? 0;
  }

  // byConnection returns the kept units of the connections named, filter or not: number → units.
  byConnection(numbers) {
    const found = new Map(numbers.map((number) => [number, []]));
    for (const unit of this.#all) found.get(unit.conn)?.push(unit);
    return found;
  }
}

function place(units, seq) {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (units[middle].seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lighten({ seq, at, conn, dir, lane, kind, length, summary, error }) {
  const light = {
    seq,
    at,
    conn,
    dir,
    lane: lane ?? '',
    kind,
    length,
    summary: visible(line(summary ?? '', error?.name).slice(0, SUMMARY)),
    broken: Boolean(error), // it breaks a rule
  };
  light.wrong = light.broken || passedIn(light) >= 0; // or is not what its sender meant
  return light;
}

// line is what the list says of a unit: first the rule that it breaks, so that errors can be told apart, and searched for.
function line(summary, rule) {
  if (!rule || summary.includes(rule)) return summary;
  return [rule, summary].filter(Boolean).join(' · ');
}
