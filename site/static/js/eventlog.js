// What became of each of the newest events on one lane. One place an event, found by its number, so that a run of hours
// takes no more memory than one of minutes, and an arrival costs the same.
const LATE = 1;
const REORDERED = 2;

export const KEPT = 4096; // events

export class EventLog {
  #seqs = new Float64Array(KEPT); // whose place it is; 0: nobody's yet. An event's place is its number modulo KEPT
  #stamps = new Float64Array(KEPT);
  #latencies = new Float64Array(KEPT);
  #receptions = new Uint32Array(KEPT);
  #marks = new Uint8Array(KEPT);

  // first notes an event's first arrival, `latency` ms after its publication, which the server has stamped with at (µs).
  // An event that is older than the one in its place is no longer of interest.
  first(seq, { at, latency, late, reordered }) {
    const place = seq % KEPT;
    if (seq < this.#seqs[place]) return;
    this.#seqs[place] = seq;
    this.#stamps[place] = at;
    this.#latencies[place] = latency;
    this.#receptions[place] = 1;
    this.#marks[place] = (late && LATE) | (reordered && REORDERED);
  }

  // again notes another reception.
  again(seq) {
    const place = seq % KEPT;
    if (this.#seqs[place] === seq) this.#receptions[place]++;
  }

  // get returns {at, latency, receptions, late, reordered} of an event that came; null if it didn't, or is forgotten.
  get(seq) {
    const place = seq % KEPT;
    if (this.#seqs[place] !== seq) return null;
    return {
      at: this.#stamps[place],
      latency: this.#latencies[place],
      receptions: this.#receptions[place],
      late: Boolean(this.#marks[place] & LATE),
      reordered: Boolean(this.#marks[place] & REORDERED),
    };
  }
}
