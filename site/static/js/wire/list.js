// The list of units. The page holds only the rows that can be seen: they move along, and are filled anew, while the
// list scrolls.
import { bytes } from '../format.js';
import { called, hue } from './lanenames.js';
import { passedIn } from './passed.js';

const ROW = 25; // px, as in the style sheet
const CALM = 100; // ms between two pictures of a list that follows its end: nobody reads faster

export class UnitList {
  #box;
  #room; // as high as all rows together
  #rows = [];
  #log;
  #since = 0; // µs: the start of the run, from which times count
  #chosen = 0; // seq
  #scheduled = false;
  #painted = 0; // when, by performance.now()
  #height = 0; // px of the list that can be seen
  #expected = -1; // the scroll position that we set ourselves
  following = true;
  onChoose = () => {};
  onClick = () => {}; // after a choice by hand
  onEnter = () => {};
  onFollow = () => {};

  constructor(box, log) {
    this.#box = box;
    this.#log = log;
    this.#room = box.appendChild(document.createElement('div'));
    this.#room.className = 'room';
    this.#room.role = 'presentation';
    new ResizeObserver(([{ contentRect }]) => {
      const shorter = contentRect.height < this.#height;
      this.#height = contentRect.height;
      if (shorter && !this.following) this.locate(this.#chosen); // it may have lain where no list is any more
      this.refresh();
    }).observe(box);
    box.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    box.addEventListener('click', (event) => this.#clicked(event));
    box.addEventListener('keydown', (event) => this.#pressed(event));
  }

  get chosen() {
    return this.#chosen;
  }

  get focused() {
    return document.activeElement === this.#box;
  }

  begin(since) {
    this.#since = since;
    this.#chosen = 0;
    this.follow(true);
  }

  follow(on) {
    if (this.following !== on) {
      this.following = on;
      this.onFollow(on);
    }
    this.refresh();
  }

  // shift keeps the picture still when rows left at the front.
  shift(rows) {
    if (rows && !this.following) this.#scrollTo(this.#box.scrollTop - rows * ROW);
    this.refresh();
  }

  // refresh paints once a frame at most, however often it is called.
  refresh() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const paint = (now) => {
      if (this.following && now - this.#painted < CALM) return requestAnimationFrame(paint);
      this.#scheduled = false;
      this.#painted = now;
      this.#paint();
    };
    requestAnimationFrame(paint);
  }

  // mark chooses a unit without asking for it to be shown, and leaves the list where it is.
  mark(seq) {
    this.#chosen = seq;
    this.refresh();
  }

  // locate brings a marked unit into view, where the filter lets it through, and stops following.
  locate(seq) {
    const index = this.#log.indexOf(seq);
    if (this.#log.shown[index]?.seq !== seq) return;
    this.follow(false);
    this.#reveal(index);
  }

  // step chooses the n-th unit after the chosen one; while the list follows its end, the last that can be seen.
  step(n) {
    const { shown } = this.#log;
    if (!shown.length) return;
    const lastSeen = Math.floor((this.#box.scrollTop + this.#box.clientHeight) / ROW) - 1;
    let index = this.#log.indexOf(this.#chosen);
    if (!Number.isFinite(n))
      index = n; // the first of all, or the last
    else if (!this.#chosen || this.following) index = lastSeen;
    else if (shown[index]?.seq === this.#chosen || n < 0) index += n;
    else index += n - 1; // the chosen one is filtered out: index is the next one already
    this.#choose(Math.min(Math.max(index, 0), shown.length - 1));
  }

  // select chooses a unit by its number, and returns false if the filter hides it.
  select(seq) {
    const index = this.#log.indexOf(seq);
    if (this.#log.shown[index]?.seq !== seq) return false;
    this.#choose(index);
    return true;
  }

  #choose(index) {
    const unit = this.#log.shown[index];
    if (!unit) return;
    this.#chosen = unit.seq;
    this.follow(false);
    this.#reveal(index);
    this.onChoose(unit);
  }

  // refilter is for when other units pass the filter: the chosen one, or its place, stays in view.
  refilter() {
    if (!this.following) {
      // A shorter list scrolls back. Do it now, without the old rows, so that it isn't taken for the reader's hand.
      for (const row of this.#rows) row.hidden = true;
      this.#scrollTo(this.#box.scrollTop);
      if (this.#chosen) this.#reveal(this.#log.indexOf(this.#chosen));
    }
    this.refresh();
  }

  #reveal(index) {
    const top = index * ROW;
    const { scrollTop, clientHeight } = this.#box;
    if (top < scrollTop) this.#scrollTo(top);
    else if (top + ROW > scrollTop + clientHeight) this.#scrollTo(top + ROW - clientHeight);
  }

  #scrollTo(top) {
    this.#room.style.height = `${this.#log.shown.length * ROW}px`;
    this.#box.scrollTop = top;
    this.#expected = this.#box.scrollTop;
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.#box;
    if (Math.abs(scrollTop - this.#expected) > 1) {
      // The reader's own hand: away from the end it stops following, back at the end it follows again.
      this.#expected = -1;
      this.follow(scrollTop + clientHeight >= scrollHeight - 2);
    }
    this.refresh();
  }

  #clicked(event) {
    const row = event.target.closest('.row');
    if (!row) return;
    const index = this.#log.indexOf(row.unit.seq); // its place when it was painted may be another's by now
    if (this.#log.shown[index] !== row.unit) return;
    this.#choose(index);
    this.onClick();
  }

  #pressed(event) {
    const page = Math.max(1, Math.floor(this.#box.clientHeight / ROW) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') this.onEnter();
    else if (event.key in steps) this.step(steps[event.key]);
    else return;
    event.preventDefault();
  }

  #paint() {
    const { shown } = this.#log;
    this.#room.style.height = `${shown.length * ROW}px`;
    if (this.following) this.#scrollTo(shown.length * ROW - this.#height);

    const first = Math.max(0, Math.floor(this.#box.scrollTop / ROW) - 1);
    const visible = Math.ceil(this.#height / ROW) + 3;
    while (this.#rows.length < visible) this.#rows.push(this.#room.appendChild(makeRow(this.#rows.length)));
    const pool = this.#rows.length;
    let active = '';
    for (let n = 0; n < pool; n++) {
      const index = first + n;
      const row = this.#rows[index % pool];
      const unit = shown[index];
      row.hidden = !unit;
      if (!unit) continue;
      fillRow(row, unit, index, this.#since);
      place(row, index + 1, shown.length);
      const chosen = unit.seq === this.#chosen;
      row.setAttribute('aria-selected', chosen);
      if (chosen) active = row.id;
    }
    if (active) this.#box.setAttribute('aria-activedescendant', active);
    else this.#box.removeAttribute('aria-activedescendant');
  }
}

function makeRow(n) {
  const row = document.createElement('div');
  row.className = 'row';
  row.id = `unit-row-${n}`;
  row.role = 'option';
  for (const name of ['t', 'd', 'l', 'k', 's', 'n']) {
    row[name] = row.appendChild(document.createElement('span'));
    row[name].className = name;
  }
  row.arrow = row.d.appendChild(document.createElement('span'));
  row.arrow.ariaHidden = 'true';
  row.way = row.d.appendChild(document.createElement('span'));
  row.way.className = 'quiet'; // an arrow says little to who doesn't see it
  row.mark = row.l.appendChild(document.createElement('i'));
  row.lane = row.l.appendChild(document.createElement('span'));
  return row;
}

// place says to a screen reader where in the list a row stands, of which only a few are here.
function place(row, position, size) {
  if (row.position !== position) row.setAttribute('aria-posinset', (row.position = position));
  if (row.size !== size) row.setAttribute('aria-setsize', (row.size = size));
}

// say describes a unit in a sentence, for who doesn't see the columns. The summary is text from the wire.
export function say({ lane, kind, dir, summary, length, at, broken }, since) {
  const way = dir === 'c2s' ? 'client to server' : 'server to client';
  const time = ((at - since) / 1e6).toFixed(3);
  const what = `${called(lane)} ${kind}`.trim();
  return `${broken ? 'Error: ' : ''}${what}, ${way}, ${summary}, ${bytes(length)}, at ${time} s`;
}

// fillRow puts a unit into a row. Only textContent: a summary holds text from the wire.
function fillRow(row, unit, index, since) {
  if (row.index !== index) {
    row.index = index;
    row.style.transform = `translateY(${index * ROW}px)`; // moves it without a layout
  }
  if (row.unit === unit) return;
  row.unit = unit;
  const passed = passedIn(unit);
  row.classList.toggle('error', Boolean(unit.broken) || passed >= 0);
  row.t.textContent = ((unit.at - since) / 1e6).toFixed(3);
  row.arrow.textContent = unit.dir === 'c2s' ? '↑' : '↓';
  row.way.textContent = unit.dir === 'c2s' ? 'from the client' : 'from the server';
  row.l.className = `l ${hue(unit.lane)}`;
  row.mark.className = unit.lane ? `mark ${hue(unit.lane)}` : '';
  row.lane.textContent = called(unit.lane);
  row.k.textContent = unit.kind;
  row.s.textContent = unit.broken ? `⚠ ${unit.summary}` : unit.summary.slice(Math.max(0, passed)); // that line comes first
  row.n.textContent = bytes(unit.length);
}
