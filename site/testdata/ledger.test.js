// What a lane's ledger counts, and that it adds up.
import { equal, near } from './check.js';
import { Histogram, loadHistograms } from '/static/js/histogram.js';
import { FIGURES, LaneLedger } from '/static/js/ledger.js';
import { Seconds } from '/static/js/seconds.js';

await loadHistograms();

// books opens a ledger of a feed that has published so many; `feed.published` may grow.
function books(published, technique = 'sse') {
  const feed = { published };
  const ledger = new LaneLedger({ technique, lateMs: 1000, published: () => feed.published });
  return { feed, ledger, arrive: (...seqs) => seqs.forEach((seq) => ledger.event(seq, 5)) };
}

const counts = ({ delivered, lost, duplicated, reordered, late, foreign, waiting }) => ({
  delivered,
  lost,
  duplicated,
  reordered,
  late,
  foreign,
  waiting,
});
const NONE = { delivered: 0, lost: 0, duplicated: 0, reordered: 0, late: 0, foreign: 0, waiting: 0 };

export const cases = {
  'quantiles are within one per cent'() {
    for (const scale of [0.05, 1, 40, 400]) {
      const histogram = new Histogram();
      for (let i = 1; i <= 1000; i++) histogram.add(i * scale);
      near(histogram.quantile(0.5), 500 * scale, 0.01);
      near(histogram.quantile(0.99), 990 * scale, 0.01);
      near(histogram.max, 1000 * scale, 0.01);
      near(histogram.mean, 500.5 * scale, 0.01);
      near(histogram.stddev, 288.7 * scale, 0.02);
      equal(histogram.count, 1000);
    }
  },
  'no value has no quantile'() {
    const { quantile, count, mean, max } = new Histogram();
    equal([quantile, count, mean, max].map(Number.isNaN), [false, false, true, true]);
    equal(Number.isNaN(new Histogram().quantile(0.5)), true);
  },
  'a latency below zero, which the clocks may make, counts as none'() {
    const histogram = new Histogram();
    histogram.add(-0.3);
    equal([histogram.quantile(0.5), histogram.count], [0, 1]);
  },
  'a latency of more than ten minutes counts as ten minutes'() {
    const histogram = new Histogram();
    histogram.add(1e9);
    histogram.add(1);
    near(histogram.quantile(0.5), 1, 0.01);
    near(histogram.max, 600_000, 0.01);
  },
  'the buckets hold all that was counted'() {
    const histogram = new Histogram();
    for (const ms of [0, 0.3, 0.3, 41.7, 41.7, 41.7, 900_000]) histogram.add(ms);
    const buckets = histogram.buckets();
    equal(
      buckets.map(([, count]) => count),
      [1, 2, 3, 1],
    );
    equal(buckets[0][0], 0);
    near(buckets[2][0], 41_700, 0.01);
    equal(new Histogram().buckets(), []);
  },

  'what is in flight is not lost'() {
    const { ledger, arrive } = books(10);
    arrive(1, 2, 3);
    equal(counts(ledger), { ...NONE, delivered: 3, waiting: 7 });
  },
  'what was jumped over is lost'() {
    const { ledger, arrive } = books(5);
    arrive(1, 2, 5);
    equal(counts(ledger), { ...NONE, delivered: 3, lost: 2 });
  },
  'what comes after all is reordered, and no longer lost'() {
    const { ledger, arrive } = books(5);
    arrive(1, 2, 5, 4);
    equal(counts(ledger), { ...NONE, delivered: 4, lost: 1, reordered: 1 });
    arrive(3, 4);
    equal(counts(ledger), { ...NONE, delivered: 5, reordered: 2, duplicated: 1 });
  },
  'when a lane is closed for good, all that it misses is lost'() {
    const { ledger, arrive } = books(14);
    arrive(1, 2, 3);
    ledger.status('waiting');
    equal([ledger.lost, ledger.waiting, ledger.over], [0, 11, false], 'waiting:');
    ledger.status('closed');
    equal([ledger.lost, ledger.waiting, ledger.over], [11, 0, true], 'closed:');
  },
  'at the end, published is delivered and lost'() {
    const { ledger, feed, arrive } = books(0);
    for (const seq of [1, 2, 2, 7, 6, 9, 40]) {
      feed.published = Math.max(feed.published, seq) + 3;
      arrive(seq);
      equal(ledger.delivered + ledger.lost + ledger.waiting, feed.published, `${seq}:`);
    }
    ledger.finish();
    equal(counts(ledger), { ...NONE, delivered: 6, lost: 37, duplicated: 1, reordered: 1 });
    equal(ledger.delivered + ledger.lost, feed.published);
  },
  'what a gap names will not come'() {
    const { ledger, arrive } = books(500);
    arrive(1);
    ledger.gap({ from: 2, to: 100 });
    equal(counts(ledger), { ...NONE, delivered: 1, lost: 99, waiting: 400 });
  },
  'late is later than was asked for, and counted once'() {
    const { ledger } = books(3);
    ledger.event(1, 999);
    ledger.event(2, 1001);
    ledger.event(2, 5000);
    equal([ledger.late, ledger.duplicated, ledger.latency.count], [1, 1, 2]);
  },
  'no event is early by less than the clocks may be wrong'() {
    const ledger = new LaneLedger({ technique: 'sse', lateMs: 1000, published: () => 2, slack: () => 2 });
    ledger.event(1, -1.9);
    ledger.event(2, -2.1);
    equal([ledger.early, ledger.delivered], [1, 2]);
  },
  'an event from before it was published is early, and took no time'() {
    const { ledger } = books(2);
    ledger.event(1, -2000);
    ledger.event(2, 4);
    equal([ledger.early, ledger.latency.min, ledger.latency.count], [1, 0, 2]);
  },
  'an event that this feed cannot have published is foreign'() {
    const { ledger, arrive } = books(3);
    arrive(1);
    equal(
      [2, 2.5, 0, -1, '2', null, undefined, 999_999_999, 2 ** 60].map((seq) => ledger.event(seq, 1)),
      [true, ...Array(8).fill(false)],
    );
    equal(ledger.event(3, Date.now()), false, 'stamped with 0:');
    equal(ledger.event(3, NaN), false, 'without a stamp:');
    equal(counts(ledger), { ...NONE, delivered: 2, foreign: 10, waiting: 1 });
  },
  'at the end, what was never published is foreign, too'() {
    const { ledger, feed, arrive } = books(8);
    arrive(1, 2, 8);
    feed.published = 5;
    ledger.finish();
    ledger.finish();
    equal(counts(ledger), { ...NONE, delivered: 2, lost: 3, foreign: 1 });
  },
  'only an answer without an event is empty'() {
    const { ledger } = books(3);
    for (const [status, events] of [
      [200, 3],
      [304, 0],
      [204, 0],
      [0, 0],
    ])
      ledger.answer({ status, events });
    equal(ledger.emptyAnswers, 2);
  },
  'each layer and each direction of the bytes is told per event, and nothing before the server has told'() {
    const { ledger, arrive } = books(4);
    arrive(1, 2, 3, 4);
    const names = ['wire', 'payload', 'framing', 'http', 'up', 'down'].map((what) => `${what}PerEvent`);
    const told = () => names.map((name) => ledger.figure(name));
    equal(told().every(Number.isNaN), true);
    ledger.wire({
      bytes: {
        c2s: { http: 400, framing: 12, payload: 8, total: 420 },
        s2c: { http: 200, framing: 20, payload: 184, total: 404 },
        total: 824,
      },
      connections: 2,
    });
    equal(told(), [206, 48, 8, 150, 105, 101]);
    equal(ledger.figure('connections'), 2);
  },
  'per event is nothing while there is no event, and a share of no requests is none'() {
    const { ledger } = books(4);
    ledger.wire({
      bytes: { c2s: { http: 9, framing: 0, payload: 0, total: 9 }, s2c: { http: 9, framing: 0, payload: 0, total: 9 }, total: 18 },
      connections: 1,
    });
    for (const name of ['wirePerEvent', 'upPerEvent', 'requestsPerEvent', 'emptyShare'])
      equal(Number.isNaN(ledger.figure(name)), true, name);
    for (let i = 0; i < 4; i++) ledger.request();
    for (const events of [0, 2, 0, 0]) ledger.answer({ status: 200, events });
    equal([ledger.figure('requests'), ledger.figure('emptyAnswers'), ledger.figure('emptyShare')], [4, 3, 0.75]);
  },
  'the bytes of an event that came after they were counted are not shared out to it'() {
    const { ledger, arrive } = books(4);
    arrive(1, 2);
    ledger.wire({
      bytes: { c2s: { http: 60, framing: 0, payload: 0, total: 60 }, s2c: { http: 20, framing: 10, payload: 10, total: 40 }, total: 100 },
      connections: 1,
    });
    const told = () => ['wirePerEvent', 'upPerEvent', 'framingPerEvent'].map((name) => ledger.figure(name));
    equal(told(), [50, 30, 5]);
    arrive(3, 4);
    equal(told(), [50, 30, 5]);
  },
  'a figure that is not named is none, and each that is named is a number once all has happened'() {
    const { ledger, arrive } = books(1);
    ledger.request(1000);
    ledger.status('open', 1010);
    ledger.answer({ status: 200, events: 1 });
    arrive(1);
    ledger.echo(3);
    ledger.wire({
      bytes: { c2s: { http: 9, framing: 0, payload: 0, total: 9 }, s2c: { http: 9, framing: 0, payload: 0, total: 9 }, total: 18 },
      connections: 1,
    });
    equal(FIGURES.filter((name) => !Number.isFinite(ledger.figure(name))), []);
    for (const name of ['latency', 'latency.p51', 'p50', 'toString', 'constructor', 'bytes', ''])
      equal(Number.isNaN(ledger.figure(name)), true, name);
  },
  'a reconnect is a stream that is open once more'() {
    const { ledger } = books(0);
    const states = ['waiting', 'open', 'waiting', 'waiting', 'open', 'open', 'waiting', 'closed'];
    equal(
      states.map((state) => {
        ledger.status(state);
        return ledger.reconnects;
      }),
      [0, 0, 0, 0, 1, 1, 1, 1],
    );
    const polls = books(0, 'polling').ledger;
    for (const state of states) polls.status(state);
    equal(polls.reconnects, 0);
  },
  'a stream is open so long after it was asked for, each time; what nobody knows is not counted'() {
    const { ledger } = books(0);
    ledger.request(1000);
    ledger.status('waiting', 1500);
    ledger.request(2000);
    ledger.status('open', 2007);
    ledger.status('open', 2100);
    ledger.status('waiting', 3000);
    ledger.request(); // a browser that came back by itself
    ledger.status('open', 4000);
    ledger.status('waiting', 5000);
    ledger.request(5001);
    ledger.status('open', 5004);
    equal([ledger.report().open, ledger.reconnects, ledger.requests], [[[2992, 1], [6976, 1]], 2, 4]);
    equal([ledger.figure('open.p50'), ledger.figure('open.max')].map(Math.round), [3, 7]);
  },
  'of what polls, the first answer counts'() {
    for (const [technique, again] of [
      ['polling', []],
      ['longpolling', []],
      ['fallback', [7]], // to polls: it opens once more
    ]) {
      const { ledger } = books(0, technique);
      let now = 0;
      const poll = (status, ms) => {
        ledger.request(now);
        ledger.answer({ status, events: 1, began: now, ended: now + ms });
        ledger.status(status ? 'open' : 'waiting', now + ms + 500);
        now += 1000;
      };
      poll(0, 1);
      poll(304, 4);
      poll(200, 5);
      poll(0, 6);
      poll(200, 7);
      const open = ledger.report().open.map(([us, n]) => [Math.round(us / 1000), n]);
      equal(open, [[4, 1], ...again.map((ms) => [ms, 1])], technique);
    }
  },

  'figures have the names that lessons use'() {
    const { ledger } = books(2);
    const counted = [
      'delivered',
      'lost',
      'duplicated',
      'reordered',
      'late',
      'unreadable',
      'requests',
      'emptyAnswers',
      'reconnects',
    ];
    const measured = [
      'latency.p50',
      'latency.p90',
      'latency.p99',
      'latency.max',
      'rtt.p50',
      'open.p50',
      'requestsPerEvent',
      'wirePerEvent',
    ];
    equal(
      counted.map((name) => ledger.figure(name)),
      counted.map(() => 0),
    );
    for (const name of [...measured, 'latency', 'latency.p42', 'series', 'x']) equal(ledger.figure(name), NaN, name);
    ledger.request(10);
    ledger.status('open', 10.3);
    ledger.event(1, 0.1);
    ledger.event(2, 0.1);
    ledger.sent++;
    ledger.echo(0.2);
    ledger.wire({ bytes: { total: 300 }, connections: 4 });
    equal(
      measured.map((name) => ledger.figure(name)),
      [0.1, 0.1, 0.1, 0.1, 0.2, 0.3, 0.5, 150],
    );
    equal([ledger.figure('delivered'), ledger.figure('requests'), ledger.connections], [2, 1, 4]);
  },
  'a report is what the server takes'() {
    const { ledger } = books(3);
    ledger.event(1, 0.1);
    ledger.event(3, 0.1);
    ledger.unreadable++;
    ledger.status('closed');
    equal(ledger.report(), {
      delivered: 2,
      lost: 1,
      duplicated: 0,
      reordered: 0,
      late: 0,
      early: 0,
      unreadable: 1,
      foreign: 0,
      requests: 0,
      emptyAnswers: 0,
      reconnects: 0,
      sent: 0,
      echoed: 0,
      finished: true,
      latency: [[100, 2]],
      rtt: [],
      open: [],
    });
  },

  'the series has what each second brought'() {
    const { ledger, arrive } = books(9);
    arrive(1, 2);
    ledger.wire({ bytes: { total: 300 } });
    ledger.tick(1);
    ledger.tick(2);
    ledger.event(5, 0.1);
    ledger.wire({ bytes: { total: 350 } });
    ledger.tick(3);
    arrive(4);
    ledger.tick(4);
    const { p50, p99, ...columns } = ledger.series.columns();
    equal(columns, { second: [1, 2, 3, 4], delivered: [2, 0, 1, 1], lost: [0, 0, 2, -1], bytes: [300, 0, 50, 0] });
    equal([p50[1], p99[1], p50[2]], [null, null, 0.1]);
  },
  'the series keeps ten minutes'() {
    const series = new Seconds();
    for (let second = 1; second <= 700; second++)
      series.push({ second, delivered: 1, lost: 0, p50: 1, p99: 1, bytes: 1 });
    const { second } = series.columns();
    equal([second.length, second[0], second.at(-1)], [600, 101, 700]);
  },
};
