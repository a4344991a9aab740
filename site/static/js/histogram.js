// A histogram of latencies in constant memory, however long the run: bucket i holds what lies between LEAST·GROWTH^i
// and LEAST·GROWTH^(i+1). A quantile comes out within one per cent of the true one.
const LEAST = 0.01; // ms: below any clock that a page is given
const GROWTH = 1.02;
const BUCKETS = 900; // up to LEAST·GROWTH^900 ms, about nine minutes; what is longer counts as that

export class Histogram {
  #counts = new Uint32Array(BUCKETS);
  #total = 0;
  #least = Infinity;
  #most = 0;

  get total() {
    return this.#total;
  }

  // add counts a latency in ms. A negative one, which only the clocks' error can make, counts as none.
  add(ms) {
    const value = Math.max(ms, 0);
    const bucket = value <= LEAST ? 0 : Math.floor(Math.log(value / LEAST) / Math.log(GROWTH));
    this.#counts[Math.min(bucket, BUCKETS - 1)]++;
    this.#total++;
    this.#least = Math.min(this.#least, value);
    this.#most = Math.max(this.#most, value);
  }

  // quantile(0.5) is the median, by nearest rank; NaN when nothing was added.
  quantile(q) {
    let rank = Math.max(1, Math.ceil(q * this.#total));
    for (let bucket = 0; bucket < BUCKETS && this.#total > 0; bucket++) {
      rank -= this.#counts[bucket];
      if (rank > 0) continue;
      const middle = LEAST * GROWTH ** (bucket + 0.5);
      return Math.min(Math.max(middle, this.#least), this.#most);
    }
    return NaN;
  }
}
