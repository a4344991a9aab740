// One run: the feed on the server, the lanes in this browser, the view of the wire, and what all of them counted.
import { call } from './api.js';
import { Clock } from './clock.js';
import { LaneLedger } from './ledger.js';
import { LANES } from './lanes/lanes.js';
import { moment } from './lanes/moment.js';
import { watch } from './wire/live.js';
import { Source } from './wire/source.js';

const SAMPLES = 8; // of the server's clock, before the first lane opens
const RESAMPLE = 15_000; // ms between further ones
const GRACE = 1_200; // ms that the view of the wire stays open after the lanes closed: their last bytes count, too
const EARLY = 50; // ms before the run's end at which the lanes are closed: beyond it their requests are refused

export class Run {
  #info;
  #hooks = {};
  #settings;
  #stops = []; // functions that close the lanes
  #unwatch = () => {};
  #timers = [];
  #published = 0;
  #gone = false; // the server is, or has forgotten the run: there is nothing to delete
  #shared = false; // somebody has a link into the run
  source; // what the wire's view asks
  clock = new Clock();
  ledgers = new Map(); // lane → LaneLedger, of the lanes that take part
  wire = null; // the server's ledger of all bytes
  running = true;
  started = 0; // ms
  stopped = 0; // ms; 0 while it runs

  // create makes a run on the server, which starts publishing. settings are the body of POST /api/runs.
  static async create(settings) {
    const run = new Run(await call('POST', '/api/runs', settings), settings);
    for (let i = 0; i < SAMPLES; i++) await run.#sample();
    run.started = run.clock.here(run.createdAt);
    return run;
  }

  constructor(info, settings) {
    this.#info = info;
    this.#settings = settings;
    this.source = new Source({ id: info.id, since: info.createdAt });
  }

  get settings() {
    return this.#settings;
  }

  // createdAt is the server's time in µs, from which the page counts.
  get createdAt() {
    return this.#info.createdAt;
  }

  // published is how many events the server is known to have published.
  get published() {
    return this.#published;
  }

  get seconds() {
    return this.#info.seconds;
  }

  figure(lane, name) {
    return this.ledgers.get(lane)?.figure(name, this.#published) ?? NaN;
  }

  // open opens the view of the wire and the lanes. The hooks, times in ms:
  //   onArrival(lane, seq, published, arrived)   onRequest(lane, began)   onAnswer(lane, answer)
  //   onStatus(lane, state, text)   onGap(lane, {from, to})
  //   onUnits(units, dropped)   onLedger(ledger)   onHello(hello)   onEnd(message)   message: empty if the run's time was over
  open(hooks) {
    this.#hooks = hooks;
    this.#unwatch = watch(this.#info.wire, {
      onUnits: hooks.onUnits,
      onHello: hooks.onHello,
      onLedger: (ledger) => this.#count(ledger),
      onLost: () => this.#lost(),
    });
    for (const { name, start } of LANES) {
      if (this.#settings.lanes.includes(name)) this.#stops.push(start(this.#info.lanes[name], this.#handlers(name)));
    }
    const left = this.clock.here(this.#info.endsAt) - moment() - EARLY;
    this.#timers.push(setTimeout(() => this.#end(''), left));
    this.#timers.push(setInterval(() => this.#sample().catch(() => {}), RESAMPLE));
  }

  // stop closes the lanes. The run stays on the server, so that its units can be looked at.
  stop() {
    if (!this.running) return;
    this.running = false;
    this.stopped = moment();
    for (const stop of this.#stops) stop();
    for (const timer of this.#timers) clearInterval(timer);
    setTimeout(() => this.#unwatch(), GRACE);
  }

  // share keeps the run on the server when the page lets go of it: it then ends by itself, and can be looked at for
  // some time.
  share() {
    this.#shared = true;
  }

  // forget closes everything and has the server drop the run, unless it is shared. It is safe while the page is going
  // away.
  forget() {
    this.stop();
    this.#unwatch();
    if (this.#gone || this.#shared) return Promise.resolve();
    return fetch(`/api/runs/${this.#info.id}`, { method: 'DELETE', keepalive: true }).catch(() => {});
  }

  #sample() {
    return this.clock.sample(async () => (await this.#state()).now);
  }

  #state() {
    return call('GET', `/api/runs/${this.#info.id}`);
  }

  #handlers(lane) {
    const ledger = new LaneLedger();
    const hooks = this.#hooks;
    this.ledgers.set(lane, ledger);
    return {
      onEvent: ({ seq, at }, arrived) => {
        const published = this.clock.here(at);
        ledger.event(seq, arrived - published);
        this.#published = Math.max(this.#published, seq);
        hooks.onArrival(lane, seq, published, arrived);
      },
      onRequest: (began) => {
        ledger.request();
        hooks.onRequest(lane, began);
      },
      onAnswer: (answer) => {
        ledger.answer(answer);
        hooks.onAnswer(lane, answer);
      },
      onStatus: (state, text) => {
        ledger.status(state);
        hooks.onStatus(lane, state, text ?? '');
      },
      onGap: (gap) => hooks.onGap(lane, gap),
    };
  }

  #count(ledger) {
    this.wire = ledger.wire;
    this.#hooks.onLedger(ledger);
    if (this.running) this.#published = Math.max(this.#published, ledger.published);
    for (const [name, lane] of this.ledgers) lane.wire(ledger.lanes[name]);
  }

  // The view of the wire is gone for good: is it the server?
  async #lost() {
    try {
      const { state } = await this.#state();
      this.#end(state === 'ended' ? '' : 'The view of the wire broke off. Press Start for a new run.');
    } catch (trouble) {
      this.#gone = true;
      const anew = 'The server no longer has this run: it was started anew. Press Start for a new run.';
      this.#end(trouble.status === 404 ? anew : trouble.message);
    }
  }

  #end(message) {
    if (!this.running) return;
    this.stop();
    this.#hooks.onEnd(message);
  }
}
