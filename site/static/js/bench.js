// The bench: what happens when the reader presses Start or Stop, and what is shown while a run goes on.
import { Controls } from './controls.js';
import { write } from './dom.js';
import { Faults } from './faults.js';
import { count, duration, elapsed, figure } from './format.js';
import { Figures } from './figures.js';
import { moment } from './lanes/moment.js';
import { Scope } from './scope/scope.js';
import { sheet, Views } from './views.js';
import { WireLater } from './wire/later.js';

const TICK = 250; // ms between two looks at the figures
const RESTART = 350; // ms after a control was let go until a new run starts
const SLACK = 500; // ms by which the server may end a run earlier than the page
const AFTER = 1500; // ms after a stop until the wire's last count is in
const SOON = 600; // ms that a stop may take without a word

// What makes a run comes when somebody is about to start one: a page that is only read does without.
const running = () => import('./run.js');

const AWAY = 'The server does not answer. Is it still running? When it is back, try again.';

// Bench emits 'start', 'tick' (a few times a second while it runs) and 'stop'.
export class Bench extends EventTarget {
  #run = null;
  #busy = false; // a run is being made
  #stale = false; // and is no longer what is asked for
  #ticking = 0;
  #restarting = 0;
  #stopping = 0; // since when lanes are waited for, ms
  #controls = new Controls();
  #scope = new Scope(document.getElementById('axis'));
  #figures = new Figures(document.getElementById('figures'));
  #faults = new Faults(this);
  #views = new Views(this);
  #form = null; // of a lane's choices, once somebody asked for it
  #yours = null; // what shows the learner's code in a run (yours.js): a promise, once there was some
  #start = document.getElementById('start');
  #notice = document.getElementById('notice');
  #elapsed = document.getElementById('elapsed');
  #published = document.getElementById('published');
  #offset = document.getElementById('offset');
  wire = new WireLater();

  constructor() {
    super();
    this.#start.addEventListener('click', () => this.toggle());
    for (const sign of ['pointerenter', 'focus'])
      this.#start.addEventListener(sign, () => this.#ready().catch(() => {}), { once: true });
    this.#controls.onChange = () => this.#restart();
    this.#controls.onRepeat = () => this.start();
    this.#controls.onLanes = (lanes) => this.#rows(lanes);
    this.#controls.rows.onChoices = (name, button) => this.choices(name, button);
    this.#rows(this.lanes);
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

  // lanes are those of the settings, each {name, technique, title, off, …its choices}.
  get lanes() {
    return this.#controls.lanes;
  }

  // use sets all that a run is made of. If one is being made, of other settings, another follows it.
  use(settings) {
    this.#controls.use(settings);
    this.#stale = this.#busy;
  }

  toggle() {
    if (this.running) this.stop();
    else this.start();
  }

  // start makes a new run, and has the server forget the one before.
  async start() {
    if (this.#busy) return;
    clearTimeout(this.#restarting);
    const { settings } = this.#controls;
    if (!settings.lanes.length) {
      this.#tell('Choose at least one lane.', true);
      return;
    }
    this.#busy = this.#start.disabled = true;
    this.#stale = false;
    try {
      const [{ Run }] = await this.#ready().catch(() => {
        throw new Error(AWAY);
      });
      await this.#run?.forget();
      this.#tell('');
      if (!this.#stale) {
        this.#run = await Run.create(settings);
        this.#begin();
      }
    } catch (trouble) {
      if (this.running) this.#run.forget();
      // The run before is over, but what it counted stays in sight.
      this.#end(trouble.message);
    } finally {
      this.#busy = this.#start.disabled = false;
    }
    if (this.#stale) await this.start();
  }

  // ready has at hand what a run needs.
  #ready() {
    return Promise.all([running(), this.wire.load()]);
  }

  // stop has the server publish no more, and closes the lanes when they have fetched what is left. Asked a second time, it
  // waits for nothing.
  async stop() {
    const run = this.#run;
    if (!this.running) return;
    if (run.finishing) {
      run.stop();
      return;
    }
    this.#start.textContent = '■ Stop now';
    await run.finish();
    if (run !== this.#run) return; // another one has begun
    this.#tell('');
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

  // choices opens the form with a lane's choices beside a button; without a name, the one for a lane more.
  async choices(name, button) {
    try {
      const [{ LaneForm }] = await Promise.all([import('./laneform.js'), sheet()]);
      this.#form ??= new LaneForm(document.getElementById('laneform'), this.#controls, this);
      this.#form.open(name, button);
    } catch {
      this.#tell(AWAY, true);
    }
  }

  // view turns to one of the views under the time axis.
  view(name) {
    return this.#views.show(name);
  }

  // event shows an event of the feed on every wire.
  async event(number) {
    await this.view('wire');
    this.wire.event(number);
  }

  #rows(lanes) {
    this.#scope.rows(lanes);
    this.#figures.rows(lanes);
    this.#figures.show(this.#run);
    this.#faults.lanes(lanes);
    this.wire?.lanes(lanes);
    if (lanes.some(({ impl, off }) => impl === 'yours' && !off)) this.#expect();
  }

  // expect has at hand what shows the learner's code, so that it stands there as soon as a run begins.
  #expect() {
    this.#yours ??= import('./yours.js');
    Promise.all([this.#yours, sheet()]).catch(() => {}); // who shows something says so
  }

  #begin() {
    this.#scope.begin(this.#run.started);
    this.wire.begin(this.#run.source);
    this.#controls.ran(this.#run.info.seed);
    this.#start.textContent = '■ Stop';
    this.#stopping = 0;
    for (const { name } of this.lanes) this.#controls.rows.status(name, 'open');
    this.#run.open({
      onArrival: (...mark) => this.#scope.arrival(...mark),
      onRequest: (...mark) => this.#scope.request(...mark),
      onAnswer: (...mark) => this.#scope.answer(...mark),
      onStatus: (lane, state, text) => this.#status(lane, state, text),
      onGap: (lane, { from, to }) => this.#scope.note(lane, `#${from} to #${to} no longer kept`),
      onFault: (fault) => this.#fault(fault),
      onHerd: () => this.#faults.herd(),
      onHidden: (from, until) => this.#scope.hide(from, until),
      onIncident: (incident) => this.#incident(incident),
      onStranger: (report) => this.#stranger(report),
      onUnits: (units, dropped) => this.#units(units, dropped),
      onLedger: (ledger) => this.wire.ledger(ledger),
      onHello: ({ muted }) => this.wire.muted(muted),
      onOwed: (owed) => this.#owed(owed),
      onEnd: (message) => this.#ended(message),
    });
    this.#learners((yours) => yours.begin(this.#run, (seq) => this.#unit(seq)));
    this.#ticking = setInterval(() => this.#tick(), TICK);
    this.#tick();
    this.#animate();
    this.dispatchEvent(new Event('start'));
  }

  // learners shows something of the learner's code. A run that has none, on a page that never had, has nothing to show.
  async #learners(show) {
    const run = this.#run;
    if (run.clients.some(({ choices }) => choices.impl === 'yours')) this.#yours ??= import('./yours.js');
    if (!this.#yours) return;
    try {
      const [yours] = await Promise.all([this.#yours, sheet()]);
      if (run === this.#run) show(yours);
    } catch {
      this.#yours = null; // the next one tries again
      this.#tell(AWAY, true);
    }
  }

  #units(units, dropped) {
    this.wire.add(units, dropped);
    this.#learners((yours) => yours.units(units));
  }

  // unit shows one in the wire.
  async #unit(seq) {
    await this.view('wire');
    this.wire.goTo(seq);
    const unit = document.getElementById('unit');
    unit.focus({ preventScroll: true });
    unit.scrollIntoView({ block: 'nearest' });
  }

  #incident(incident) {
    this.#scope.note(incident.lane, incident.exercise);
    this.#learners((yours) => yours.incident(incident));
  }

  // A stop that takes its time says why.
  #owed(owed) {
    this.#start.textContent = '■ Stop now';
    this.#stopping ||= moment();
    if (moment() - this.#stopping < SOON) return;
    const lanes = owed.map(
      ({ title, events }) => `${title}: ${count(events)} ${events > 1 ? 'events are' : 'event is'} owed`,
    );
    const seconds = Math.ceil(Math.max(...owed.map(({ ms }) => ms)) / 1000);
    this.#tell(`${lanes.join('; ')}. Waiting up to ${seconds} s; press again to stop now.`, true);
  }

  // ended is for a run that is over by itself. message: why before its time.
  #ended(message) {
    this.#end(message || this.#over(), !message);
    if (message) this.#learners((yours) => yours.gone());
  }

  #over() {
    return `The run ended after its ${duration(this.#run.seconds)}. Press Start for a new one.`;
  }

  #end(message, plain = false) {
    clearInterval(this.#ticking);
    this.#start.textContent = '▶ Start';
    if (message) this.#tell(message, plain);
    this.#controls.rows.rest();
    this.#scope.end();
    this.#tick();
    this.dispatchEvent(new Event('stop'));
  }

  // A run is as it was made: other settings make a new one.
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
    this.#views.tick();
    if (this.#run) this.#learners((yours) => yours.tick(this.#run));
    if (this.running) this.dispatchEvent(new Event('tick'));
  }

  #status(lane, state, text) {
    if (state !== 'open' && this.#ending()) {
      this.#scope.hangUp(lane);
      return;
    }
    if (!this.#controls.rows.status(lane, state, text) || state === 'open') return;
    this.#scope.hangUp(lane);
    this.#scope.note(lane, text);
  }

  // ending reports whether the run is over, or about to be: that lanes end then is no trouble.
  #ending() {
    const { finishing, started, seconds } = this.#run;
    return finishing || moment() - started > seconds * 1000 - SLACK;
  }

  // A page from elsewhere says what it came to on a lane.
  #stranger({ lane, state, events }) {
    const words = state === 'refused' ? 'a stranger is refused' : `a stranger reads along: ${count(events)}`;
    this.#controls.rows.status(lane, 'open', words);
    if (!events) this.#scope.note(lane, state === 'refused' ? words : 'a stranger is let in');
  }

  #fault({ id, kind, began, ended, lane }) {
    const title = this.#faults.title(kind);
    const text = lane === 'herd' ? `${title}, simulated clients` : title;
    this.#scope.fault(id, { at: began, until: ended, lane, text });
  }

  #tell(text, plain = false) {
    write(this.#notice, text);
    this.#notice.classList.toggle('plain', plain);
    this.#notice.hidden = !text;
  }
}
