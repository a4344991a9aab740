// The units on the page: a bounded number of them, without their bytes, and those of them that the filter lets through.
const LIMIT = 20_000; // units kept
const SLACK = 1_000; // let it grow by so many before cutting, so that cutting is rare
const SUMMARY = 200; // characters of a summary kept

export class UnitLog {
  #all = [];
  #lane = '';
  #words = [];
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

  // filter lets through a lane ('' for all) and what contains each of the words.
  filter(lane, text) {
    this.#lane = lane;
    this.#words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.shown = this.#all.filter((unit) => this.#passes(unit));
  }

  // indexOf returns where the unit stands in `shown`, or where it would.
  indexOf(seq) {
    let low = 0;
    let high = this.shown.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.shown[middle].seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #passes(unit) {
    if (this.#lane && unit.lane !== this.#lane) return false;
    return this.#words.every((word) => unit.kind.includes(word) || unit.summary.toLowerCase().includes(word));
  }
}

function lighten({ seq, at, dir, lane, kind, length, summary, error }) {
  return {
    seq,
    at,
    dir,
    lane: lane ?? '',
    kind,
    length,
    summary: (summary ?? '').slice(0, SUMMARY),
    broken: Boolean(error),
  };
}
