// A run from its first request to its closed books, in a browser of fakes.
import { equal } from './check.js';
import { event, faked } from './fakes.js';
import { trespass } from '/static/js/crosssite.js';
import { drain, patience } from '/static/js/drain.js';
import { loadHistograms } from '/static/js/histogram.js';
import { Run } from '/static/js/run.js';

await loadHistograms();

const AHEAD = 5000; // ms: how far the server's clock is ahead of the browser's
const BORN = performance.timeOrigin + AHEAD; // ms: the server's clock when a test begins

const CHOICES = {
  polling: { intervalMs: 2000, jitter: 0, etag: true, cursor: 'last', timeoutMs: 0 },
  longpolling: { waitMs: 25_000, cursor: 'last', timeoutMs: 0 },
  sse: { cursor: 'last', watchdogMs: 0, retryMs: 2000 },
  websocket: { reconnect: 'none', jitter: 0, cursor: 'last', watchdogMs: 0 },
};

const clientOf = (name) => {
  const technique = name.split('-')[0];
  const profile = { latencyMs: 0, jitterMs: 0 };
  return { name, technique, title: name, url: `/labs/${technique}?run=r1`, profile, choices: CHOICES[technique] };
};

// begin makes and opens a run of the lanes named. The view of its wire is the first socket.
async function begin({ asked, sockets, time }, lanes, { page, ...more } = {}) {
  const server = () => (BORN + time.now + (more.skewMs ?? 0)) * 1000;
  const settings = { lanes, ...(page && { page }) };
  const creating = Run.create(settings);
  await time.pass(1);
  equal(
    [asked.last.options.method, asked.last.url, asked.last.options.body],
    ['POST', '/api/runs', JSON.stringify(settings)],
  );
  await asked.last.answer({
    id: 'r1',
    now: server(),
    createdAt: server() - (more.skewMs ?? 0) * 1000,
    endsAt: server() + 600_000_000,
    wire: '/api/runs/r1/wire',
    lateMs: 1000,
    skewMs: 0,
    upstream: 0,
    clients: lanes.map(clientOf),
    ...more,
  });
  for (let i = 0; i < 3; i++) await asked.find('GET', '/api/runs/r1').answer({ now: server() });
  const run = await creating;
  const told = { ends: [], faults: [], herds: [], hidden: [], arrivals: [] };
  run.open({
    onArrival: (lane, seq, published, arrived) => told.arrivals.push([lane, seq, arrived - published]),
    onFault: ({ id, began, ended }) => told.faults.push([id, began - run.started, ended && ended - run.started]),
    onHerd: ({ clients }) => told.herds.push(clients),
    onHidden: (from, until) => told.hidden.push(until - from),
    onEnd: (message) => told.ends.push(message),
  });
  const [view] = sockets;
  view.open();
  const ledger = (published, more = {}) => view.message({ ledger: { published, wire: {}, lanes: {}, ...more } });
  return { run, view, told, ledger, server, said: () => view.sent.map((text) => JSON.parse(text)) };
}

const POLL = '/labs/polling?run=r1&after=';
const STOP = '/api/runs/r1/stop';
const books = (run) =>
  [...run.ledgers].map(([name, { delivered, lost, waiting }]) => [name, delivered, lost, waiting, delivered + lost]);

export const cases = {
  'the lanes are those that the server names'() {
    return faked(async (browser) => {
      const { run } = await begin(browser, ['sse', 'sse-noids', 'websocket']);
      equal([...run.ledgers.keys()], ['sse', 'sse-noids', 'websocket']);
      equal([browser.sources.length, browser.sockets.length], [2, 2]);
      equal([run.id, run.settings.lanes.length, run.clients[1].name], ['r1', 3, 'sse-noids']);
      run.stop();
      equal(
        browser.sources.map(({ closed }) => closed),
        [true, true],
      );
    });
  },
  'the clock is asked on the view of the wire'() {
    return faked(async (browser) => {
      const { run, view, said, server } = await begin(browser, ['sse']);
      const questions = () =>
        said()
          .filter(({ now }) => now)
          .map(({ now }) => now);
      for (let i = 1; i <= 8; i++) {
        equal(questions().at(-1), i);
        await browser.time.pass(10);
        view.message({ now: i, at: server() - 7000 });
      }
      equal(questions().length, 8, 'a burst:');
      await browser.time.pass(4920);
      equal(questions().length, 9, 'then now and then:');
      view.message({ now: 3, at: 0 }); // an answer that nobody waits for any more
      view.message({ now: 9, at: server() });
      equal(questions().length, 10, 'a few, one after the other:');
      equal([run.clock.error, Math.round(run.clock.offset)], [0, AHEAD], 'the best wins:');
      run.stop();
    });
  },
  'at the end the lanes fetch what is left, and the books add up'() {
    return faked(async (browser) => {
      const { asked, sources, sockets, time } = browser;
      const { run, said } = await begin(browser, ['polling', 'sse', 'websocket']);
      const [stream] = sources;
      const socket = sockets[1];
      stream.open();
      stream.message(event(1));
      socket.message(event(1));
      socket.message(event(3));
      let over = false;
      const finished = run.finish().then(() => (over = true));
      equal(run.finishing, true);
      await time.pass(0);
      await asked.find('POST', STOP).answer({ published: 4 });
      stream.message(event(2));
      stream.message(event(3));
      await asked.find('GET', `${POLL}0`).answer({ events: [1, 2, 3, 4].map(event), next: 4 });
      await time.pass(200);
      equal([over, run.running], [false, true], 'SSE lacks one:');
      stream.message(event(4));
      socket.message(event(4));
      await time.pass(100);
      await finished;
      equal([run.running, run.finishing, run.published], [false, false, 4]);
      equal(books(run), [
        ['polling', 4, 0, 0, 4],
        ['sse', 4, 0, 0, 4],
        ['websocket', 3, 1, 0, 4],
      ]);
      const last = said()
        .filter(({ report }) => report)
        .slice(-3);
      equal(
        last.map(({ report: { lanes } }) => Object.entries(lanes).map(([name, { finished }]) => [name, finished])[0]),
        [
          ['polling', true],
          ['sse', true],
          ['websocket', true],
        ],
      );
      equal(new Set(last.map(({ report }) => report.client)).size, 3);
    });
  },
  'who does not come within its patience has lost what it lacks'() {
    return faked(async (browser) => {
      const { asked, sources, time } = browser;
      const { run } = await begin(browser, ['sse', 'longpolling']);
      sources[0].open();
      sources[0].message(event(1));
      const finished = run.finish();
      await time.pass(0);
      await asked.find('POST', STOP).answer({ published: 3 });
      await asked.find('GET', '/labs/longpolling?run=r1&after=0&wait=25000ms').answer('', { status: 410 });
      await time.pass(950);
      equal(run.running, true);
      await time.pass(100);
      await finished;
      equal(books(run), [
        ['sse', 1, 2, 0, 3],
        ['longpolling', 0, 3, 0, 3],
      ]);
    });
  },
  'patience is longer than a client pauses, and bounded'() {
    const of = (choices, profile, away = false, technique = 'sse') => patience({ technique, choices, profile }, away);
    equal(of({ intervalMs: 1000 }, { latencyMs: 0 }), 2000);
    equal(of({ intervalMs: 5000 }, { latencyMs: 300, jitterMs: 50 }), 7400);
    equal([of({ retryMs: 2000 }, {}), of({ retryMs: 2000 }, {}, true)], [1000, 3000]);
    equal(of({ reconnect: 'resume' }, {}), 1000);
    equal([of({ reconnect: 'resume' }, {}, true), of({ retryMs: 60_000 }, {}, true)], [4000, 4000], 'away:');
    equal(of({ intervalMs: 600_000 }, {}), 30_000);
    // The server holds its last answer for half a second, and it takes three trips more to come.
    equal(of({ waitMs: 25_000, cursor: 'now' }, { latencyMs: 100 }, false, 'longpolling'), 600);
  },
  'each lane leaves when it has everything, and who is waited for is told'() {
    return faked(async ({ time }) => {
      const client = (name, intervalMs) => ({ name, title: name.toUpperCase(), choices: { intervalMs }, profile: {} });
      const ledgers = new Map([
        ['a', { over: false, away: false, waiting: 0 }],
        ['b', { over: false, away: false, waiting: 2 }],
        ['c', { over: true, away: false, waiting: 0 }],
        ['d', { over: false, away: false, waiting: 1 }],
      ]);
      const [left, told] = [[], []];
      let done = false;
      drain({
        clients: [client('a', 0), client('b', 1000), client('c', 0), client('d', 0)],
        ledgers,
        leave: (name) => left.push(name),
        tell: (owed) => told.push(owed.map(({ title, events, ms }) => `${title} ${events} ${ms}`).join()),
      }).then(() => (done = true));
      await time.pass(0);
      equal([left, told], [['a', 'c'], ['B 2 2000,D 1 1000']]);
      await time.pass(1000);
      equal([left, told.at(-1), done], [['a', 'c', 'd'], 'B 2 1000', false], 'the patience with d is over:');
      ledgers.get('b').waiting = 0;
      await time.pass(50);
      equal([left, done], [['a', 'c', 'd', 'b'], true]);
    });
  },
  'patience begins anew whenever something comes, up to its bound'() {
    return faked(async ({ time }) => {
      const ledger = { over: false, away: false, waiting: 100 };
      let done = false;
      const clients = [{ name: 'a', title: 'A', choices: {}, profile: {} }];
      drain({ clients, ledgers: new Map([['a', ledger]]), leave() {} }).then(() => (done = true));
      for (let i = 0; i < 33; i++) {
        await time.pass(900);
        ledger.waiting--;
      }
      equal(done, false);
      await time.pass(400);
      equal(done, true, 'after 30 s:');
    });
  },
  'if all connections are taken, the lanes are closed first'() {
    return faked(async (browser) => {
      const { asked, time } = browser;
      const { run } = await begin(browser, ['sse'], { page: { companions: 5 } });
      equal(browser.sources.length, 6);
      const finished = run.finish();
      equal(
        browser.sources.map(({ closed }) => Boolean(closed)),
        [...Array(5).fill(true), false],
        'companions at once:',
      );
      await time.pass(2000);
      equal(run.running, false);
      await asked.find('POST', STOP).answer({ published: 2 });
      await finished;
      equal(books(run), [['sse', 0, 2, 0, 2]]);
    });
  },
  'to stop cuts the waiting short'() {
    return faked(async (browser) => {
      const { run } = await begin(browser, ['sse']);
      const finished = run.finish();
      await browser.time.pass(0);
      await browser.asked.find('POST', STOP).answer({ published: 3 });
      run.stop();
      await browser.time.pass(50);
      await finished;
      equal([run.running, books(run)], [false, [['sse', 0, 0, 3, 0]]]);
    });
  },
  'it is settled when the server has answered behind the last report'() {
    return faked(async (browser) => {
      const { asked, sources, time } = browser;
      const { run, view, said, server } = await begin(browser, ['sse']);
      const last = (name) => said().findLast((message) => name in message)?.[name];
      view.message({ now: last('now'), at: server() });
      sources[0].open();
      let settled = false;
      const settling = run.settled().then(() => (settled = true));
      equal(run.settled() === run.settled(), true);
      await time.pass(0);
      await asked.find('POST', STOP).answer({ published: 2 });
      sources[0].message(event(1));
      await time.pass(1100);
      equal([run.running, run.finishing, last('report').lanes.sse.finished], [false, false, true]);
      const question = last('now');
      view.message({ now: question - 1, at: server() });
      await time.pass(3000);
      equal([settled, view.left], [false, null], 'nothing heard:');
      view.message({ now: question, at: server() });
      await time.pass(1199);
      equal([settled, view.left], [true, null]);
      await settling;
      await time.pass(1);
      equal(view.left, 1000, 'then the view is closed:');
    });
  },
  'a view that breaks off is told once more'() {
    return faked(async (browser) => {
      const { asked, sockets, time } = browser;
      const { run, view, server } = await begin(browser, ['sse']);
      const settling = run.settled();
      await time.pass(0);
      await asked.find('POST', STOP).answer({ published: 0 });
      await time.pass(100);
      const had = sockets.length;
      view.drop();
      await time.pass(700);
      equal(sockets.length, had + 1);
      const anew = sockets.at(-1);
      anew.open();
      const messages = anew.sent.map((text) => JSON.parse(text));
      equal([messages.length, 'report' in messages[0]], [2, true]);
      anew.message({ now: messages[1].now, at: server() });
      await settling;
      run.forget();
      equal(anew.left, 1000);
    });
  },
  'it is not settled without an answer, nor when the view is closed'() {
    return faked(async (browser) => {
      const { asked, sockets, time } = browser;
      for (const [wait, words] of [
        [0, 'The server has not answered'],
        [1300, 'The view of the wire is closed'],
      ]) {
        sockets.length = 0;
        const { run } = await begin(browser, ['sse']);
        const finished = run.finish();
        await time.pass(0);
        await asked.find('POST', STOP).answer({ published: 0 });
        await time.pass(60);
        await finished;
        await time.pass(wait);
        let said = '';
        run.settled().catch(({ message }) => (said = message));
        await time.pass(wait ? 1 : 5000);
        equal(said.startsWith(words), true, `${said}:`);
      }
    });
  },
  'each stream’s opening is measured, unless the browser came back by itself'() {
    return faked(async (browser) => {
      const { sources, sockets, time } = browser;
      const { run } = await begin(browser, ['sse', 'websocket']);
      await time.pass(8);
      sources[0].open();
      sockets[1].open();
      await time.pass(100);
      sources[0].drop();
      await time.pass(100);
      sources[0].open();
      const opened = [...run.ledgers.values()].map(({ open, reconnects }) => [open.count, open.max, reconnects]);
      equal(opened, [
        [1, 8, 1],
        [1, 8, 0],
      ]);
      run.stop();
    });
  },
  'a run whose time is over ends by itself'() {
    return faked(async (browser) => {
      const { told, run } = await begin(browser, ['sse'], { endsAt: (BORN + 10_000) * 1000 });
      await browser.time.pass(10_100);
      equal([run.finishing, told.ends], [true, []]);
      await browser.asked.find('POST', STOP).answer({ published: 0 });
      await browser.time.pass(100);
      equal([told.ends, run.running], [[''], false]);
    });
  },
  'an event that nobody published raises nothing'() {
    return faked(async (browser) => {
      const { run, told } = await begin(browser, ['sse']);
      browser.sources[0].message({ ...event(1), at: BORN * 1000 });
      browser.sources[0].message({ seq: 999_999_999, at: 0, data: 'forged' });
      equal([run.published, run.ledgers.get('sse').foreign, told.arrivals.length], [1, 1, 1]);
      run.stop();
    });
  },
  'a clock that runs ahead or behind is estimated, or taken at its word'() {
    return faked(async (browser) => {
      const { time, sockets, sources } = browser;
      for (const [skewMs, page, latency] of [
        [2000, {}, 4],
        [-2000, {}, 4],
        [2000, { trustClocks: true }, 4 - 2000 - AHEAD],
        [-2000, { trustClocks: true }, 4 + 2000 - AHEAD],
      ]) {
        sockets.length = sources.length = 0;
        const { run, told, server } = await begin(browser, ['sse'], { skewMs, page });
        equal(Math.round(run.started - performance.timeOrigin), time.now, 'the start:');
        const at = server();
        await time.pass(4);
        sources[0].message({ seq: 1, at, data: '' });
        equal(
          told.arrivals.map(([, , ms]) => Math.round(ms)),
          [latency],
        );
        equal(run.ledgers.get('sse').early, latency < 0 ? 1 : 0);
        run.stop();
      }
    });
  },
  'what the skewed clock does not stamp is in its place: the end, and faults'() {
    return faked(async (browser) => {
      const { time, sockets, sources, asked } = browser;
      for (const skewMs of [2000, -2000]) {
        sockets.length = sources.length = 0;
        const born = BORN + time.now;
        const endsAt = (born + 10_000) * 1000;
        const { run, told, ledger } = await begin(browser, ['sse'], { skewMs, endsAt });
        ledger(0, { faults: [{ id: 1, kind: 'stall', at: (born + 500) * 1000, until: (born + 1500) * 1000 }] });
        equal(
          told.faults.map(([, began, ended]) => [began, ended].map((ms) => Math.round(ms / 10) * 10)),
          [[500, 1500]],
        );
        await time.pass(9900);
        equal([run.finishing, skewMs], [false, skewMs]);
        await time.pass(200);
        equal([run.finishing, skewMs], [true, skewMs]);
        await asked.find('POST', STOP).answer({ published: 0 });
        await time.pass(100);
        equal(run.running, false);
      }
    });
  },
  'faults are told once each, and the herd as it stands'() {
    return faked(async (browser) => {
      const { run, told, ledger, server } = await begin(browser, ['sse']);
      const at = server();
      const first = { id: 1, kind: 'cut', at: at + 500_000 };
      ledger(0, { faults: [first] });
      ledger(0, {
        faults: [first, { id: 2, kind: 'latency', at: at + 1_000_000, until: at + 3_000_000 }],
        herd: { clients: 3 },
      });
      equal(
        told.faults.map((times) => times.map(Math.round)),
        [
          [1, 500, 0],
          [2, 1000, 3000],
        ],
      );
      equal([run.faults.length, told.herds, run.herd], [2, [3], { clients: 3 }]);
      run.fault({ kind: 'cut', lane: 'sse' });
      equal(
        [browser.asked.last.url, browser.asked.last.options.body],
        ['/api/runs/r1/faults', '{"kind":"cut","lane":"sse"}'],
      );
      run.stop();
    });
  },
  'what goes up is echoed, and its round trip measured'() {
    return faked(async (browser) => {
      const { run } = await begin(browser, ['websocket'], { upstream: 10 });
      const socket = browser.sockets[1];
      const ledger = run.ledgers.get('websocket');
      await browser.time.pass(150);
      equal([socket.sent, ledger.sent], [[], 0], 'not open yet:');
      socket.open();
      await browser.time.pass(50);
      await browser.time.pass(20);
      socket.message({ echo: '#2' });
      socket.message({ echo: '#2' });
      socket.message({ echo: 'somebody else' });
      equal([socket.sent, ledger.sent, ledger.echoed], [['#2'], 1, 1]);
      equal(Math.round(ledger.rtt.quantile(0.5)), 20);
      await browser.time.pass(9000);
      equal(ledger.sent, 65, 'no more while none comes back:');
      await browser.time.pass(9000);
      equal(ledger.sent > 65 && ledger.sent < 65 + 90, true, `then others: ${ledger.sent}`);
      run.stop();
      const had = socket.sent.length;
      await browser.time.pass(1000);
      equal(socket.sent.length, had);
    });
  },
  'each second is counted and reported'() {
    return faked(async (browser) => {
      const { run, said } = await begin(browser, ['sse']);
      browser.sources[0].message({ seq: 1, at: BORN * 1000, data: '' });
      await browser.time.pass(2000);
      const { second, delivered } = run.ledgers.get('sse').series.columns();
      equal(
        [second, delivered],
        [
          [1, 2],
          [1, 0],
        ],
      );
      const { report } = said().findLast(({ report }) => report);
      equal([Object.keys(report), report.lanes.sse.delivered], [['client', 'clock', 'lanes'], 1]);
      equal(/^[a-z0-9.-]{1,32}$/.test(report.client), true, report.client);
      run.stop();
    });
  },
  'time that nobody looked is told when somebody looks again'() {
    return faked(async (browser) => {
      const { run, told } = await begin(browser, ['sse']);
      const hide = (hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      };
      try {
        hide(true);
        await browser.time.pass(3000);
        hide(false);
        await browser.time.pass(3000);
        hide(true);
        await browser.time.pass(500);
        run.stop();
        hide(false);
        equal(told.hidden, [3000, 500]);
      } finally {
        delete document.hidden;
      }
    });
  },
  async 'a page from elsewhere reports what it could open'() {
    const { promise, resolve } = Promise.withResolvers();
    const leave = trespass([{ name: 'websocket', url: '/nothing?run=r1' }], resolve);
    equal(await promise, { lane: 'websocket', state: 'refused', events: 0 });
    leave();
    equal(document.querySelector('iframe'), null);
  },
};
