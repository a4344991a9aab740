// What goes up: each lane sends "#1", "#2", … at the same rate, and measures how long it takes until the echo is there.
import { moment } from './lanes/moment.js';

const OPEN = 64; // texts under way on a lane; while none of them comes back, no more are sent
const LOST = 10_000; // ms after which an echo is not waited for any more

export class Upstream {
  #lanes; // name → {send}
  #ledgers; // name → LaneLedger
  #under = new Map(); // name → Map of text → when it was sent
  #timer = 0;
  #n = 0;

  constructor(lanes, ledgers) {
    this.#lanes = lanes;
    this.#ledgers = ledgers;
    for (const name of lanes.keys()) this.#under.set(name, new Map());
  }

  // start sends `rate` texts a second on each lane; 0: none.
  start(rate) {
    if (rate > 0) this.#timer = setInterval(() => this.#round(), 1000 / rate);
  }

  stop() {
    clearInterval(this.#timer);
  }

  echo(lane, text, arrived) {
    const sent = this.#under.get(lane).get(text);
    if (sent === undefined) return; // not ours, or given up
    this.#under.get(lane).delete(text);
    this.#ledgers.get(lane).echo(arrived - sent);
  }

  #round() {
    const text = `#${++this.#n}`;
    for (const [name, { send }] of this.#lanes) {
      const under = this.#under.get(name);
      const [[oldest, sent] = []] = under;
      if (sent < moment() - LOST) under.delete(oldest);
      if (under.size >= OPEN || this.#ledgers.get(name).over) continue;
      const now = moment();
      if (!send(text)) continue;
      under.set(text, now);
      this.#ledgers.get(name).sent++;
    }
  }
}
