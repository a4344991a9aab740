// The ledger event by event: the newest ones, each with what became of it on every lane. It stands still while the reader
// points at it, has the keyboard in it, has paused the picture, or has gone back to older events.
import { el } from '../dom.js';
import { KEPT } from '../eventlog.js';
import { count, figure } from '../format.js';
import { moment } from '../lanes/moment.js';
import { csv, json, save } from './eventfiles.js';
import { down, fates, oldest, up } from './fates.js';

const SIZE = 100; // events on a page of it
const CALM = matchMedia('(prefers-reduced-motion: reduce)').matches;
const PACE = CALM ? 2000 : 500; // ms between two pictures: faster nobody reads
const NOTE = 'ms from publication to arrival; ↶ after a later one, ×2 twice';
const NOTHING = 'Each event has a line here: when it was published, and what became of it on each lane.';

export class Events {
  #bench;
  #run = null;
  #page = []; // what is shown, as fates.js has it
  #more = false; // there are older ones
  #following = true; // the newest are shown, whatever comes
  #rows = []; // {tr, number, cells}, of which the first are shown
  #lanes = 0; // that the table has
  #drawn = 0; // ms
  #seen = false; // it is in view
  #held = false; // the reader points at it, or has the keyboard in it
  #trouble = toggle('Only with trouble', false, () => this.#filter());
  #newest = toggle('Newest', true, () => this.#show(Infinity));
  #newer = pill('Newer', () => this.#forward());
  #older = pill('Older', () => this.#more && this.#show(this.#page.at(-1).seq - 1));
  #where = el('span', {});
  #files = [
    file('events.csv', () => this.#save('csv', 'text/csv', csv)),
    file('events.json', () => this.#save('json', 'application/json', json)),
  ];
  #table;
  #head = el('tr', {});
  #body = el('tbody', {});
  #empty = el('p', { className: 'hint' });
  element;

  constructor(bench) {
    this.#bench = bench;
    const title = el('h3', { id: 'events-title' }, 'Event by event', el('small', {}, NOTE));
    const pages = el('span', { className: 'pages' }, this.#newest, this.#newer, this.#older);
    const end = el('span', { className: 'end' }, ...this.#files);
    const bar = el('div', { className: 'eventbar' }, this.#trouble, pages, this.#where, end);
    this.#table = el('table', {}, el('thead', {}, this.#head), this.#body);
    this.#table.setAttribute('aria-labelledby', 'events-title');
    const list = el('div', { className: 'eventlist' }, this.#table, this.#empty);
    this.element = el('section', { className: 'events' }, title, bar, list);
    this.#listen();
  }

  // lanes sets whose columns there are, each {name, technique, title}: the run's, if there is one.
  lanes(list) {
    this.#lanes = list.length;
    this.#table.style.setProperty('--columns', list.length);
    const titles = list.map(({ technique, title }) => {
      const mark = el('i', { className: `mark ${technique}` });
      return el('th', { scope: 'col', className: technique, title }, mark, el('span', {}, title));
    });
    const published = el('th', { scope: 'col' }, 'at, s');
    this.#head.replaceChildren(el('th', { scope: 'col' }, 'event'), published, ...titles);
    this.#rows = [];
    this.#body.replaceChildren();
    this.#begin();
  }

  // tick brings it up to date, if it is seen and some time has gone by.
  tick() {
    if (this.#run !== this.#bench.run) this.#begin();
    if (this.#seen && moment() - this.#drawn >= PACE) this.#draw();
  }

  #listen() {
    new IntersectionObserver(([{ isIntersecting }]) => {
      this.#seen = isIntersecting;
      if (isIntersecting) this.#draw();
    }).observe(this.element);
    const hold = (on) => () => {
      this.#held = on;
      this.#draw();
    };
    for (const sign of ['pointerenter', 'focusin']) this.#body.addEventListener(sign, hold(true));
    for (const sign of ['pointerleave', 'focusout']) this.#body.addEventListener(sign, hold(false));
    this.#body.addEventListener('click', ({ target }) => {
      const { event } = target.closest('button')?.dataset ?? {};
      if (event) this.#bench.event(Number(event));
    });
  }

  #begin() {
    this.#run = this.#bench.run;
    this.#show(Infinity);
  }

  #filter() {
    press(this.#trouble, !pressed(this.#trouble));
    this.#show(Infinity);
  }

  // forward shows the page of those that are next above what is shown.
  #forward() {
    if (this.#following || !this.#page.length) return;
    const page = up(this.#run, this.#page[0].seq, { size: SIZE, trouble: pressed(this.#trouble) });
    this.#show(page.length < SIZE ? Infinity : page[0].seq);
  }

  // show puts up the events from number `top` downwards; Infinity: the newest, and those that come.
  #show(top) {
    this.#following = top === Infinity;
    this.#take(top);
    this.#draw();
  }

  #take(top) {
    const found = this.#run ? down(this.#run, top, { size: SIZE + 1, trouble: pressed(this.#trouble) }) : [];
    this.#more = found.length > SIZE;
    this.#page = found.slice(0, SIZE);
  }

  #draw() {
    this.#drawn = moment();
    const still = !this.#following || ((this.#held || this.#bench.wire.paused) && this.#page.length > 0);
    if (still) this.#refresh();
    else this.#take(Infinity);
    while (this.#rows.length < this.#page.length) this.#rows.push(this.#row());
    for (const [i, row] of this.#rows.entries()) {
      row.tr.hidden = i >= this.#page.length;
      if (!row.tr.hidden) fill(row, this.#page[i], this.#run);
    }
    this.#say(still);
  }

  // refresh looks at the same events again. What is known of those that are no longer kept stays as it is.
  #refresh() {
    const least = this.#run ? oldest(this.#run) : 0;
    this.#page = this.#page.map((event) => (event.seq < least ? event : fates(this.#run, event.seq)));
    this.#more &&= this.#page.at(-1).seq > least;
  }

  #say(still) {
    const page = this.#page;
    const published = this.#run?.published ?? 0;
    press(this.#newest, this.#following);
    this.#newer.setAttribute('aria-disabled', this.#following || !page.length);
    this.#older.setAttribute('aria-disabled', !this.#more);
    for (const each of this.#files) each.disabled = !published;
    this.#empty.hidden = page.length > 0;
    this.#empty.textContent = published ? 'No event was lost, late, out of order or came twice.' : NOTHING;
    const which = pressed(this.#trouble)
      ? `${count(page.length)}${this.#more ? ' and more' : ''}`
      : `${count(page.at(-1)?.seq)} – ${count(page[0]?.seq)}`;
    const held = still && this.#following && this.#run.running ? ', held' : '';
    set(this.#where, page.length ? `${which} of ${count(published)}${held}` : '', '');
  }

  #save(ending, type, write) {
    save(`wireside-${this.#run.id}-events.${ending}`, type, write(this.#run));
  }

  #row() {
    const number = el('button', { type: 'button', className: 'ref' });
    const cells = Array.from({ length: this.#lanes + 1 }, () => el('td', {}));
    const tr = el('tr', {}, el('th', { scope: 'row' }, number), ...cells);
    this.#body.append(tr);
    return { tr, number, cells };
  }
}

function fill({ number, cells: [published, ...cells] }, { seq, at, lanes }, run) {
  if (number.dataset.event !== String(seq)) {
    number.dataset.event = seq;
    number.ariaLabel = number.title = `Event ${count(seq)} on every wire`;
    set(number, count(seq), 'ref');
  }
  set(published, at > 0 ? ((run.clock.here(at) - run.started) / 1000).toFixed(3) : '–', '');
  for (const [i, fate] of lanes.entries()) set(cells[i], ...words(fate));
}

// words are what a cell says of an event's fate, and its class: 'bad' what is lost, 'some' what is in trouble otherwise.
export function words({ state, latency, receptions }) {
  if (state === 'lost') return ['lost', 'bad'];
  if (state === 'waiting') return ['waiting', 'open'];
  const took = latency < 0 ? `−${figure(-latency)}` : figure(latency);
  const marks = [
    state.includes('late') && 'late',
    state.includes('reordered') && '↶',
    receptions > 1 && `×${count(receptions)}`,
  ].filter(Boolean);
  return [[...marks, took].join(' '), marks.length || latency < 0 ? 'some' : ''];
}

const shown = new WeakMap(); // element → what it says: asking the element itself is slow, a thousand times

function set(element, text, className) {
  const known = shown.get(element);
  if (known?.text === text && known.className === className) return;
  if (element.firstChild) element.firstChild.data = text;
  else element.append(text);
  element.className = className;
  shown.set(element, { text, className });
}

function pill(text, act) {
  const button = el('button', { type: 'button', className: 'pill toggle' }, text);
  button.addEventListener('click', act);
  return button;
}

function toggle(text, on, act) {
  const button = pill(text, act);
  press(button, on);
  return button;
}

function file(text, act) {
  const button = pill(text, act);
  button.className = 'button';
  button.title = `The newest ${count(KEPT)} events, a row for each of them and each lane`;
  return button;
}

function press(button, on) {
  button.setAttribute('aria-pressed', on);
}

function pressed(button) {
  return button.getAttribute('aria-pressed') === 'true';
}
