// The bench's controls: what the reader asks the next run for, and beside each lane's name how that lane is doing.
import { bytes } from './format.js';
import { LANES } from './lanes/lanes.js';

// What a run is like where nobody says otherwise: the body of POST /api/runs.
const DEFAULTS = {
  scenario: 'ticker',
  rate: 5,
  payloadBytes: 46,
  network: 'none',
  seconds: 600,
  lanes: LANES.map(({ name }) => name),
};

export class Controls {
  #rate = document.getElementById('rate');
  #rateValue = document.getElementById('rate-value');
  #payload = document.getElementById('payload');
  #payloadValue = document.getElementById('payload-value');
  #lanes = new Map(); // name → {label, box, small, mode, state}
  #rest = DEFAULTS; // what has no control of its own
  onChange = () => {}; // the reader let go of a control, which says something else now

  constructor() {
    for (const label of document.querySelectorAll('.lane')) {
      const small = label.querySelector('small');
      const lane = { label, box: label.querySelector('input'), small, mode: small.textContent };
      this.#lanes.set(label.dataset.lane, lane);
    }
    const boxes = [...this.#lanes.values()].map(({ box }) => box);
    for (const slider of [this.#rate, this.#payload]) slider.addEventListener('input', () => this.#label());
    for (const input of [this.#rate, this.#payload, ...boxes]) {
      input.addEventListener('change', () => {
        this.#label();
        this.onChange();
      });
    }
    this.use({});
  }

  get settings() {
    return {
      ...this.#rest,
      rate: Number(this.#rate.value),
      payloadBytes: Number(this.#payload.value),
      lanes: [...this.#lanes].filter(([, { box }]) => box.checked).map(([name]) => name),
    };
  }

  // use takes over settings, as a lab gives them; what is left out takes its default.
  use(settings) {
    this.#rest = { ...DEFAULTS, ...settings };
    this.#rate.value = this.#rest.rate;
    this.#payload.value = this.#rest.payloadBytes;
    for (const [name, { box }] of this.#lanes) box.checked = this.#rest.lanes.includes(name);
    this.#label();
  }

  // status shows how a lane is doing: 'open', or the text where it isn't. It returns false if that was known.
  status(name, state, text) {
    const lane = this.#lanes.get(name);
    const words = state === 'open' ? lane.mode : text;
    lane.state = state;
    if (lane.small.textContent === words) return false;
    lane.small.textContent = lane.small.title = words;
    lane.small.classList.toggle('trouble', state !== 'open');
    return true;
  }

  // rest is for when the lanes are stopped: none tries again any more. What closed for good stays said.
  rest() {
    for (const [name, { state }] of this.#lanes) if (state === 'waiting') this.status(name, 'open');
  }

  #label() {
    this.#rateValue.textContent = this.#rate.value;
    this.#payloadValue.textContent = bytes(Number(this.#payload.value));
    for (const { label, box } of this.#lanes.values()) label.classList.toggle('out', !box.checked);
  }
}
