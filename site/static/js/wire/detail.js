// The chosen unit, whole: its bits, its bytes, its fields. Pointing at a byte lights up its field and says what it
// means; pointing at a field lights up its bytes.
import { el } from '../dom.js';
import { count } from '../format.js';
import { bits } from './bits.js';
import { explanation, fieldList, spoken } from './fieldlist.js';
import { hex } from './hex.js';
import { owners } from './layout.js';
import { meaning, paragraph } from './meaning.js';
import { passed } from './passed.js';
import { heading, subline, violation } from './unithead.js';
import { bytesOf, eventsOf } from './value.js';

const SHOWN = 4096; // bytes in the hex view at first, and more at each asking; a unit may have a million
const WIDE = 515; // px that sixteen bytes a row need; else eight
const HEADER = 14; // bytes of the longest header of a frame
const NONE = 'It has no bytes of its own';
const THEIRS = { message: `${NONE}: they are those of its frames.`, event: `${NONE}: they were inflated from others.` };

export class UnitDetail {
  #box;
  #say;
  #hints; // what stands in the box while there is no unit
  #source = null;
  #unit = null;
  #pinned = -1; // the field that the reader chose
  #lit = -1;
  #marks = []; // per field, the elements that stand for it
  #perRow = 16;
  #shown = SHOWN;
  #pointer = []; // where it was last
  #copies; // what shows an event on every wire (copies.js)
  onField = () => {}; // the reader chose a field, counted from 0

  constructor(box, say, copies) {
    this.#box = box;
    this.#say = say;
    this.#hints = [...box.childNodes];
    this.#copies = copies;
    box.addEventListener('pointermove', (event) => this.#moved(event));
    box.addEventListener('pointerover', (event) => {
      if (this.#moved(event)) this.#light(fieldOf(event.target) ?? this.#pinned); // else what is below it moved
    });
    box.addEventListener('pointerleave', () => this.#light(this.#pinned));
    box.addEventListener('focusin', (event) => this.#chose(fieldOf(event.target)));
    box.addEventListener('click', (event) => this.#clicked(event));
    box.addEventListener('keydown', (event) => this.#pressed(event));
    new ResizeObserver(() => {
      if (this.#unit && this.#rowLength() !== this.#perRow) this.#draw();
    }).observe(box);
  }

  get unit() {
    return this.#unit;
  }

  // show puts up a unit of a run, with one of its fields chosen. Of a unit that stands in a text, source.prefix sets the ids of
  // its elements apart.
  show(unit, source, field = 0) {
    this.#unit = unit;
    this.#source = source;
    this.#shown = SHOWN;
    this.#pinned = field;
    const events = source.events ? eventsOf(unit) : [];
    this.#copies.follow(events, unit.seq);
    this.#draw();
    this.#box.scrollTop = 0;
    if (field > 0) this.#item(field)?.scrollIntoView({ block: 'nearest' });
  }

  // tell shows a sentence in place of a unit.
  tell(text) {
    this.#put(el('p', { className: 'hint' }, text));
  }

  // clear shows what stood there before the first unit.
  clear() {
    this.#put(...this.#hints);
  }

  #put(...nodes) {
    this.#unit = null;
    this.#marks = [];
    this.#pinned = this.#lit = -1;
    this.#box.replaceChildren(...nodes);
    this.#say.replaceChildren();
  }

  // pick chooses a field of the unit that is shown.
  pick(field) {
    if (!this.#unit?.fields?.[field]) return;
    this.#pin(field);
    this.#item(field)?.scrollIntoView({ block: 'nearest' });
  }

  // enter moves the keyboard to the bytes.
  enter() {
    const first = this.#box.querySelector('.hex [tabindex]');
    (first ?? this.#box).focus();
  }

  // events are the feed's events that the unit carries.
  get events() {
    return this.#unit && this.#source.events ? eventsOf(this.#unit) : [];
  }

  // redraw is for when what stands above the bytes has changed.
  redraw() {
    if (!this.#unit) return;
    const { scrollTop } = this.#box;
    this.#draw();
    this.#box.scrollTop = scrollTop;
  }

  #item(field) {
    return this.#box.querySelector(`.fields > [data-f="${field}"]`);
  }

  #draw() {
    const unit = this.#unit;
    const { fields } = unit;
    this.#perRow = this.#rowLength();
    const raw = bytesOf(unit.raw);
    const head = raw.subarray(0, this.#shown);
    const owner = owners(unit, head.length);
    const parts = [heading(unit, this.#source), subline(unit, this.#source, this.events, this.#copies.event)];
    if (this.#copies.event) parts.push(this.#copies.element);
    if (unit.error) parts.push(violation(unit.error));
    const lost = passed(unit);
    if (lost) parts.push(lost);
    const framed = unit.proto === 'websocket' && unit.kind === 'frame' && raw.length > 1;
    if (framed) parts.push(bits(raw.subarray(0, HEADER), owner));
    if (raw.length) parts.push(hex(head, owner, this.#perRow, (field) => spoken(fields[field])));
    else parts.push(el('p', { className: 'cut' }, THEIRS[unit.kind] ?? `${NONE}.`));
    if (raw.length > head.length) parts.push(more(head.length, raw.length));
    parts.push(...meaning(unit).map(paragraph));
    if (fields?.length) parts.push(fieldList(unit, this.#source));
    const focused = this.#box.contains(document.activeElement) ? document.activeElement : null;
    this.#box.replaceChildren(...parts);

    this.#marks = (fields ?? []).map(() => []);
    for (const element of this.#box.querySelectorAll('[data-f]')) this.#marks[element.dataset.f]?.push(element);
    const pinned = fields?.[this.#pinned] ? this.#pinned : 0;
    for (const group of this.#box.querySelectorAll('.bits, .hex')) {
      rove(group.querySelector(`[tabindex][data-f="${pinned}"]`) ?? group.querySelector('[tabindex]'));
    }
    this.#pinned = this.#lit = -1;
    this.#say.replaceChildren();
    if (fields?.length) this.#pin(pinned);
    if (focused) this.#refocus(focused);
  }

  // refocus gives the keyboard back to what had it before a drawing, or to what stands in its place.
  #refocus(element) {
    const same = element.isConnected ? element : this.#box.querySelector(placeOf(element) ?? '.none');
    (same ?? this.#box).focus({ preventScroll: true });
  }

  #rowLength() {
    return this.#box.clientWidth - 36 >= WIDE - 36 ? 16 : 8;
  }

  #chose(field) {
    if (field === null || field === this.#pinned) return;
    this.#pin(field);
    this.onField(field);
  }

  // moved tells whether the pointer is elsewhere than it was.
  #moved({ clientX, clientY }) {
    const [x, y] = this.#pointer;
    this.#pointer = [clientX, clientY];
    return clientX !== x || clientY !== y;
  }

  #pin(field) {
    this.#pinned = field;
    this.#light(field);
  }

  #light(field) {
    if (field === this.#lit) return;
    for (const element of this.#marks[this.#lit] ?? []) element.classList.remove('on');
    for (const element of this.#marks[field] ?? []) element.classList.add('on');
    this.#lit = field;
    const told = this.#unit?.fields?.[field];
    if (told) this.#say.replaceChildren(explanation(told));
  }

  // A click pins a field, and brings the other place where it stands into view.
  #clicked(event) {
    if (event.target.closest('[data-act=more]')) {
      this.#shown += SHOWN;
      this.redraw();
      return;
    }
    const field = fieldOf(event.target);
    if (field === null || event.target.closest('a')) return;
    this.#chose(field);
    this.#across(event.target, field)?.scrollIntoView({ block: 'nearest' });
  }

  // across finds the other place where a field stands: bytes for a sentence, a sentence for bytes.
  #across(from, field) {
    const other = from.closest('.fields') ? '.hex' : '.fields';
    return this.#box.querySelector(`${other} [data-f="${field}"]`);
  }

  // In bits and bytes the arrows walk from field to field. Enter goes across.
  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = fieldOf(event.target);
    const group =
      event.target.closest('.hex, .bits') ?? (event.target === this.#box && this.#box.querySelector('.hex'));
    const across = event.key === 'Enter' || (event.key === ' ' && event.target.role === 'button');
    if (across && field !== null && !event.target.closest('a')) {
      event.preventDefault();
      const there = this.#across(event.target, field);
      (there?.querySelector('button') ?? there)?.focus();
      return;
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !group) return;
    event.preventDefault();
    const stops = [...group.querySelectorAll('[tabindex]')];
    const at = stops.indexOf(event.target);
    const next = at < 0 ? stops.findIndex((stop) => fieldOf(stop) === this.#pinned) + step : at + step;
    const stop = stops[Math.min(Math.max(next, 0), stops.length - 1)];
    rove(stop);
    stop?.focus();
  }
}

// rove makes one element of its group the one that the Tab key reaches.
function rove(element) {
  for (const other of element?.parentElement.closest('.hex, .bits').querySelectorAll('[tabindex="0"]') ?? []) {
    other.tabIndex = -1;
  }
  if (element) element.tabIndex = 0;
}

// placeOf returns a selector for what stands where an element stood.
function placeOf(element) {
  const group = ['.bits', '.hex'].find((name) => element.closest(name));
  if (group) return `${group} [tabindex="0"]`;
  const mark = ['data-event', 'data-act', 'data-conn'].find((name) => element.hasAttribute(name));
  return mark && `[${mark}="${element.getAttribute(mark)}"]`;
}

function more(shown, all) {
  const button = el('button', { type: 'button', className: 'ref', data: { act: 'more' } }, 'show more');
  return el('p', { className: 'cut' }, `The first ${count(shown)} of ${count(all)} bytes. `, button);
}

function fieldOf(element) {
  const owner = element.closest('[data-f]');
  return owner ? Number(owner.dataset.f) : null;
}
