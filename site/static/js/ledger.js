// What one lane delivered, as this browser saw it; and beside it what the server counted on the wire.
//
// Of a feed that has published P events, numbered from 1:
//   delivered    the different numbers that came
//   duplicated   the receptions of a number beyond its first
//   reordered    came for the first time after a higher number had
//   late         came for the first time more than lateMs after they were published
//   lost         should be here and will not come: what is missing below the highest that came while the lane is open,
//                all that is missing up to P when it is not
//   waiting      the others. At the end there are none: published = delivered + lost
import { EventLog } from './eventlog.js';
import { Histogram } from './histogram.js';
import { Seen } from './seen.js';
import { Seconds } from './seconds.js';

// Beyond these an event can't be one of the feed's, whoever put it into the lane.
const LEAP = 1_000_000; // numbers that an event may be ahead of those before
const AGE = 86_400_000; // ms between publication and arrival, either way

// Techniques whose requests come one by one: there is no stream to be opened once more.
const POLLS = ['polling', 'longpolling'];

export class LaneLedger {
  #lateMs;
  #published;
  #slack;
  #streams;
  #seen = new Seen();
  #log = new EventLog();
  #horizon = 0; // up to which nothing that is missing will come
  #wire = null; // this lane's part of the server's ledger
  #counted = 0; // delivered by then: later events' bytes are not in it
  #opened = false; // there was an answer once
  #away = false; // the lane waits before it tries again
  #closed = false; // it will not come back
  #finished = false;
  #asked = NaN; // ms: when its newest request went out, if that is known
  #second = new Histogram(); // the latencies of the second that is under way
  #before = { delivered: 0, lost: 0, bytes: 0 }; // when it began
  latency = new Histogram(); // of first receptions
  rtt = new Histogram(); // from a message sent up to its echo
  open = new Histogram(); // from a request that opens a stream until that is open; of what polls, from its first one to the answer
  series = new Seconds();
  duplicated = 0;
  reordered = 0;
  late = 0;
  early = 0; // arrivals before publication, by more than the clocks' error explains. Their latencies count as 0
  unreadable = 0;
  unread = ''; // the last of those
  foreign = 0; // events that this feed can't have published
  requests = 0; // for events; what goes up is `sent`
  emptyAnswers = 0;
  reconnects = 0; // streams opened once more
  sent = 0;
  echoed = 0;

  // technique: the lane's. published() returns the highest number that the server is known to have published; slack() how
  // many ms a latency may be wrong by.
  constructor({ technique, lateMs, published, slack = () => 0 }) {
    this.#slack = slack;
    this.#lateMs = lateMs;
    this.#published = published;
    this.#streams = !POLLS.includes(technique);
  }

  // event counts an arrival, `latency` ms after publication, which the server has stamped with at (µs). It returns false
  // if the event is none of the feed's.
  event(seq, latency, at = NaN) {
    if (!this.#plausible(seq, latency)) {
      this.foreign++;
      return false;
    }
    if (!this.#seen.add(seq)) {
      this.duplicated++;
      this.#log.again(seq);
      return true;
    }
    const reordered = seq < this.#seen.last;
    const late = latency > this.#lateMs;
    if (reordered) this.reordered++;
    if (late) this.late++;
    if (latency < -this.#slack()) this.early++;
    this.#log.first(seq, { at, latency, late, reordered });
    this.latency.add(latency);
    this.#second.add(latency);
    this.#horizon = Math.max(this.#horizon, seq);
    return true;
  }

  #plausible(seq, latency) {
    const near = this.#horizon === 0 || seq <= this.#horizon + LEAP;
    return Number.isSafeInteger(seq) && seq > 0 && near && Math.abs(latency) <= AGE;
  }

  // gap takes the server's word that it no longer keeps these events: they will not come.
  gap({ to }) {
    if (to <= this.#horizon + LEAP) this.#horizon = Math.max(this.#horizon, to);
  }

  // request counts a request that went out at `began` (ms); NaN if nobody knows when.
  request(began = NaN) {
    this.requests++;
    this.#asked = began;
  }

  answer({ status, events, ended = NaN }) {
    if (status > 0) this.#open(ended);
    if (status > 0 && events === 0) this.emptyAnswers++;
  }

  // status takes that the lane stands so since `at` (ms).
  status(state, at = NaN) {
    if (state === 'open') {
      this.#open(at);
      if (this.#opened && this.#away && this.#streams) this.reconnects++;
      this.#opened = true;
    }
    this.#away = state === 'waiting';
    this.#closed = state === 'closed';
  }

  // open measures how long the newest request took to open the lane; once, and only if it was not open.
  #open(at) {
    const opens = !this.#opened || (this.#away && this.#streams);
    if (opens && Number.isFinite(at - this.#asked)) this.open.add(at - this.#asked);
    this.#asked = NaN;
  }

  echo(rtt) {
    this.echoed++;
    this.rtt.add(rtt);
  }

  // finish closes the books: what has not come is lost.
  finish() {
    if (this.#finished) return;
    this.#finished = true;
    this.foreign += this.#seen.above(this.#published());
  }

  // wire takes this lane's part of the server's ledger; undefined while there is none.
  wire(lane) {
    this.#wire = lane ?? null;
    this.#counted = this.delivered;
  }

  // tick ends a second of the series.
  tick(second) {
    const { delivered, lost } = this;
    const bytes = this.#wire?.bytes.total ?? 0;
    this.series.push({
      second,
      delivered: delivered - this.#before.delivered,
      lost: lost - this.#before.lost, // negative where something came after all
      p50: this.#second.quantile(0.5),
      p99: this.#second.quantile(0.99),
      bytes: bytes - this.#before.bytes,
    });
    this.#before = { delivered, lost, bytes };
    this.#second.clear();
  }

  get delivered() {
    const published = this.#published();
    return published - this.#seen.missing(published);
  }

  get lost() {
    return this.#seen.missing(this.#given);
  }

  // given is the number up to which nothing that is missing will come.
  get #given() {
    const published = this.#published();
    return this.over ? published : Math.min(this.#horizon, published);
  }

  // fate is what became of one of the newest events: {state, latency, at, receptions}. state: delivered, late, reordered,
  // "late reordered", lost or waiting. Of what didn't come, latency and at are NaN.
  fate(seq) {
    const came = this.#log.get(seq);
    if (!came) return { state: seq > this.#given ? 'waiting' : 'lost', latency: NaN, at: NaN, receptions: 0 };
    const { latency, at, receptions, late, reordered } = came;
    const state = [late && 'late', reordered && 'reordered'].filter(Boolean).join(' ') || 'delivered';
    return { state, latency, at, receptions };
  }

  get waiting() {
    return this.#published() - this.delivered - this.lost;
  }

  // over reports whether nothing more will come.
  get over() {
    return this.#finished || this.#closed;
  }

  // away reports whether the lane has failed and is about to try again.
  get away() {
    return this.#away;
  }

  // bytes are those on the wire, {c2s, s2c, total}, each direction {http, framing, payload, total}; null while the
  // server has told nothing.
  get bytes() {
    return this.#wire?.bytes ?? null;
  }

  // counted is how many of the events were delivered when the bytes were counted.
  get counted() {
    return this.#counted;
  }

  // connections that carried at least one of the lane's requests; NaN while the server has told nothing.
  get connections() {
    return this.#wire?.connections ?? NaN;
  }

  // tcp is what the kernel counted; null where it tells nothing.
  get tcp() {
    return this.#wire?.tcp ?? null;
  }

  // network is what the path has done to the lane: the link's counts; null while the server has told nothing.
  get network() {
    return this.#wire?.network ?? null;
  }

  // figure returns a measurement by the name that lessons use for it; NaN while there is none.
  figure(name) {
    if (Object.hasOwn(SHARES, name)) {
      const [part, whole] = SHARES[name](this);
      return whole ? part / whole : NaN;
    }
    const [what, which] = name.split('.');
    if (DISTRIBUTIONS.includes(what) && Object.hasOwn(QUANTILES, which)) return this[what].quantile(QUANTILES[which]);
    return COUNTS.includes(name) ? this[name] : NaN;
  }

  // report is what the server is told of this lane.
  report() {
    return {
      ...Object.fromEntries(REPORTED.map((name) => [name, this[name]])),
      finished: this.over,
      latency: this.latency.buckets(),
      rtt: this.rtt.buckets(),
      open: this.open.buckets(),
    };
  }
}

const DISTRIBUTIONS = ['latency', 'rtt', 'open'];
const QUANTILES = { min: 0, p50: 0.5, p90: 0.9, p99: 0.99, max: 1 };

const REPORTED = [
  'delivered',
  'lost',
  'duplicated',
  'reordered',
  'late',
  'early',
  'unreadable',
  'foreign',
  'requests',
  'emptyAnswers',
  'reconnects',
  'sent',
  'echoed',
];

// COUNTS are the figures that are one of the ledger's own counts.
const COUNTS = [...REPORTED, 'waiting', 'connections'];

// SHARES are those that are one thing divided by another: [part, whole], NaN while the server has told nothing of the part.
const SHARES = {
  emptyShare: ({ emptyAnswers, requests }) => [emptyAnswers, requests],
  requestsPerEvent: ({ requests, delivered }) => [requests, delivered],
  wirePerEvent: ({ bytes, counted }) => [bytes?.total ?? NaN, counted],
  payloadPerEvent: ({ bytes, counted }) => [both(bytes, 'payload'), counted],
  framingPerEvent: ({ bytes, counted }) => [both(bytes, 'framing'), counted],
  httpPerEvent: ({ bytes, counted }) => [both(bytes, 'http'), counted],
  upPerEvent: ({ bytes, counted }) => [bytes?.c2s.total ?? NaN, counted],
  downPerEvent: ({ bytes, counted }) => [bytes?.s2c.total ?? NaN, counted],
};

// both adds up one layer's bytes in the two directions.
function both(bytes, layer) {
  return bytes ? bytes.c2s[layer] + bytes.s2c[layer] : NaN;
}

// FIGURES are all names that figure() knows.
export const FIGURES = [
  ...DISTRIBUTIONS.flatMap((what) => Object.keys(QUANTILES).map((which) => `${what}.${which}`)),
  ...COUNTS,
  ...Object.keys(SHARES),
];
