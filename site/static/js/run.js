// One run: the feed on the server, the lanes in this browser, the view of the wire, and what all of them counted.
import { Trouble, call } from './api.js';
import { Clock } from './clock.js';
import { accompany } from './companions.js';
import { trespass } from './crosssite.js';
import { drain } from './drain.js';
import { whenHidden } from './hidden.js';
import { loadHistograms } from './histogram.js';
import { LaneLedger } from './ledger.js';
import { open } from './lanes/lanes.js';
import { moment } from './lanes/moment.js';
import { Reporter } from './report.js';
import { Upstream } from './upstream.js';
import { watch } from './wire/live.js';
import { Source } from './wire/source.js';

const SAMPLES = 3; // of the server's clock, by requests, before the first lane opens
const BURST = 8; // of them, one after the other, on the live view as soon as it is open
const FURTHER = 4; // of them, now and then: one that no other work delays is enough
const RESAMPLE = 5000; // ms between them
const SECOND = 1000; // ms: the pace of reports and of the series
const ASKING = 2000; // ms that the request to stop may take: the lanes may hold all connections
const GRACE = 1200; // ms that the view of the wire stays open after the lanes closed: their last bytes count, too
const SETTLING = 5000; // ms that the server may take to hear the last report

export class Run {
  #info;
  #hooks = {};
  #settings;
  #lanes = new Map(); // name → {stop, send, source}
  #view = { send() {}, close() {} };
  #reporter = new Reporter((message) => this.#view.send(message));
  #upstream = null;
  #leave = () => {}; // closes the companions
  #extras = []; // functions that end what else runs beside the lanes
  #timers = [];
  #questions = 0; // for the server's clock
  #asked = new Map(); // question → when
  #published = 0;
  #finishing = null;
  #closing = 0; // the timer that closes the view
  #closed = false; // the view is
  #settling = null;
  #again = null; // tells the last report once more, and asks whether it was heard
  #gone = false; // the server is, or has forgotten the run: there is nothing to delete
  #shared = false; // somebody has a link into the run
  source; // what the wire's view asks
  clock = new Clock();
  ledgers = new Map(); // lane → LaneLedger, of the lanes that take part
  wire = null; // the server's ledger of all bytes
  faults = []; // what happened so far, as onFault told
  herd = null; // the server's ledger of the simulated clients; null if there are none
  running = true; // the lanes are open
  started = 0; // ms
  stopped = 0; // ms; 0 while it runs

  // create makes a run on the server, which starts publishing. settings are the body of POST /api/runs; of its `page`:
  //   companions: n       n event streams more hold a connection each
  //   crossSite: true     a frame from elsewhere tries the run's WebSockets
  //   trustClocks: true   the server's stamps are taken at their word, without the estimate of the offset
  static async create(settings) {
    await loadHistograms().catch(() => {
      throw new Trouble('The server does not answer. Is it still running? When it is back, try again.', 0);
    });
    const asked = moment();
    const info = await call('POST', '/api/runs', settings);
    const run = new Run(info, settings);
    run.clock.add(asked, info.now, moment());
    for (let i = 0; i < SAMPLES; i++) await run.clock.sample(async () => (await run.#state()).now);
    run.started = run.#here(info.createdAt);
    return run;
  }

  constructor(info, settings) {
    this.#info = info;
    this.#settings = settings;
    this.source = new Source({ id: info.id, since: info.createdAt });
    for (const { name, technique } of info.clients) {
      const published = () => this.#published;
      const slack = () => this.clock.error;
      this.ledgers.set(name, new LaneLedger({ technique, lateMs: info.lateMs, published, slack }));
    }
  }

  get id() {
    return this.#info.id;
  }

  // settings are what the reader asked for; info is what the server made of it, with all defaults filled in.
  get settings() {
    return this.#settings;
  }

  get info() {
    return this.#info;
  }

  // clients are the run's lanes in order: {name, technique, title, url, network, profile, choices, yours}. yours: of a lane
  // that the learner's code serves, the exercises that do; absent if none does.
  get clients() {
    return this.#info.clients;
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

  // finishing reports whether the run is being stopped: nothing more is published, and the lanes fetch what is left.
  get finishing() {
    return this.running && Boolean(this.#finishing);
  }

  figure(lane, name) {
    return this.ledgers.get(lane)?.figure(name) ?? NaN;
  }

  // open opens the view of the wire and the lanes. The hooks, of which any may be left out; times in ms:
  //   onArrival(lane, seq, published, arrived)   onRequest(lane, began)   onAnswer(lane, answer)
  //   onStatus(lane, state, text)   onGap(lane, {from, to})   onUnreadable(lane, text)
  //   onUnits(units, dropped)   onLedger(ledger)   onHello(hello)
  //   onFault({id, kind, lane, place, text, began, ended})   lane: absent if all are meant; ended: 0 if it has no end
  //   onHerd(herd)   onHidden(from, until)   nobody looked at the page
  //   onIncident({lane, exercise, message, stack, at, times})   in a learner's code; told again when it happens again
  //   onStranger({lane, state, events})      the frame from elsewhere, with 'open', 'refused' or 'closed'
  //   onOwed([{title, events, ms}])          the run is being stopped, and these lanes may still get so many events, within ms
  //   onEnd(message)                         the run is over by itself; message: empty if its time was
  open(hooks = {}) {
    this.#hooks = hooks;
    const { companions = 0, crossSite = false } = this.#settings.page ?? {};
    this.#view = watch(this.#info.wire, {
      onUnits: (...told) => this.#tell('onUnits', ...told),
      onHello: (hello) => this.#tell('onHello', hello),
      onLedger: (ledger) => this.#count(ledger),
      onIncident: (incident) => this.#tell('onIncident', incident),
      onOpen: () => (this.#again ? this.#again() : this.#ask(BURST)),
      onNow: (question, at, arrived) => this.#answer(question, at, arrived),
      onLost: () => this.#lost(),
    });
    this.#leave = accompany(companions);
    for (const client of this.clients) this.#lanes.set(client.name, open(client, this.#handlers(client.name)));
    this.#upstream = new Upstream(this.#lanes, this.ledgers);
    this.#upstream.start(this.#info.upstream);
    if (crossSite) {
      const sockets = this.clients.filter(({ technique }) => technique === 'websocket');
      this.#extras.push(trespass(sockets, (report) => this.#tell('onStranger', report)));
    }
    this.#extras.push(whenHidden((from, until) => this.#tell('onHidden', from, until)));

    const left = this.#here(this.#info.endsAt) - moment();
    this.#timers.push(setTimeout(() => this.#end(''), left));
    this.#timers.push(setInterval(() => this.#ask(FURTHER), RESAMPLE));
    this.#timers.push(setInterval(() => this.#tick(), SECOND));
  }

  // finish stops the run: nothing more is published, the lanes fetch what is left and are closed, and what is missing
  // then is lost, so that published = delivered + lost. It resolves when the books are closed. stop() cuts it short.
  finish() {
    this.#finishing ??= this.#wind();
    return this.#finishing;
  }

  // settled finishes the run and resolves when the server has heard what the lanes saw to the end, so that its ledger is
  // the whole one. It rejects after some seconds without a word from the server, and when the view is closed already, as
  // it is GRACE after the end.
  settled() {
    this.#settling ??= this.#settle();
    return this.#settling;
  }

  // stop closes the lanes at once; what was under way is still waited for in the ledgers. The run stays on the server,
  // so that its units can be looked at.
  stop() {
    if (!this.running) return;
    this.running = false;
    this.stopped = moment();
    this.#leave();
    this.#upstream?.stop();
    for (const end of this.#extras) end();
    for (const { stop } of this.#lanes.values()) stop();
    for (const timer of this.#timers) clearInterval(timer);
    this.#grace(GRACE);
  }

  // fault has something go wrong: {kind, lane, seconds, …}, without a lane on all of them. It resolves to the server's
  // {fault, applied: [{lane, exchanges}]}.
  fault(spec) {
    return call('POST', `/api/runs/${this.id}/faults`, spec);
  }

  // report tells the server what the lanes have seen so far.
  report() {
    this.#reporter.tell(this.ledgers, this.clock);
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
    this.#grace(0);
    if (this.#gone || this.#shared) return Promise.resolve();
    return fetch(`/api/runs/${this.id}`, { method: 'DELETE', keepalive: true }).catch(() => {});
  }

  #tell(hook, ...news) {
    this.#hooks[hook]?.(...news);
  }

  // here turns a time of the server's into this browser's ms. The clock that stamps events may be made to run ahead;
  // the other times are not stamped by it, and the estimate is of the one that is.
  #here(micros) {
    return this.clock.here(micros + this.#info.skewMs * 1000);
  }

  // grace has the view stay open for so many ms more.
  #grace(ms) {
    clearTimeout(this.#closing);
    const close = () => {
      this.#closed = true;
      this.#view.close();
    };
    if (ms) this.#closing = setTimeout(close, ms);
    else close();
  }

  // The clock is asked on the live view, `more` times one after the other. heard() is called when the first answer comes.
  #ask(more, heard) {
    const question = ++this.#questions;
    this.#asked.clear(); // what was asked before, a view that is gone would have answered
    this.#asked.set(question, { more, heard, began: moment() });
    this.#view.send({ now: question });
  }

  #answer(question, at, arrived) {
    if (!this.#asked.has(question)) return;
    const { more, heard, began } = this.#asked.get(question);
    this.#asked.delete(question);
    this.clock.add(began, at, arrived);
    heard?.();
    if (more > 1) this.#ask(more - 1);
  }

  #state() {
    return call('GET', `/api/runs/${this.id}`);
  }

  #handlers(lane) {
    const ledger = this.ledgers.get(lane);
    const { trustClocks = false } = this.#settings.page ?? {};
    return {
      onEvent: ({ seq, at }, arrived) => {
        const published = trustClocks ? at / 1000 : this.clock.here(at);
        if (!ledger.event(seq, arrived - published, at)) return;
        if (!this.stopped) this.#published = Math.max(this.#published, seq);
        this.#tell('onArrival', lane, seq, published, arrived);
      },
      onRequest: (began, late) => {
        ledger.request(late ? NaN : began);
        this.#tell('onRequest', lane, began);
      },
      onAnswer: (answer) => {
        ledger.answer(answer);
        this.#tell('onAnswer', lane, answer);
      },
      onStatus: (state, text) => {
        ledger.status(state, moment());
        this.#tell('onStatus', lane, state, text ?? '');
      },
      onGap: (gap) => {
        ledger.gap(gap);
        this.#tell('onGap', lane, gap);
      },
      onUnreadable: (text) => {
        ledger.unreadable++;
        ledger.unread = text;
        this.#tell('onUnreadable', lane, text);
      },
      onEcho: (text, arrived) => this.#upstream.echo(lane, text, arrived),
    };
  }

  #count(ledger) {
    this.wire = ledger.wire;
    if (this.running) this.#published = Math.max(this.#published, ledger.published);
    for (const [name, lane] of this.ledgers) lane.wire(ledger.lanes[name]);
    for (const fault of ledger.faults ?? []) this.#happened(fault);
    this.#tell('onLedger', ledger);
    if (!ledger.herd) return;
    this.herd = ledger.herd;
    this.#tell('onHerd', ledger.herd);
  }

  #happened({ at, until, ...fault }) {
    if (fault.id <= (this.faults.at(-1)?.id ?? 0)) return;
    const happened = { ...fault, began: this.#here(at), ended: until ? this.#here(until) : 0 };
    this.faults.push(happened);
    this.#tell('onFault', happened);
  }

  #tick() {
    const second = Math.round((moment() - this.started) / SECOND);
    for (const ledger of this.ledgers.values()) ledger.tick(second);
    this.report();
  }

  // The server takes what is said on the view one after the other: when it answers a question, it has heard the reports
  // before it. A view that broke off is opened again by itself; then both are said once more.
  async #settle() {
    await this.finish();
    if (this.#closed) throw new Trouble('The view of the wire is closed: the server can’t be told any more.', 0);
    this.#grace(SETTLING);
    const { promise, resolve, reject } = Promise.withResolvers();
    const silent = new Trouble('The server has not answered to the last report.', 0);
    const late = setTimeout(() => reject(silent), SETTLING);
    this.#again = () => {
      this.report();
      this.#ask(1, resolve);
    };
    this.#again();
    try {
      await promise;
    } finally {
      clearTimeout(late);
      this.#again = null;
      if (!this.#closed) this.#grace(GRACE);
    }
  }

  async #wind() {
    if (!this.running) return;
    // The companions go first: they may hold the connection that the request needs.
    this.#leave();
    this.#upstream?.stop();
    const stop = (options) => call('POST', `/api/runs/${this.id}/stop`, undefined, options).catch(() => null);
    let state = await stop({ signal: AbortSignal.timeout(ASKING) });
    if (state) {
      this.#published = state.published;
      await drain({
        clients: this.clients,
        ledgers: this.ledgers,
        leave: (name) => this.#lanes.get(name).stop(),
        tell: (owed) => this.#tell('onOwed', owed),
        given: () => !this.running,
      });
    }
    if (!this.running) return;
    this.stop();
    state ??= await stop(); // the lanes themselves may have had all connections
    if (state) this.#published = state.published;
    for (const ledger of this.ledgers.values()) ledger.finish();
    if (!this.#closed) this.#grace(GRACE); // from now on: the request may have taken longer
    this.#tick();
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

  // The run's own end. Where there is nothing to wait for, the lanes are closed at once.
  async #end(message) {
    if (!this.running || this.finishing) return;
    if (message) this.stop();
    else await this.finish();
    this.#tell('onEnd', message);
  }
}
