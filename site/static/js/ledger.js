// What one lane delivered, as this browser saw it; and beside it what the server counted on the wire.
import { Histogram } from './histogram.js';
import { Seen } from './seen.js';

export class LaneLedger {
  #latency = new Histogram();
  #seen = new Seen();
  #wire = null; // this lane's part of the server's ledger
  #closed = false; // the lane ended and will not come back
  duplicated = 0;
  requests = 0;
  emptyAnswers = 0;

  event(seq, latency) {
    if (this.#seen.add(seq)) this.#latency.add(latency);
    else this.duplicated++;
  }

  request() {
    this.requests++;
  }

  answer({ status, events }) {
    if (status > 0 && events === 0) this.emptyAnswers++;
  }

  status(state) {
    this.#closed = state === 'closed';
  }

  wire(lane) {
    this.#wire = lane;
  }

  get delivered() {
    return this.#seen.count;
  }

  // lost counts the events that should be here and are not. A lane delivers in order, so what is missing below the
  // last one that arrived will not come. What is above may be in flight, or wait for the next poll; it is lost only
  // when the lane has closed for good. published: the highest number that the server has published.
  lost(published) {
    return this.#seen.missing(this.#closed ? Math.max(published, this.#seen.last) : this.#seen.last);
  }

  // figure returns a measurement by the name that lessons use for it; NaN while there is none.
  figure(name, published) {
    switch (name) {
      case 'latency.p50':
        return this.#latency.quantile(0.5);
      case 'latency.p99':
        return this.#latency.quantile(0.99);
      case 'delivered':
        return this.delivered;
      case 'lost':
        return this.lost(published);
      case 'duplicated':
        return this.duplicated;
      case 'requests':
        return this.requests;
      case 'requestsPerEvent':
        return this.delivered ? this.requests / this.delivered : NaN;
      case 'wirePerEvent':
        return this.#wire && this.delivered ? this.#wire.bytes.total / this.delivered : NaN;
      case 'emptyAnswers':
        return this.emptyAnswers;
      default:
        return NaN;
    }
  }
}
