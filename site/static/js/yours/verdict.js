// What has come of a lane that the learner's code serves: what the inspector finds fault with on its wire, and what the browser
// made of it.
import { el, write } from '../dom.js';
import { count } from '../format.js';
import { moment } from '../lanes/moment.js';
import { passedIn } from '../wire/passed.js';
import { cut } from '../wire/value.js';

const SILENT = 3000; // ms from a run's start after which a lane without an event is worth a word
const LONGEST = 40; // characters of a message that is no event

// Why nothing may have come, although bytes cross the wire.
const SILENCE = { sse: 'a browser waits for the blank line that ends one' };

export class Verdict {
  #lane;
  #text = el('span');
  #show = el('button', { type: 'button', className: 'ref' }, 'Show the first');
  #first = 0; // the first unit with a fault
  #broken = 0; // units that break a rule
  #passed = 0; // events with lines that a browser passes over
  failed = false; // its code has failed: what does not come then needs no other reason

  // lane: {title, technique}. onUnit is given the number of a unit that the reader wants to see.
  constructor(lane, onUnit) {
    this.#lane = lane;
    this.element = el('div', { className: 'incident' });
    this.element.append(el('p', {}, el('b', {}, `${lane.title}: `), this.#text, ' ', this.#show));
    this.#show.addEventListener('click', () => onUnit(this.#first));
  }

  // says tells whether there is anything to find fault with.
  get says() {
    return this.#text.textContent !== '';
  }

  // unit takes a unit of the lane. What a client sent is not this code's; and that a stream is cut off is nobody's mistake.
  unit({ seq, dir, kind, summary = '', error }) {
    if (dir !== 's2c' || error?.name === 'incomplete') return;
    const passed = passedIn({ kind, summary }) >= 0;
    if (!error && !passed) return;
    if (error) this.#broken++;
    else this.#passed++;
    this.#first ||= seq;
  }

  // of takes a look at a run, and returns what is to be said aloud: the verdict when there is one at last, else nothing.
  of(run) {
    const ledger = run.ledgers.get(this.#lane.name);
    if (!ledger) return '';
    const before = this.says;
    const { unreadable, unread, delivered } = ledger;
    const waited = run.running && run.published > 0 && moment() - run.started > SILENT;
    const parts = [
      this.#broken && `${many(this.#broken, 'unit breaks', 'units break')} a rule`,
      this.#passed && `${many(this.#passed, 'event has', 'events have')} lines that a browser passes over`,
      unreadable &&
        `${many(unreadable, 'message holds', 'messages hold')} no event of the feed, the last “${cut(unread, LONGEST)}”`,
      waited && !unreadable && !delivered && !this.failed && silence(this.#lane.technique),
    ].filter(Boolean);
    write(this.#text, parts.length ? `${parts.join('; ')}.` : '');
    this.#show.hidden = !this.#first;
    return this.says && !before ? `${this.#lane.title}: ${this.#text.textContent}` : '';
  }
}

function many(n, one, more) {
  return `${count(n)} ${n === 1 ? one : more}`;
}

function silence(technique) {
  return ['no event has arrived yet', SILENCE[technique]].filter(Boolean).join(': ');
}
