// The bench's controls: what the reader asks the next run for.
import { Dial } from './dial.js';
import { LaneRows } from './lanerows.js';
import { network as inWords, planned } from './plan.js';
import { changed, MOST_LANES, request, settled } from './settings.js';

const field = (id) => document.getElementById(id);

// The numbers behind More, by their names in a run's settings. What is left empty is the server's to choose.
const NUMBERS = { seconds: 'seconds', upstream: 'upstream', lateMs: 'late', skewMs: 'skew', seed: 'seed' };

export class Controls {
  #settings = settled();
  #scenario = field('scenario');
  #network = field('network');
  #content = field('content');
  #rate = new Dial(field('rate-slider'), field('rate'), 0.1, 100);
  #payload = new Dial(field('payload-slider'), field('payload'), 16, 16_000);
  #numbers = Object.entries(NUMBERS).map(([name, id]) => ({ name, input: field(id) }));
  #repeat = field('repeat');
  #seed = 0; // of the last run
  rows = new LaneRows();
  onChange = () => {}; // the reader let go of a control, which says something else now
  onRepeat = () => {}; // … wants the last run again
  onLanes = () => {}; // there are other lanes than before

  constructor() {
    this.#scenario.addEventListener('change', () => this.#traffic());
    field('network').addEventListener('change', () => this.#set({ network: this.#network.value }));
    this.#content.addEventListener('change', () => this.#set({ payload: this.#content.value || undefined }));
    this.#turned('rate', this.#rate, field('rate-slider'), field('rate'));
    this.#turned('payloadBytes', this.#payload, field('payload-slider'), field('payload'));
    for (const { name, input } of this.#numbers) {
      input.addEventListener('change', () => {
        if (input.reportValidity()) this.#set({ [name]: input.value === '' ? undefined : Number(input.value) });
      });
    }
    const more = field('more-open');
    more.addEventListener('click', () => {
      field('more').hidden = !field('more').hidden;
      more.setAttribute('aria-expanded', !field('more').hidden);
    });
    this.#repeat.addEventListener('click', () => {
      this.#set({ seed: this.#seed });
      this.onRepeat();
    });
    field('afresh').addEventListener('click', () => this.#anew({}));
    field('unplan').addEventListener('click', () => this.#set({ faults: undefined, herd: undefined, page: undefined }));
    this.rows.onSwitch = (name, on) => this.lane(name, 'off', on ? undefined : true);
    this.use({});
  }

  // settings are the body of POST /api/runs.
  get settings() {
    return { ...request(this.#settings), rate: this.#rate.value, payloadBytes: this.#payload.value };
  }

  // lanes are all that the reader sees, switched on or off.
  get lanes() {
    return this.#settings.lanes;
  }

  // use takes over settings, as a lab gives them; what is left out takes its default.
  use(spec) {
    this.#settings = settled(spec);
    this.#lanesChanged();
    this.#show();
  }

  // lane makes a choice of one lane; undefined is its default.
  lane(name, choice, value) {
    this.lanesTo(changed(this.lanes, name, choice, value));
  }

  // lanesTo sets the lanes.
  lanesTo(lanes) {
    this.#settings = { ...this.#settings, lanes };
    this.#lanesChanged();
    this.onChange();
  }

  // ran tells with which seed the last run was made.
  ran(seed) {
    this.#seed = seed ?? 0;
    this.#repeat.disabled = !this.#seed;
    const input = field('seed');
    input.placeholder = this.#seed ? `was ${this.#seed}` : 'at random';
  }

  #anew(spec) {
    this.use(spec);
    this.onChange();
  }

  #set(part) {
    this.#settings = { ...this.#settings, ...part };
    this.#show();
    this.onChange();
  }

  // A scenario comes with its own rate, payload and traffic upwards.
  #traffic() {
    this.#set({
      scenario: this.#scenario.value,
      rate: undefined,
      payloadBytes: undefined,
      payload: undefined,
      upstream: undefined,
    });
  }

  #turned(name, dial, ...inputs) {
    for (const input of inputs) {
      input.addEventListener('change', () => {
        if (input.reportValidity()) this.#set({ [name]: dial.value });
      });
    }
  }

  #lanesChanged() {
    this.rows.show(this.lanes, this.lanes.length < MOST_LANES);
    this.onLanes(this.lanes);
  }

  #show() {
    const { scenario, network, payload, rate, payloadBytes } = this.#settings;
    choose(this.#scenario, scenario);
    const usual = this.#scenario.selectedOptions[0].dataset;
    this.#rate.value = rate ?? usual.rate ?? 5;
    this.#payload.value = payloadBytes ?? usual.bytes ?? 46;
    this.#content.value = payload ?? '';
    // A preset may bring a network that has no name.
    choose(this.#network, typeof network === 'string' ? network : 'the preset’s own');
    for (const { name, input } of this.#numbers) input.value = this.#settings[name] ?? '';
    field('upstream').placeholder = usual.upstream ?? '';
    field('late').placeholder = 1000;
    field('skew').placeholder = 0;
    const text = typeof network === 'string' ? this.#network.selectedOptions[0].dataset.text : inWords(network);
    say(
      field('network-text'),
      network === 'none' ? '' : `${text} Inside the tap (server → network → tap → browser).`,
    );
    const plan = planned(this.#settings);
    field('plan').hidden = !plan;
    field('plan').firstElementChild.textContent = plan;
  }
}

// choose selects an option, and makes one for a value that the list has not.
function choose(select, value) {
  select.value = value;
  if (select.selectedIndex < 0) select.append(new Option(value, value, true, true));
}

function say(element, text) {
  element.textContent = text;
  element.hidden = !text;
}
