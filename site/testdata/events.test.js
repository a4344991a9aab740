// The ledger event by event: what is kept of each, what is shown, and what can be taken away.
import { equal } from './check.js';
import { EventLog, KEPT } from '/static/js/eventlog.js';
import { loadHistograms } from '/static/js/histogram.js';
import { LaneLedger } from '/static/js/ledger.js';
import { csv, json } from '/static/js/panels/eventfiles.js';
import { Events, words } from '/static/js/panels/events.js';
import { down, fates, oldest, troubled, up } from '/static/js/panels/fates.js';

await loadHistograms();

const EPOCH = 1_700_000_000_000_000; // µs: when event 0 would have been published, one a millisecond

// feed is a run as the panel sees it, of lanes that have seen nothing yet.
function feed(published, ...lanes) {
  const run = { id: 'r1', published, running: true, started: EPOCH / 1000, clock: { here: (micros) => micros / 1000 } };
  run.clients = lanes.map((name) => ({ name, technique: 'sse', title: name }));
  run.ledgers = new Map(
    lanes.map((name) => [name, new LaneLedger({ technique: 'sse', lateMs: 1000, published: () => run.published })]),
  );
  run.arrive = (lane, latency, ...seqs) =>
    seqs.forEach((seq) => run.ledgers.get(lane).event(seq, latency, EPOCH + seq * 1000));
  return run;
}

const seqs = (events) => events.map(({ seq }) => seq);
const states = (run, lane) =>
  Array.from({ length: run.published }, (_, i) => run.ledgers.get(lane).fate(i + 1).state).join();
const ALL = { size: 100, trouble: false };
const TROUBLE = { size: 100, trouble: true };

// panel puts the table on the page, and waits until it is in view.
async function panel(run) {
  const asked = [];
  const bench = { run, wire: { paused: false }, event: (seq) => asked.push(seq) };
  const events = new Events(bench);
  document.body.prepend(events.element);
  events.lanes(run ? run.clients : []);
  await new Promise((resume) => new IntersectionObserver(resume).observe(events.element));
  const shown = () =>
    [...events.element.querySelectorAll('tbody tr:not([hidden])')].map((row) =>
      [...row.cells].map((cell) => cell.textContent).join(' '),
    );
  const press = (text) =>
    [...events.element.querySelectorAll('.eventbar button')].find((button) => button.textContent === text).click();
  const where = () => events.element.querySelector('.eventbar > span:nth-of-type(2)').textContent;
  return { bench, events, asked, shown, press, where, [Symbol.dispose]: () => events.element.remove() };
}

export const cases = {
  'an event is known by its number until it has made room'() {
    const log = new EventLog();
    const news = { at: 7, latency: 1.5, late: false, reordered: true };
    log.first(3, news);
    log.again(3);
    log.again(3 + KEPT);
    equal(log.get(3), { at: 7, latency: 1.5, receptions: 2, late: false, reordered: true });
    equal([log.get(4), log.get(3 + KEPT), log.get(KEPT)], [null, null, null]);
    log.first(3 + KEPT, news);
    log.first(3, news);
    log.again(3);
    equal([log.get(3), log.get(3 + KEPT).receptions], [null, 1]);
  },
  'each event has a fate on each lane'() {
    const run = feed(8, 'a');
    run.arrive('a', 5, 1, 2, 2, 5, 3);
    run.arrive('a', 1001, 4);
    equal(states(run, 'a'), 'delivered,delivered,reordered,late reordered,delivered,waiting,waiting,waiting');
    equal(run.ledgers.get('a').fate(2), { state: 'delivered', latency: 5, at: EPOCH + 2000, receptions: 2 });
    run.arrive('a', 5, 7);
    equal(run.ledgers.get('a').fate(6).state, 'lost');
    run.ledgers.get('a').status('closed');
    equal(run.ledgers.get('a').fate(8).state, 'lost', 'of a lane that is closed:');
  },
  'the fates are those that the ledger counts'() {
    const run = feed(300, 'a');
    for (let seq = 1; seq < 280; seq++) if (seq % 7) run.arrive('a', (seq * 37) % 1500, seq, ...(seq % 5 ? [] : [seq]));
    for (const end of [false, true]) {
      if (end) run.ledgers.get('a').finish();
      const ledger = run.ledgers.get('a');
      const all = Array.from({ length: 300 }, (_, i) => ledger.fate(i + 1));
      const of = (test) => all.filter(test).length;
      const { delivered, lost, waiting, late, duplicated } = ledger;
      equal(
        [of((f) => f.receptions), of((f) => f.state === 'lost'), of((f) => f.state === 'waiting')],
        [delivered, lost, waiting],
      );
      equal(
        [of((f) => f.state === 'late'), all.reduce((sum, f) => sum + Math.max(0, f.receptions - 1), 0)],
        [late, duplicated],
      );
    }
  },
  'an event has its stamp from whichever lane it came on'() {
    const run = feed(2, 'a', 'b');
    run.arrive('b', 5, 1);
    equal([fates(run, 1).at, fates(run, 2).at], [EPOCH + 1000, NaN]);
  },
  'pages go down and up, and end where nothing is kept'() {
    const run = feed(KEPT + 500, 'a');
    equal([oldest(run), seqs(down(run, Infinity, { size: 2 })), seqs(down(run, 3, ALL))], [501, [4596, 4595], []]);
    equal(
      [seqs(up(run, 600, { size: 2 })), seqs(up(run, 4595, ALL)), seqs(up(run, 2, { size: 1 }))],
      [[602, 601], [4596], [501]],
    );
  },
  'trouble is all but to be delivered once, in order and in time'() {
    const run = feed(7, 'a', 'b');
    run.arrive('a', 5, 1, 2, 3, 4, 5, 6);
    run.arrive('b', 5, 1, 1, 3, 6);
    run.arrive('b', 1001, 4);
    run.arrive('b', -3, 5);
    equal(seqs(down(run, Infinity, TROUBLE)), [5, 4, 2, 1]);
    equal([seqs(up(run, 1, TROUBLE)), troubled(fates(run, 7))], [[5, 4, 2], false]);
  },
  'a fate in a word'() {
    const of = (state, latency = NaN, receptions = 0) => words({ state, latency, receptions });
    equal(
      [of('lost'), of('waiting'), of('delivered', 4.21, 1), of('delivered', 41.7, 2), of('delivered', -2000, 1)],
      [
        ['lost', 'bad'],
        ['waiting', 'open'],
        ['4.2', ''],
        ['×2 42', 'some'],
        ['−2,000', 'some'],
      ],
    );
    equal(of('late reordered', 1234, 3), ['late ↶ ×3 1,234', 'some']);
  },

  'a row for each event and lane can be taken away'() {
    const run = feed(2, 'a', 'b-2');
    run.arrive('a', 4.25049, 1, 1);
    equal(
      csv(run),
      [
        'run,event,published_us,lane,latency_ms,receptions,state',
        `r1,1,${EPOCH + 1000},a,4.25,2,delivered`,
        `r1,1,${EPOCH + 1000},b-2,,0,waiting`,
        'r1,2,,a,,0,waiting',
        'r1,2,,b-2,,0,waiting',
        '',
      ].join('\r\n'),
    );
    const rows = JSON.parse(json(run));
    equal(rows[0], {
      run: 'r1',
      event: 1,
      published_us: EPOCH + 1000,
      lane: 'a',
      latency_ms: 4.25,
      receptions: 2,
      state: 'delivered',
    });
    equal([rows.length, rows[3].published_us, rows[3].latency_ms], [4, null, null]);
    equal(JSON.parse(json(feed(0, 'a'))), []);
  },
  'what is taken away is bounded'() {
    const run = feed(KEPT + 10, 'a');
    const lines = csv(run).trim().split('\r\n');
    equal([lines.length, lines[1]], [KEPT + 1, 'r1,11,,a,,0,waiting']);
  },

  async 'the newest are on top, and lead to the wire'() {
    const run = feed(3, 'a', 'b');
    run.arrive('a', 5, 1, 2, 3);
    run.arrive('b', 20, 1, 3, 3);
    using table = await panel(run);
    equal(table.shown(), ['3 0.003 5.0 ×2 20', '2 0.002 5.0 lost', '1 0.001 5.0 20']);
    table.events.element.querySelector('tbody tr:nth-child(2) button').click();
    equal([table.asked, table.where()], [[2], '1 – 3 of 3']);
    table.press('Only with trouble');
    equal([seqs(down(run, Infinity, TROUBLE)), table.shown().length, table.where()], [[3, 2], 2, '2 of 3']);
  },
  async 'it is never more than a hundred rows'() {
    const run = feed(1000, 'a');
    using table = await panel(run);
    const first = () => table.shown()[0].split(' ')[0];
    const pages = [first()];
    for (const step of ['Older', 'Older', 'Newer', 'Newer', 'Newer']) {
      table.press(step);
      pages.push(first());
    }
    equal(pages, ['1,000', '900', '800', '900', '1,000', '1,000']);
    equal(table.events.element.querySelectorAll('tbody tr').length, 100);
  },
  async 'it stands still under the pointer, and goes on with what is known'() {
    const run = feed(2, 'a');
    using table = await panel(run);
    const body = table.events.element.querySelector('tbody');
    body.dispatchEvent(new Event('pointerenter'));
    run.published = 3;
    run.arrive('a', 5, 1, 2, 3);
    body.dispatchEvent(new Event('focusin'));
    equal([table.shown(), table.where()], [['2 0.002 5.0', '1 0.001 5.0'], '1 – 2 of 3, held']);
    run.published = 2 + KEPT;
    body.dispatchEvent(new Event('focusin'));
    equal(table.shown(), ['2 0.002 5.0', '1 0.001 5.0'], 'no longer kept:');
    body.dispatchEvent(new Event('pointerleave'));
    equal(table.shown()[0].split(' ')[0], '4,098');
  },
  async 'without a run it says what would be there'() {
    using table = await panel(null);
    equal(/Each event has a line here/.test(table.events.element.textContent), true);
    const files = [...table.events.element.querySelectorAll('.end button')];
    equal(
      files.map(({ disabled }) => disabled),
      [true, true],
    );
  },
};
