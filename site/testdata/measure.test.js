// What the bench counts with.
import { equal, near } from './check.js';
import { Clock } from '/static/js/clock.js';
import { Histogram } from '/static/js/histogram.js';
import { LaneLedger } from '/static/js/ledger.js';
import { Ring } from '/static/js/ring.js';
import { Seen } from '/static/js/seen.js';
import { elapsed, figure, tally } from '/static/js/format.js';

export const cases = {
  'quantiles are within one per cent'() {
    for (const scale of [0.05, 1, 40, 400]) {
      const histogram = new Histogram();
      for (let i = 1; i <= 1000; i++) histogram.add(i * scale);
      near(histogram.quantile(0.5), 500 * scale, 0.01);
      near(histogram.quantile(0.99), 990 * scale, 0.01);
      near(histogram.quantile(1), 1000 * scale, 0.01);
    }
  },
  'one value is each of its quantiles'() {
    const histogram = new Histogram();
    histogram.add(41.7);
    equal([histogram.quantile(0.5), histogram.quantile(0.99)], [41.7, 41.7]);
  },
  'no value has no quantile'() {
    equal(Number.isNaN(new Histogram().quantile(0.5)), true);
  },
  'a latency below zero, which the clocks may make, counts as none'() {
    const histogram = new Histogram();
    histogram.add(-0.3);
    equal([histogram.quantile(0.5), histogram.total], [0, 1]);
  },
  'a latency beyond the last bucket still counts'() {
    const histogram = new Histogram();
    histogram.add(1e9);
    histogram.add(1);
    near(histogram.quantile(0.5), 1, 0.01);
    equal(histogram.quantile(0.99) > 500_000, true);
  },

  'seen in order, nothing is missing'() {
    const seen = new Seen();
    for (let seq = 1; seq <= 500; seq++) equal(seen.add(seq), true);
    equal([seen.count, seen.last, seen.missing(500), seen.missing(503)], [500, 500, 0, 3]);
  },
  'in any order the counts are the same'() {
    // Every order of five numbers out of seven, each then given again.
    const orders = (left) =>
      left.length ? left.flatMap((n, i) => orders(left.toSpliced(i, 1)).map((rest) => [n, ...rest])) : [[]];
    for (const order of orders([1, 2, 4, 5, 7])) {
      const seen = new Seen();
      for (const seq of order) equal(seen.add(seq), true, `${order}: ${seq} new`);
      for (const seq of order) equal(seen.add(seq), false, `${order}: ${seq} again`);
      equal(
        [seen.count, seen.last, seen.missing(seen.last), seen.missing(5), seen.missing(9)],
        [5, 7, 2, 1, 4],
        `${order}:`,
      );
    }
  },
  'a run full of holes takes bounded memory and keeps its counts'() {
    const seen = new Seen();
    for (let seq = 2; seq <= 20_000; seq += 2) seen.add(seq);
    equal([seen.count, seen.missing(20_000)], [10_000, 10_000]);
  },

  'what is in flight is not lost'() {
    const ledger = new LaneLedger();
    for (const seq of [1, 2, 3]) ledger.event(seq, 1);
    equal([ledger.delivered, ledger.lost(10)], [3, 0]);
  },
  'what was jumped over is lost'() {
    const ledger = new LaneLedger();
    for (const seq of [1, 2, 5]) ledger.event(seq, 1);
    equal(ledger.lost(5), 2);
  },
  'when a lane is closed for good, all that it misses is lost'() {
    const ledger = new LaneLedger();
    for (const seq of [1, 2, 3]) ledger.event(seq, 1);
    ledger.status('waiting');
    equal(ledger.lost(14), 0, 'waiting:');
    ledger.status('closed');
    equal(ledger.lost(14), 11, 'closed:');
  },
  'an event that comes twice is delivered once'() {
    const ledger = new LaneLedger();
    for (const seq of [1, 2, 2, 1, 3]) ledger.event(seq, 1);
    equal([ledger.delivered, ledger.duplicated, ledger.lost(3)], [3, 2, 0]);
  },
  'only an answer without an event is empty'() {
    const ledger = new LaneLedger();
    for (const answer of [
      { status: 200, events: 3 },
      { status: 304, events: 0 },
      { status: 204, events: 0 },
      { status: 0, events: 0 },
    ])
      ledger.answer(answer);
    equal(ledger.emptyAnswers, 2);
  },
  'figures have the names that lessons use'() {
    const ledger = new LaneLedger();
    const names = [
      'latency.p50',
      'latency.p99',
      'delivered',
      'lost',
      'duplicated',
      'requests',
      'requestsPerEvent',
      'wirePerEvent',
      'emptyAnswers',
    ];
    equal(
      names.map((name) => Number.isFinite(ledger.figure(name, 0))),
      [false, false, true, true, true, true, false, false, true],
      'empty:',
    );
    ledger.request();
    ledger.event(1, 10);
    ledger.event(2, 10);
    ledger.wire({ bytes: { total: 300 } });
    equal(
      names.map((name) => ledger.figure(name, 2)),
      [10, 10, 2, 0, 0, 1, 0.5, 150, 0],
      'full:',
    );
  },

  'the shortest round trip tells the time'() {
    const clock = new Clock();
    equal(clock.error, Infinity);
    clock.add(1000, 1_500_000 * 1000, 1080); // 80 ms
    clock.add(2000, 1_501_001.5 * 1000, 2002); // 2 ms: the server is 1,499,000.5 ms ahead
    clock.add(3000, 1_502_100 * 1000, 3100);
    equal([clock.error, clock.here(1_499_500.5 * 1000)], [1, 500]);
  },
  'an old sample is forgotten'() {
    const clock = new Clock();
    clock.add(0, 0, 2);
    for (let i = 0; i < 8; i++) clock.add(0, 5_000, 10);
    equal([clock.error, clock.here(0)], [5, 0]);
  },

  'a ring keeps the newest rows'() {
    const ring = new Ring(3, 2);
    equal(ring.length, 0);
    for (let i = 1; i <= 5; i++) ring.push(i, i * 10);
    equal([ring.length, ring.get(0, 0), ring.get(1, 1), ring.get(2, 0)], [3, 5, 40, 3]);
  },

  'figures as people read them'() {
    equal([NaN, 0, 0.42, 2, 9.94, 9.96, 541.4, 1038].map(figure), [
      '–',
      '0.0',
      '0.4',
      '2.0',
      '9.9',
      '10',
      '541',
      '1,038',
    ]);
    equal([NaN, 0, 7, 12_345].map(tally), ['–', '0', '7', '12,345']);
    equal([-5, 12_449, 64_200].map(elapsed), ['00:00.0', '00:12.4', '01:04.2']);
  },
};
