// The checks of an exercise, each with its state; the failed ones unfold.
import { el } from '../dom.js';
import { failure } from './failure.js';
import { MARKS, unbuilt } from './words.js';

const STATES = { passed: ['green', 'passes'], failed: ['red', 'fails'] };

export class Checks {
  #box;
  #asked = new Map(); // check → how many more hints the reader has asked for
  #open = new Map(); // check → whether the reader has it unfolded, once she has said so
  #drawn = '';

  constructor(box) {
    this.#box = box;
  }

  // show draws what the checks of an exercise have come to, unless that is what stands there already.
  show({ result, bytes }) {
    const told = JSON.stringify([result?.state, result?.checks, result?.failed, result?.output]);
    if (told === this.#drawn) return;
    this.#drawn = told;
    const focused = this.#box.contains(document.activeElement) ? nameOf(document.activeElement) : '';
    this.#box.replaceChildren(...this.#parts(result ?? {}, bytes));
    if (focused) (this.#row(focused)?.querySelector('summary') ?? this.#box).focus({ preventScroll: true });
  }

  #row(name) {
    return [...this.#box.querySelectorAll('.check')].find(({ dataset }) => dataset.check === name);
  }

  #parts({ state, checks = [], failed = [], output }, bytes) {
    const parts = [];
    if (state === 'broken') parts.push(...said(unbuilt({ output }) ? 'The compiler says' : 'The tests died', output));
    const first = failed[0]?.check;
    const items = checks.map((check) =>
      this.#item(
        check,
        failed.find((f) => f.check === check.name),
        first,
        bytes,
      ),
    );
    if (items.length)
      parts.push(el('h4', {}, 'The checks, in the order to get further'), el('ul', { className: 'checks' }, ...items));
    if (state !== 'broken' && output) parts.push(...said('What was printed', output));
    return parts;
  }

  #item({ name, state }, failed, first, bytes) {
    const [mark, words] = STATES[state] ?? ['idle', 'not run'];
    const line = [
      el('i', { className: `dot ${mark}`, aria: { hidden: 'true' } }, MARKS[mark]),
      el('span', { className: 'name' }, name, el('span', { className: 'quiet' }, `: ${words}`)),
    ];
    const item = el('li', { className: 'check', data: { check: name, state: state ?? 'unknown' } });
    if (!failed) {
      item.append(el('p', { className: 'line' }, ...line));
      return item;
    }
    const details = el('details', { open: this.#open.get(name) ?? name === first });
    details.append(el('summary', { className: 'line' }, ...line));
    const fill = () => {
      if (details.childElementCount < 2) details.append(failure(failed, this.#hints(name, bytes)));
    };
    if (details.open) fill();
    details.addEventListener('toggle', () => {
      if (details.open !== (name === first) || this.#open.has(name)) this.#open.set(name, details.open);
      if (details.open) fill();
    });
    item.append(details);
    return item;
  }

  #hints(name, bytes) {
    return { bytes, asked: this.#asked.get(name) ?? 0, onAsk: (n) => this.#asked.set(name, n) };
  }
}

// said is what the compiler or the tests have written, under a title.
function said(title, output = '') {
  const pre = el('pre', { tabIndex: 0, className: 'output' }, output.trimEnd() || 'Nothing was said.');
  return [el('h4', {}, title), pre];
}

function nameOf(element) {
  return element.closest('.check')?.dataset.check ?? '';
}
