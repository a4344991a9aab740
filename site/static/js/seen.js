// Which of the numbers 1, 2, 3, … a lane has seen, kept as intervals: without a loss there is one, however long the
// run.
const MOST = 1000; // intervals; beyond, the two oldest are joined and what lay between them stays counted as missing

export class Seen {
  #intervals = []; // [from, to], both included, in order
  #forgotten = 0; // how many numbers are missing between intervals that were joined
  count = 0; // different numbers seen

  // add returns false if seq was seen before.
  add(seq) {
    const list = this.#intervals;
    let i = list.length; // new ones come at the end: look from there
    while (i > 0 && list[i - 1][0] > seq) i--;
    if (i > 0 && seq <= list[i - 1][1]) return false;

    const touchesBefore = i > 0 && list[i - 1][1] === seq - 1;
    const touchesAfter = i < list.length && list[i][0] === seq + 1;
    if (touchesBefore && touchesAfter) list.splice(i - 1, 2, [list[i - 1][0], list[i][1]]);
    else if (touchesBefore) list[i - 1][1] = seq;
    else if (touchesAfter) list[i][0] = seq;
    else list.splice(i, 0, [seq, seq]);

    if (list.length > MOST) {
      this.#forgotten += list[1][0] - list[0][1] - 1;
      list.splice(0, 2, [list[0][0], list[1][1]]);
    }
    this.count++;
    return true;
  }

  // last is the highest number seen; 0 when none was.
  get last() {
    return this.#intervals.at(-1)?.[1] ?? 0;
  }

  // missing counts what was not seen of 1 … upTo. Nothing above `last` is looked at unless upTo reaches there.
  missing(upTo) {
    let missing = this.#forgotten;
    let next = 1;
    for (const [from, to] of this.#intervals) {
      if (from > upTo) break;
      missing += from - next;
      next = to + 1;
    }
    return missing + Math.max(0, upTo - next + 1);
  }

  // above counts the different numbers seen that are higher than seq.
  above(seq) {
    let above = 0;
    for (const [from, to] of this.#intervals) above += Math.max(0, to - Math.max(from, seq + 1) + 1);
    return above;
  }
}
