// The time axis that all lanes share: now is at the right edge. The top row has the server's publications; each lane
// below has its arrivals, joined to their publication by a line whose slope is the latency, and its requests as
// brackets. What was done to the lanes, and times in which nobody could see the page, are bands.
//
// It remembers a bounded number of marks, draws only what the axis shows, and runs only while there is something to
// show.
import { moment } from '../lanes/moment.js';
import { Ring } from '../ring.js';
import { draw } from './draw.js';
import { palette } from './palette.js';

const MARKS = 12_288; // a lane's arrivals kept: all that the axis can show at 1,000 a second
const REQUESTS = 1024;
const NOTES = 8; // words beside a lane: "closed 1006"
const BANDS = 64; // faults, and as many times hidden

export class Scope {
  #axis;
  #canvas;
  #empty;
  #width = 0; // px
  #height = 0;
  #colours = null;
  #begun = 0; // ms: the start of the run; 0 before the first
  #frozen = 0; // ms: the time at which the picture stands still; 0 while it moves
  #stopped = 0;
  #published = new Ring(MARKS, 1);
  #last = 0; // the highest seq on the top row
  #lanes = new Map();
  #faults = new Map(); // id → {at, until, lane, text}; times in ms, until: 0 for a moment
  #hidden = []; // {at, until}: times at which the page was hidden
  #still = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(axis) {
    this.#axis = axis;
    this.#canvas = axis.querySelector('canvas');
    this.#empty = axis.querySelector('.empty');
    new ResizeObserver(([{ contentRect }]) => {
      this.#width = contentRect.width;
      this.#height = contentRect.height;
      this.draw();
    }).observe(axis);
    const repaint = () => {
      this.#colours = null;
      this.draw();
    };
    document.addEventListener('themechange', repaint);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  }

  // rows sets which lanes there are. What is known of those that stay is kept.
  rows(lanes) {
    const known = this.#lanes;
    this.#lanes = new Map(
      lanes.map(({ name, technique }) => [
        name,
        known.get(name) ?? {
          technique,
          arrivals: new Ring(MARKS, 2),
          requests: new Ring(REQUESTS, 3),
          pending: 0,
          notes: [],
        },
      ]),
    );
    this.draw();
  }

  begin(at) {
    this.#begun = at;
    this.#stopped = 0;
    this.#frozen = 0;
    this.#published.clear();
    this.#last = 0;
    this.#faults.clear();
    this.#hidden = [];
    for (const lane of this.#lanes.values()) {
      lane.arrivals.clear();
      lane.requests.clear();
      lane.pending = 0;
      lane.notes = [];
    }
    this.#empty.hidden = true;
  }

  // end stands the picture still for good.
  end() {
    if (!this.#begun) return;
    this.#stopped ||= moment();
    for (const name of this.#lanes.keys()) this.hangUp(name);
    this.draw();
  }

  freeze(on) {
    this.#frozen = on ? moment() : 0;
    this.draw();
  }

  // arrival marks an event on its lane and, if no lane had it before, on the top row. Times in this browser's ms.
  arrival(lane, seq, published, arrived) {
    if (seq > this.#last) {
      this.#last = seq;
      this.#published.push(published);
    }
    this.#lanes.get(lane)?.arrivals.push(published, arrived);
  }

  request(lane, began) {
    if (this.#lanes.has(lane)) this.#lanes.get(lane).pending = began;
  }

  answer(lane, { began, ended, events }) {
    const row = this.#lanes.get(lane);
    if (!row) return; // the reader has removed it, and a run without it is on its way
    row.requests.push(began, ended, events);
    row.pending = 0;
  }

  // hangUp ends a lane's open request where it has no answer of its own: a stream broke off.
  hangUp(lane) {
    const pending = this.#lanes.get(lane)?.pending;
    if (pending) this.answer(lane, { began: pending, ended: this.#stopped || moment(), events: 1 });
  }

  note(lane, text) {
    const notes = this.#lanes.get(lane)?.notes;
    notes?.push({ at: moment(), text });
    if (notes?.length > NOTES) notes.shift();
  }

  // fault marks what was done to a lane, or to all if none is named; said again with the same id, it replaces what was said.
  fault(id, { at, until, lane, text }) {
    this.#faults.set(id, { at, until, lane, text });
    if (this.#faults.size > BANDS) this.#faults.delete(this.#faults.keys().next().value);
  }

  // hide marks a time in which nobody could see the page.
  hide(at, until) {
    this.#hidden.push({ at, until });
    if (this.#hidden.length > BANDS) this.#hidden.shift();
  }

  // draw paints the axis as of now, in whole seconds for who asked for less motion.
  draw() {
    const width = this.#width;
    const height = this.#height;
    const ratio = Math.min(devicePixelRatio, 2);
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
    }
    const context = this.#canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#colours ??= palette(this.#axis);
    const now = this.#stopped || this.#frozen || moment();
    const moving = !this.#stopped && !this.#frozen;
    const edge = this.#still.matches && moving ? this.#begun + Math.ceil((now - this.#begun) / 1000) * 1000 : now;
    draw(context, {
      width,
      height,
      now,
      edge,
      begun: this.#begun,
      published: this.#published,
      lanes: this.#lanes,
      faults: this.#faults.values(),
      hidden: this.#hidden,
      colours: this.#colours,
    });
  }
}
