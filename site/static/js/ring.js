// The last `capacity` rows of numbers; an older row makes room for a new one. One flat array, so that a run of hours
// makes no garbage.
export class Ring {
  #values;
  #width;
  #capacity;
  #next = 0; // rows ever pushed

  constructor(capacity, width) {
    this.#capacity = capacity;
    this.#width = width;
    this.#values = new Float64Array(capacity * width);
  }

  get length() {
    return Math.min(this.#next, this.#capacity);
  }

  push(...row) {
    this.#values.set(row, (this.#next % this.#capacity) * this.#width);
    this.#next++;
  }

  // get reads a column of the i-th newest row; 0 is the newest.
  get(i, column) {
    return this.#values[((this.#next - 1 - i) % this.#capacity) * this.#width + column];
  }

  clear() {
    this.#next = 0;
  }
}
