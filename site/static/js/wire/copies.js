// An event on every wire: what each lane needed to bring the same event, as bars to one scale and in figures.
import { el } from '../dom.js';
import { figure, tally } from '../format.js';
import { called, hue } from './lanenames.js';

const LAYERS = ['payload', 'framing', 'http'];
const NAMES = { payload: 'payload', framing: 'framing', http: 'HTTP heads' };

export class Copies {
  #source = null;
  #here = 0; // the seq of the unit that is shown
  #asking = new AbortController();
  event = 0; // the one that is shown; 0 for none
  element = el('section', { className: 'copies', aria: { label: 'The event on every wire' } });
  onChange = () => {}; // it was opened or closed

  begin(source) {
    this.#source = source;
    this.#close();
  }

  // toggle shows an event's copies, or puts them away.
  toggle(event) {
    if (event && event !== this.event) this.#open(event);
    else this.#close();
    this.onChange();
  }

  // show shows an event's copies, and resolves to them. It fails as source.copies does.
  async show(event) {
    const copies = await this.#load(event);
    this.onChange();
    return copies;
  }

  // follow is for when another unit is shown: an open view stays if the unit helped to bring the event, and otherwise goes
  // over to the unit's own, or away.
  follow(events, seq) {
    this.#here = seq;
    if (!this.event) return;
    if (this.#mark() || events.includes(this.event)) return;
    if (events.length) this.#open(events[0]);
    else this.#close();
  }

  async #open(event) {
    try {
      await this.#load(event);
    } catch (trouble) {
      if (trouble.name !== 'AbortError') this.element.replaceChildren(el('p', { className: 'cut' }, trouble.message));
    }
  }

  async #load(event) {
    this.event = event;
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.element.ariaBusy = 'true';
    try {
      const copies = await this.#source.copies(event, signal);
      this.element.replaceChildren(...picture(event, copies));
      this.#mark();
      return copies;
    } finally {
      if (!signal.aborted) this.element.ariaBusy = 'false';
    }
  }

  #close() {
    this.#asking.abort();
    this.event = 0;
    this.element.replaceChildren();
  }

  // mark points out which of the copies the unit that is shown helped to bring, and reports whether there is one.
  #mark() {
    let found = false;
    for (const row of this.element.querySelectorAll('[data-units]')) {
      const here = row.dataset.units.split(' ').includes(String(this.#here));
      if (here) row.setAttribute('aria-current', 'true');
      else row.removeAttribute('aria-current');
      found ||= here;
    }
    return found;
  }
}

// picture draws the copies as a table; exported for its test.
export function picture(event, copies) {
  if (!copies.length)
    return [el('p', { className: 'cut' }, `No wire has carried event ${event}, or it is no longer kept.`)];
  const most = Math.max(...copies.map(({ total }) => total), 1);
  const first = Math.min(...copies.map(({ at }) => at));
  const head = ['Lane', 'after the first', 'bytes on the wire', ...LAYERS.map((layer) => NAMES[layer]), 'in all'];
  const table = el(
    'table',
    {},
    el('caption', {}, `Event ${event}: the bytes that brought it`, legend()),
    el('thead', {}, el('tr', {}, ...head.map((text) => el('th', { scope: 'col' }, text)))),
    el('tbody', {}, ...copies.map((copy) => row(copy, most, first))),
  );
  return [table];
}

function legend() {
  const keys = LAYERS.flatMap((layer) => [' ', el('span', {}, el('i', { className: layer }), ` ${NAMES[layer]}`)]);
  return el('span', { className: 'legend', aria: { hidden: 'true' } }, ...keys);
}

function row(copy, most, first) {
  const { lane, unit, units, at, events, total } = copy;
  const bar = el('span', { className: 'bar', aria: { hidden: 'true' } });
  for (const layer of LAYERS) {
    const part = bar.appendChild(el('i', { className: layer }));
    part.style.width = `${(100 * copy[layer]) / most}%`;
  }
  const go = el('button', { type: 'button', className: 'ref', data: { unit } });
  go.append(el('i', { className: `mark ${hue(lane)}` }), ` ${called(lane)}`);
  go.title = `Go to unit ${unit}`;
  const shared = events > 1 ? `with ${events - 1} other${events > 2 ? 's' : ''}` : '';
  return el(
    'tr',
    { className: hue(lane), data: { units: (units ?? [unit]).join(' ') } },
    el('th', { scope: 'row' }, go),
    el('td', {}, `+${figure((at - first) / 1000)} ms`),
    el('td', { className: 'wide' }, bar, shared && el('small', {}, shared)),
    ...LAYERS.map((layer) => el('td', {}, octets(copy[layer]))),
    el('td', {}, el('b', {}, octets(total))),
  );
}

// octets writes a number of bytes, which is a share where an answer brought several events.
function octets(value) {
  return Number.isInteger(value) ? tally(value) : figure(value);
}
