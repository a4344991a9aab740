// How far the server's clock is from this browser's, so that a publication stamped there and an arrival stamped here
// can be subtracted from each other.
//
// A sample asks the server for its time. It was read somewhere between question and answer, so taking the middle is
// wrong by at most half the round trip: of many samples the one with the shortest round trip wins.
import { moment } from './lanes/moment.js';

const KEPT = 32; // samples: a clock drifts, so that an old one must be forgotten at last

export class Clock {
  #samples = []; // {offset, error}, in ms

  // sample calls ask(), which resolves to the server's Unix time in µs.
  async sample(ask) {
    const began = moment();
    const now = await ask();
    this.add(began, now, moment());
  }

  add(began, serverMicros, ended) {
    this.#samples.push({ offset: serverMicros / 1000 - (began + ended) / 2, error: (ended - began) / 2 });
    if (this.#samples.length > KEPT) this.#samples.shift();
  }

  get #best() {
    return this.#samples.reduce((best, s) => (s.error < best.error ? s : best), { offset: 0, error: Infinity });
  }

  // offset is how far the server's clock is ahead of this browser's, in ms.
  get offset() {
    return this.#best.offset;
  }

  // error is the most that here() may be wrong by, in ms; Infinity before the first sample.
  get error() {
    return this.#best.error;
  }

  // here turns the server's Unix µs into this browser's ms.
  here(serverMicros) {
    return serverMicros / 1000 - this.#best.offset;
  }
}
