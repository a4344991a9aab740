// The chosen unit, whole: its bits, its bytes, its fields. Pointing at a byte lights up its field and says what it
// means; pointing at a field lights up its bytes.
import { TITLES } from '../lanes/lanes.js';
import { bytes, count } from '../format.js';
import { bits, opcodeName } from './bits.js';
import { hex } from './hex.js';
import { owners } from './layout.js';
import { link } from './spec.js';
import { bytesOf, cut, eventOf, meaning } from './value.js';

const SHOWN = 4096; // bytes in the hex view; a unit may have a million
const WIDE = 515; // px that sixteen bytes a row need; else eight

export class UnitDetail {
  #box;
  #say;
  #unit = null;
  #since = 0;
  #pinned = -1; // the field that the reader chose
  #lit = -1;
  #marks = []; // per field, the elements that stand for it
  #perRow = 16;

  constructor(box, say) {
    this.#box = box;
    this.#say = say;
    box.addEventListener('pointerover', (event) => this.#light(fieldOf(event.target) ?? this.#pinned));
    box.addEventListener('pointerleave', () => this.#light(this.#pinned));
    box.addEventListener('focusin', (event) => this.#pin(fieldOf(event.target)));
    box.addEventListener('click', (event) => this.#clicked(event));
    box.addEventListener('keydown', (event) => this.#pressed(event));
    new ResizeObserver(() => {
      if (this.#unit && this.#rowLength() !== this.#perRow) this.show(this.#unit, this.#since);
    }).observe(box);
  }

  // show puts up a unit; since: µs, the start of the run.
  show(unit, since) {
    this.#unit = unit;
    this.#since = since;
    this.#perRow = this.#rowLength();
    const raw = bytesOf(unit.raw);
    const head = raw.subarray(0, SHOWN);
    const owner = owners(unit, head.length);

    const parts = [heading(unit), subline(unit, since)];
    if (unit.error) parts.push(violation(unit.error));
    if (unit.proto === 'websocket' && unit.kind === 'frame' && raw.length > 1) parts.push(bits(raw, owner));
    if (raw.length) parts.push(hex(head, owner, this.#perRow, (field) => spoken(unit.fields[field])));
    else parts.push(line('cut', 'It has no bytes of its own.'));
    if (raw.length > SHOWN) parts.push(line('cut', `The first ${count(SHOWN)} of ${count(raw.length)} bytes.`));
    const whole = meaning(unit);
    if (whole) parts.push(sentence('meaning', whole[0], whole[1]));
    if (unit.fields?.length) parts.push(fieldList(unit.fields));
    this.#box.replaceChildren(...parts);
    this.#box.scrollTop = 0;

    this.#marks = (unit.fields ?? []).map(() => []);
    for (const element of this.#box.querySelectorAll('[data-f]')) this.#marks[element.dataset.f]?.push(element);
    this.#pinned = this.#lit = -1;
    this.#say.replaceChildren();
    this.#pin(unit.fields?.length ? 0 : null);
  }

  // tell shows a sentence in place of a unit.
  tell(text) {
    this.#unit = null;
    this.#marks = [];
    this.#pinned = this.#lit = -1;
    this.#box.replaceChildren(line('hint', text));
    this.#say.replaceChildren();
  }

  // enter moves the keyboard to the bytes.
  enter() {
    const first = this.#box.querySelector('.hex [tabindex]');
    (first ?? this.#box).focus();
  }

  #rowLength() {
    return this.#box.clientWidth - 36 >= WIDE - 36 ? 16 : 8;
  }

  #pin(field) {
    if (field === null) return;
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
    const field = fieldOf(event.target);
    if (field === null) return;
    this.#pin(field);
    const other = event.target.closest('.fields') ? '.hex' : '.fields';
    this.#box.querySelector(`${other} [data-f="${field}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  // In the bytes the arrows walk from field to field.
  #pressed(event) {
    if (!event.target.closest('.hex') && event.target !== this.#box) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !this.#marks.length || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const stops = [...this.#box.querySelectorAll('.hex [tabindex]')];
    const at = stops.findIndex((element) => Number(element.dataset.f) === this.#pinned);
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
  }
}

function fieldOf(element) {
  const owner = element.closest('[data-f]');
  return owner ? Number(owner.dataset.f) : null;
}

function line(className, ...content) {
  const p = document.createElement('p');
  p.className = className;
  p.append(...content);
  return p;
}

function sentence(className, strong, text) {
  const b = document.createElement('b');
  b.textContent = strong;
  return line(className, b, ' ', text);
}

function heading(unit) {
  const h3 = document.createElement('h3');
  const lane = document.createElement('span');
  lane.className = unit.lane ?? '';
  lane.textContent = TITLES[unit.lane] ?? 'No lane';
  const kind = unit.kind === 'frame' ? `${opcodeName(unit.value?.opcode)} frame` : unit.kind;
  h3.append(lane, ` ${kind}, ${unit.dir === 'c2s' ? 'client → server' : 'server → client'}`);
  return h3;
}

function subline(unit, since) {
  const event = eventOf(unit);
  const payload = unit.kind === 'frame' ? unit.value?.length : undefined;
  return line(
    'sub',
    [
      event && `event #${event}`,
      bytes(unit.length) +
        (payload === undefined ? '' : `: ${count(unit.length - payload)} header + ${count(payload)} payload`),
      unit.spans?.length > 1 && `in ${unit.spans.length} pieces of the stream`,
      `connection ${unit.conn}`,
      `${((unit.at - since) / 1e6).toFixed(3)} s`,
    ]
      .filter(Boolean)
      .map((part) => part.replaceAll(' ', '\u00a0'))
      .join(' · '),
  );
}

function violation({ name, spec, message, close }) {
  const div = document.createElement('div');
  div.className = 'violation';
  const p = sentence('', 'Not by the rules.', `${message} `);
  if (spec) p.append(link(spec));
  div.append(p);
  if (close) div.append(line('note', `A peer would close with ${close} (${name}).`));
  return div;
}

function fieldList(fields) {
  const list = document.createElement('ol');
  list.className = 'fields';
  fields.forEach((field, i) => {
    const item = list.appendChild(document.createElement('li'));
    const name = item.appendChild(document.createElement('button'));
    name.type = 'button';
    name.className = `f${i % 5}`;
    name.dataset.f = i;
    name.textContent = field.name;
    const value = item.appendChild(document.createElement('span'));
    value.className = 'v';
    value.textContent = cut(field.value ?? '');
    item.dataset.f = i;
    if (field.note || field.spec) item.append(note(field));
  });
  return list;
}

function note(field) {
  const p = line('note', field.note ?? '', ' ');
  if (field.spec) p.append(link(field.spec));
  return p;
}

function explanation(field) {
  const p = sentence('', `${field.name}${field.value ? ` = ${cut(field.value, 120)}` : ''}.`, `${field.note ?? ''} `);
  if (field.spec) p.append(link(field.spec));
  return p;
}

function spoken(field) {
  return `${field.name}: ${cut(field.value ?? '', 80)}. ${field.note ?? ''}`;
}
