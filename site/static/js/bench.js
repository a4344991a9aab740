// The bench: its controls, its clock, and what follows when the reader presses Start or Stop.
import { bytes, count, duration, elapsed, figure } from './format.js';
import { Figures } from './figures.js';
import { LANES } from './lanes/lanes.js';
import { moment } from './lanes/moment.js';
import { Run } from './run.js';
import { Scope } from './scope/scope.js';
import { WirePane } from './wire/pane.js';

const TICK = 250; // ms between two looks at the figures
const RESTART = 350; // ms after a slider was let go until a new run starts
const DEFAULTS = { scenario: 'ticker', rate: 5, payloadBytes: 46, network: 'none', seconds: 600, lanes: LANES.map(({ name }) => name) };

// Bench emits 'start', 'tick' (a few times a second while it runs) and 'stop'.
export class Bench extends EventTarget {
  #run = null;
  #busy = false; // a run is being made
  #settings = { ...DEFAULTS };
  #scope;
  #figures;
  #ticking = 0;
  #restarting = 0;
  #modes = new Map(); // lane → what stands under its name while all is well
  #elements = {};
  wire = new WirePane();

  constructor() {
    super();
    for (const id of ['start', 'rate', 'payload', 'elapsed', 'published', 'offset', 'notice', 'axis', 'figures', 'pause', 'bench']) {
      this.#elements[id] = document.getElementById(id);
    }
    const { axis, figures, start, rate, payload, pause, bench } = this.#elements;
    this.#scope = new Scope(axis);
    this.#figures = new Figures(figures);
    for (const label of bench.querySelectorAll('.lane')) this.#modes.set(label.dataset.lane, label.querySelector('small').textContent);
    start.addEventListener('click', () => this.toggle());
    pause.addEventListener('click', () => this.pause());
    for (const input of [rate, payload]) input.addEventListener('input', () => this.#read());
    for (const input of [rate, payload, ...this.#boxes()]) input.addEventListener('change', () => this.#changed());
    addEventListener('pagehide', () => this.#run?.forget());
    // A page that comes back from the browser's cache finds its run gone.
    addEventListener('pageshow', (event) => event.persisted && this.#end(''));
    this.#write();
  }

  get run() {
    return this.#run;
  }

  get running() {
    return Boolean(this.#run?.running);
  }

  // use takes over settings, as a lab gives them; what is left out takes its default.
  use(settings) {
    this.#settings = { ...DEFAULTS, ...settings };
    this.#write();
  }

  toggle() {
    if (this.running) this.stop();
    else this.start();
  }

  async start() {
    if (this.#busy) return;
    this.#read();
    if (!this.#settings.lanes.length) return this.#notice('Choose at least one lane.', true);
    this.#busy = true;
    this.#elements.start.disabled = true;
    try {
      await this.#run?.forget();
      this.#notice('');
      this.#run = await Run.create({ ...this.#settings });
      this.#begin();
    } catch (trouble) {
      this.#run = null;
      this.#notice(trouble.message);
      this.#end('');
    } finally {
      this.#busy = false;
      this.#elements.start.disabled = false;
    }
  }

  stop() {
    if (!this.running) return;
    this.#run.stop();
    this.#end('');
    setTimeout(() => this.#tick(), 1500); // the wire's last count
  }

  // pause stands the picture still. Lanes, ledger and server go on.
  pause() {
    const { pause } = this.#elements;
    if (!this.#run) return;
    const on = pause.getAttribute('aria-pressed') !== 'true';
    pause.setAttribute('aria-pressed', on);
    this.#scope.freeze(on && this.running);
    this.wire.pause(on);
  }

  #hooks() {
    const scope = this.#scope;
    return {
      onArrival: (...mark) => scope.arrival(...mark),
      onRequest: (...mark) => scope.request(...mark),
      onAnswer: (...mark) => scope.answer(...mark),
      onStatus: (lane, state, text) => this.#status(lane, state, text),
      onGap: (lane, { from, to }) => scope.note(lane, `#${from} to #${to} no longer kept`),
      onUnits: (units, dropped) => this.wire.add(units, dropped),
      onHello: ({ muted }) => this.wire.muted(muted),
      onEnd: (message) => this.#end(message || `The run ended after its ${duration(this.#run.seconds)}. Press Start for a new one.`, !message),
    };
  }

  #begin() {
    this.#scope.begin(this.#run.started);
    this.wire.begin(this.#run);
    this.#elements.pause.setAttribute('aria-pressed', 'false');
    this.#elements.start.textContent = '■ Stop';
    for (const { name } of LANES) this.#status(name, 'open', '');
    this.#run.open(this.#hooks());
    this.#ticking = setInterval(() => this.#tick(), TICK);
    this.#tick();
    this.#animate();
    this.dispatchEvent(new Event('start'));
  }

  #end(message, plain) {
    clearInterval(this.#ticking);
    this.#elements.start.textContent = '▶ Start';
    if (message) this.#notice(message, plain);
    this.#scope.end();
    this.#tick();
    this.dispatchEvent(new Event('stop'));
  }

  #animate() {
    if (!this.running) return;
    this.#scope.draw();
    write(this.#elements.elapsed, elapsed(moment() - this.#run.started));
    requestAnimationFrame(() => this.#animate());
  }

  #tick() {
    const { published, offset } = this.#elements;
    this.#figures.show(this.#run);
    this.wire.total();
    write(published, count(this.#run?.published ?? 0));
    write(offset, this.#run ? `clock ±${figure(this.#run.clock.error)} ms` : '');
    if (this.running) this.dispatchEvent(new Event('tick'));
  }

  #status(lane, state, text) {
    const small = this.#elements.bench.querySelector(`.lane[data-lane="${lane}"] small`);
    const words = text || this.#modes.get(lane);
    if (small.textContent === words) return;
    small.textContent = words;
    small.title = words;
    small.classList.toggle('trouble', state !== 'open');
    if (state === 'open') return;
    this.#scope.hangUp(lane);
    this.#scope.note(lane, text);
  }

  #notice(text, plain = false) {
    const { notice } = this.#elements;
    notice.textContent = text;
    notice.classList.toggle('plain', plain);
    notice.hidden = !text;
  }

  #boxes() {
    return this.#elements.bench.querySelectorAll('.lane input');
  }

  // read takes the settings from the controls, write puts them there.
  #read() {
    const { rate, payload, bench } = this.#elements;
    this.#settings.rate = Number(rate.value);
    this.#settings.payloadBytes = Number(payload.value);
    this.#settings.lanes = [...bench.querySelectorAll('.lane')].filter((label) => label.querySelector('input').checked).map((label) => label.dataset.lane);
    this.#label();
  }

  #write() {
    const { rate, payload, bench } = this.#elements;
    rate.value = this.#settings.rate;
    payload.value = this.#settings.payloadBytes;
    for (const label of bench.querySelectorAll('.lane')) label.querySelector('input').checked = this.#settings.lanes.includes(label.dataset.lane);
    this.#label();
  }

  #label() {
    const { rate, payload, bench } = this.#elements;
    document.getElementById('rate-value').textContent = rate.value;
    document.getElementById('payload-value').textContent = bytes(Number(payload.value));
    for (const label of bench.querySelectorAll('.lane')) label.classList.toggle('out', !label.querySelector('input').checked);
  }

  // A run has one rate and one payload: other ones make a new run.
  #changed() {
    this.#read();
    clearTimeout(this.#restarting);
    if (this.running) this.#restarting = setTimeout(() => this.running && this.start(), RESTART);
  }
}

// write spares the browser a layout where nothing changed.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
