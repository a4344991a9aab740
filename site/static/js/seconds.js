// What each second of a run was like, for charts: the last ten minutes.
import { Ring } from './ring.js';

const KEPT = 600;
const COLUMNS = ['second', 'delivered', 'lost', 'p50', 'p99', 'bytes'];

export class Seconds {
  #rows = new Ring(KEPT, COLUMNS.length);

  // push appends one second: its ordinal since the start of the run, the events delivered and lost in it, the quantiles
  // of the latencies of those delivered in ms (NaN if there were none), and the bytes of both directions. A page that
  // is not looked at counts slower: then a row stands for all the time since the one before.
  push(row) {
    this.#rows.push(...COLUMNS.map((name) => row[name]));
  }

  get length() {
    return this.#rows.length;
  }

  // columns are the same by column, oldest first: {second: […], delivered: […], …}. What is not known is null.
  columns() {
    const length = this.length;
    const column = (c) =>
      Array.from({ length }, (_, i) => {
        const value = this.#rows.get(length - 1 - i, c);
        return Number.isFinite(value) ? value : null;
      });
    return Object.fromEntries(COLUMNS.map((name, c) => [name, column(c)]));
  }
}
