// A distribution of latencies, kept by HdrHistogram: constant memory however long the run, each value to two
// significant digits, the tail as exact as the middle. The histograms of several clients are added up bucket by bucket,
// where quantiles could not be.
const LIBRARY = '../third_party/hdr-histogram-js@3.0.1/hdrhistogram.umd.js';
const LONGEST = 600_000_000; // µs; what is longer counts as that

let loading = null;

// loadHistograms fetches the library, once. Before it is there no Histogram can be made. It comes with the first run: a
// page on which nobody presses Start does without.
export function loadHistograms() {
  loading ??= import(LIBRARY).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

export class Histogram {
  // The library is older than modules: it leaves its name in the global object.
  #hdr = globalThis.hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST,
    numberOfSignificantValueDigits: 2,
    autoResize: false,
  });

  // add counts a latency in ms. A negative one, which only clocks that disagree can make, counts as none.
  add(ms) {
    this.#hdr.recordValue(Math.min(Math.max(Math.round(ms * 1000), 0), LONGEST));
  }

  get count() {
    return this.#hdr.totalCount;
  }

  // quantile(0.5) is the median in ms; quantile(1) the most. NaN when nothing was added.
  quantile(q) {
    return this.count ? Math.min(this.#hdr.getValueAtPercentile(100 * q), this.#hdr.maxValue) / 1000 : NaN;
  }

  get min() {
    return this.quantile(0);
  }

  get max() {
    return this.quantile(1);
  }

  get mean() {
    return this.count ? this.#hdr.mean / 1000 : NaN;
  }

  get stddev() {
    return this.count ? this.#hdr.stdDeviation / 1000 : NaN;
  }

  // buckets are [µs, count] of all that were counted into, lowest first, each by the lowest value that it holds.
  buckets() {
    const buckets = [];
    for (let i = 0, left = this.count; left > 0; i++) {
      const count = this.#hdr.getCountAtIndex(i);
      if (count) buckets.push([this.#hdr.valueFromIndex(i), count]);
      left -= count;
    }
    return buckets;
  }

  clear() {
    this.#hdr.reset();
  }
}
