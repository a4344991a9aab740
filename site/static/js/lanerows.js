// The lanes beside the time axis, one below the other: whether each takes part, what it is called, how it is doing, and
// the way to its choices.
import { el } from './dom.js';

// What a lane is like, in a few words, by its choices.
const MODES = {
  polling: ({ intervalMs = 1000 }) => `every ${intervalMs} ms`,
  longpolling: ({ waitMs = 25_000 }) => `held ≤ ${waitMs / 1000} s`,
  sse: () => 'EventSource',
  websocket: ({ reconnect = 'none' }) => ({ none: 'full duplex', backoff: 'comes back', resume: 'resumes' })[reconnect],
  fallback: () => 'whatever works',
};

// Whose code serves a lane, if it is not the reference.
const IMPLS = { scratch: 'from scratch', yours: 'yours' };

export class LaneRows {
  #box = document.getElementById('lanes');
  #rows = new Map(); // name → {row, box, small, mode, state}
  #add = el('button', { type: 'button', className: 'ref add', aria: { haspopup: 'dialog' } }, '+ lane');
  onSwitch = () => {}; // (name, on) the reader switched a lane on or off
  onChoices = () => {}; // (name, button) … asks for its choices; name: '' for a lane more

  constructor() {
    this.#add.addEventListener('click', () => this.onChoices('', this.#add));
  }

  // show puts up rows for these lanes.
  show(lanes, more) {
    this.#rows.clear();
    const rows = lanes.map((lane) => this.#row(lane));
    for (const old of this.#box.querySelectorAll('.lane, .add')) old.remove();
    this.#box.append(...rows, this.#add);
    this.#add.disabled = !more;
    this.#box.parentElement.dataset.lanes = lanes.length;
  }

  #row({ name, technique, title, off, ...choices }) {
    const mode = [IMPLS[choices.impl], MODES[technique](choices)].filter(Boolean).join(' · ');
    const box = el('input', { type: 'checkbox', checked: !off });
    const small = el('small', { title: mode }, mode);
    const mark = el('i', { className: `mark ${technique}` });
    const label = el('label', {}, box, el('span', { className: 'name', title }, mark, el('span', {}, title)), small);
    const choose = el('button', { type: 'button', className: 'choose', title: `Choices of ${title}` }, '⋯');
    choose.setAttribute('aria-label', `Choices of ${title}`);
    choose.setAttribute('aria-haspopup', 'dialog');
    const row = el('div', { className: `lane ${technique}`, data: { lane: name } }, label, choose);
    row.classList.toggle('out', Boolean(off));
    box.addEventListener('change', () => {
      row.classList.toggle('out', !box.checked);
      this.onSwitch(name, box.checked);
    });
    choose.addEventListener('click', () => this.onChoices(name, choose));
    this.#rows.set(name, { row, small, mode, state: 'open' });
    return row;
  }

  // button is what leads to a lane's choices; undefined for a lane that is not there.
  button(name) {
    return this.#rows.get(name)?.row.querySelector('.choose');
  }

  // status shows how a lane is doing in a text, or what it is like where there is none. It returns false if that was known.
  status(name, state, text) {
    const lane = this.#rows.get(name);
    if (!lane) return false;
    const words = text || lane.mode;
    lane.state = state;
    if (lane.small.textContent === words) return false;
    lane.small.textContent = lane.small.title = words;
    lane.small.classList.toggle('trouble', state !== 'open');
    return true;
  }

  // rest is for when the lanes are stopped: none tries again any more. What closed for good stays said.
  rest() {
    for (const [name, { state }] of this.#rows) if (state === 'waiting') this.status(name, 'open');
  }
}
