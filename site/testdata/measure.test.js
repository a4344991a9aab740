// What the bench counts with.
import { equal } from './check.js';
import { Clock } from '/static/js/clock.js';
import { Ring } from '/static/js/ring.js';
import { Seen } from '/static/js/seen.js';
import { elapsed, figure, tally } from '/static/js/format.js';

export const cases = {
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
  'what lies above a number is counted'() {
    const seen = new Seen();
    for (const seq of [1, 2, 3, 7, 8, 20]) seen.add(seq);
    equal(
      [0, 3, 7, 19, 20, 99].map((seq) => seen.above(seq)),
      [6, 3, 2, 1, 0, 0],
    );
  },
  'a run full of holes takes bounded memory and keeps its counts'() {
    const seen = new Seen();
    for (let seq = 2; seq <= 20_000; seq += 2) seen.add(seq);
    equal([seen.count, seen.missing(20_000)], [10_000, 10_000]);
  },

  'the shortest round trip tells the time'() {
    const clock = new Clock();
    equal(clock.error, Infinity);
    clock.add(1000, 1_500_000 * 1000, 1080); // 80 ms
    clock.add(2000, 1_501_001.5 * 1000, 2002); // 2 ms: the server is 1,499,000.5 ms ahead
    clock.add(3000, 1_502_100 * 1000, 3100);
    equal([clock.error, clock.here(1_499_500.5 * 1000)], [1, 500]);
  },
  'the offset is how far the server is ahead'() {
    const clock = new Clock();
    clock.add(1000, 3_001_000, 1002);
    equal([clock.offset, clock.error], [2000, 1]);
  },
  'an old sample is forgotten'() {
    const clock = new Clock();
    clock.add(0, 0, 2);
    for (let i = 0; i < 31; i++) clock.add(0, 5_000, 10);
    equal([clock.error, clock.here(0)], [1, 1]);
    clock.add(0, 5_000, 10);
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
