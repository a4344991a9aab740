// The bench: what happens when the reader presses Start or Stop, and what is shown while a run goes on.
import { Controls } from './controls.js';
import { write } from './dom.js';
import { count, duration, elapsed, figure } from './format.js';
import { Figures } from './figures.js';
import { LANES } from './lanes/lanes.js';
import { moment } from './lanes/moment.js';
import { Run } from './run.js';
import { Scope } from './scope/scope.js';
import { WirePane } from './wire/pane.js';

const TICK = 250; // ms between two looks at the figures
const RESTART = 350; // ms after a control was let go until a new run starts
const AFTER = 1500; // ms after a stop until the wire's last count is in

// Bench emits 'start', 'tick' (a few times a second while it runs) and 'stop'.
export class Bench extends EventTarget {
  #run = null;
  #busy = false; // a run is being made
  #ticking = 0;
  #restarting = 0;
  #controls = new Controls();
  #scope = new Scope(document.getElementById('axis'));
  #figures = new Figures(document.getElementById('figures'));
  #start = document.getElementById('start');
  #notice = document.getElementById('notice');
  #elapsed = document.getElementById('elapsed');
  #published = document.getElementById('published');
  #offset = document.getElementById('offset');
  wire = new WirePane();

  constructor() {
    super();
    this.#start.addEventListener('click', () => this.toggle());
    this.#controls.onChange = () => this.#restart();
    this.wire.onPause = () => this.pause();
    this.wire.onShare = () => this.#run?.share();
    addEventListener('pagehide', () => this.#run?.forget());
    // A page that comes back from the browser's cache finds its run gone.
    addEventListener('pageshow', (event) => event.persisted && this.#end(''));
  }

  get run() {
    return this.#run;
  }

  get running() {
    return Boolean(this.#run?.running);
  }

  use(settings) {
    this.#controls.use(settings);
  }

  toggle() {
    if (this.running) this.stop();
    else this.start();
  }

  // start makes a new run, and has the server forget the one before.
  async start() {
    if (this.#busy) return;
    const { settings } = this.#controls;
    if (!settings.lanes.length) {
      this.#tell('Choose at least one lane.', true);
      return;
    }
    this.#busy = this.#start.disabled = true;
    try {
      await this.#run?.forget();
      this.#tell('');
      this.#run = await Run.create(settings);
      this.#begin();
    } catch (trouble) {
      this.#run = null;
      this.#end(trouble.message);
    } finally {
      this.#busy = this.#start.disabled = false;
    }
  }

  stop() {
    if (!this.running) return;
    this.#run.stop();
    this.#end('');
    setTimeout(() => this.#tick(), AFTER);
  }

  // pause stands the picture still. Lanes, ledger and server go on.
  pause() {
    if (!this.#run) return;
    const on = !this.wire.paused;
    this.#scope.freeze(on && this.running);
    this.wire.pause(on);
  }

  #begin() {
    this.#scope.begin(this.#run.started);
    this.wire.begin(this.#run.source);
    this.#start.textContent = '■ Stop';
    for (const { name } of LANES) this.#controls.status(name, 'open');
    this.#run.open({
      onArrival: (...mark) => this.#scope.arrival(...mark),
      onRequest: (...mark) => this.#scope.request(...mark),
      onAnswer: (...mark) => this.#scope.answer(...mark),
      onStatus: (lane, state, text) => this.#status(lane, state, text),
      onGap: (lane, { from, to }) => this.#scope.note(lane, `#${from} to #${to} no longer kept`),
      onUnits: (units, dropped) => this.wire.add(units, dropped),
      onLedger: (ledger) => this.wire.ledger(ledger),
      onHello: ({ muted }) => this.wire.muted(muted),
      onEnd: (message) => this.#end(message || this.#over(), !message),
    });
    this.#ticking = setInterval(() => this.#tick(), TICK);
    this.#tick();
    this.#animate();
    this.dispatchEvent(new Event('start'));
  }

  #over() {
    return `The run ended after its ${duration(this.#run.seconds)}. Press Start for a new one.`;
  }

  #end(message, plain = false) {
    clearInterval(this.#ticking);
    this.#start.textContent = '▶ Start';
    if (message) this.#tell(message, plain);
    this.#controls.rest();
    this.#scope.end();
    this.#tick();
    this.dispatchEvent(new Event('stop'));
  }

  // A run has one rate, one payload and its lanes: other ones make a new run.
  #restart() {
    clearTimeout(this.#restarting);
    if (this.running) this.#restarting = setTimeout(() => this.running && this.start(), RESTART);
  }

  #animate() {
    if (!this.running) return;
    this.#scope.draw();
    write(this.#elapsed, elapsed(moment() - this.#run.started));
    requestAnimationFrame(() => this.#animate());
  }

  #tick() {
    this.#figures.show(this.#run);
    this.wire.total(this.#run?.wire);
    write(this.#published, count(this.#run?.published ?? 0));
    write(this.#offset, this.#run ? `clock ±${figure(this.#run.clock.error)} ms` : '');
    if (this.running) this.dispatchEvent(new Event('tick'));
  }

  #status(lane, state, text) {
    if (!this.#controls.status(lane, state, text) || state === 'open') return;
    this.#scope.hangUp(lane);
    this.#scope.note(lane, text);
  }

  #tell(text, plain = false) {
    this.#notice.textContent = text;
    this.#notice.classList.toggle('plain', plain);
    this.#notice.hidden = !text;
  }
}
