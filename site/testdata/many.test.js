// A hundred thousand units on one page.
import { equal } from './check.js';
import { parse } from '/static/js/wire/filter.js';
import { UnitList } from '/static/js/wire/list.js';
import { LIMIT, UnitLog } from '/static/js/wire/log.js';

const LANES = ['polling', 'longpolling', 'sse', 'websocket'];
const KINDS = ['request', 'response', 'event', 'frame'];

function synthetic(n) {
  return Array.from({ length: n }, (_, i) => ({
    seq: i + 1,
    at: i * 100,
    conn: 1 + (i % 40),
    dir: i % 3 ? 's2c' : 'c2s',
    lane: LANES[i % 4],
    kind: KINDS[i % 4],
    length: 100 + (i % 900),
    summary: `id: ${i} · data: {"seq":${i},"at":1763794512203114,"data":"WIRE 100.23 +0.23................."}`,
    ...(i % 5000 === 0 && { error: { name: 'x' } }),
  }));
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function timed(work, times = 5) {
  return median(
    Array.from({ length: times }, () => {
      const began = performance.now();
      work();
      return performance.now() - began;
    }),
  );
}

const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));

export const cases = {
  'the log keeps a hundred thousand'() {
    const log = new UnitLog();
    for (let i = 0; i < 3; i++) log.add(synthetic(50_000).map((unit) => ({ ...unit, seq: unit.seq + i * 50_000 })));
    equal([log.size, log.forgotten, log.shown.length], [LIMIT, 50_000, LIMIT]);
    equal([log.indexOf(50_001), log.shown[0].seq, log.shown.at(-1).seq], [0, 50_001, 150_000]);
  },
  'to filter them takes a moment'() {
    const log = new UnitLog();
    log.add(synthetic(LIMIT));
    for (const [text, want] of [
      ['lane:sse dir:s2c', 16_667],
      ['error', 20],
      ['conn:7', 2_500],
      ['"seq":99999 wire', 1],
    ]) {
      let passing = 0;
      const took = timed(() => (passing = log.filter(parse(text))));
      equal(passing, want, text);
      equal(took < 200, true, `${text} took ${took} ms:`);
    }
  },
  async 'to scroll through them costs no more than the rows that are seen'() {
    const box = document.body.appendChild(document.createElement('div'));
    Object.assign(box.style, { height: '500px', overflowY: 'auto', position: 'relative' });
    try {
      const log = new UnitLog();
      const list = new UnitList(box, log);
      list.begin(0);
      log.add(synthetic(LIMIT));
      list.follow(false);
      await frame();
      await frame();
      const frames = [];
      let last = performance.now();
      for (let i = 0; i < 60; i++) {
        box.scrollTop = i * 41_237;
        await frame();
        frames.push(performance.now() - last);
        last = performance.now();
      }
      equal(box.querySelectorAll('.row').length <= 24, true, `${box.querySelectorAll('.row').length} rows:`);
      equal(box.scrollHeight, LIMIT * 25);
      // Half of a display's rate, since this machine may be busy; a page with a row for each unit comes nowhere near.
      equal(median(frames) < 34, true, `a frame took ${median(frames)} ms:`);
      const first = [...box.querySelectorAll('.row:not([hidden])')].find((row) => row.unit.seq * 25 > box.scrollTop);
      equal(
        [first.getAttribute('aria-setsize'), first.getAttribute('aria-posinset')],
        ['100000', String(first.unit.seq)],
      );
    } finally {
      box.remove();
    }
  },
};
