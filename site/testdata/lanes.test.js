// How each client asks, comes back, and gives up: those that make requests.
import { equal } from './check.js';
import { queries, start, trial } from './clients.js';
import { batch, event } from './fakes.js';
import { moduleOf, sourceOf } from '/static/js/lanes/lanes.js';
import { techniqueOf, titleOf } from '/static/js/lanes/titles.js';

export const cases = {
  'each client has its module, and its code to read'() {
    equal(moduleOf({ technique: 'websocket', choices: { reconnect: 'resume' } }), 'websocket-resume');
    equal(sourceOf({ technique: 'polling', choices: {} }), '/static/js/lanes/polling.js');
    equal(techniqueOf('sse-noids'), 'sse');
    equal([titleOf('sse-noids'), titleOf('fallback')], ['SSE noids', 'Fallback']);
  },

  'polling: asks on, after what it has'() {
    return trial(async ({ time, asked }) => {
      const { told, stop, source } = start('polling');
      equal(source, '/static/js/lanes/polling.js');
      await asked.last.answer({ ...batch(1, 2), gap: null });
      await time.pass(999);
      equal(asked.all.length, 1);
      await time.pass(1);
      await asked.last.answer(batch(3));
      await time.pass(1000);
      equal(queries(asked.all), ['&after=0', '&after=2', '&after=3']);
      equal(
        [told.seqs, told.answers, told.requests],
        [
          [1, 2, 3],
          [
            [200, 2],
            [200, 1],
          ],
          3,
        ],
      );
      stop();
      await time.pass(10_000);
      equal(asked.all.length, 3);
    });
  },
  'polling: an ETag goes back to the URL that it came from'() {
    return trial(async ({ time, asked }) => {
      const { told } = start('polling');
      const tags = () => asked.all.map(({ options }) => options.headers['If-None-Match'] ?? '');
      await asked.last.answer({ events: [], next: 0 }, { headers: { ETag: '"a"' } });
      await time.pass(1000);
      await asked.last.answer('', { status: 304, headers: { ETag: '"a"' } });
      await time.pass(1000);
      await asked.last.answer(batch(1), { headers: { ETag: '"b"' } });
      await time.pass(1000);
      equal(tags(), ['', '"a"', '"a"', '']);
      equal(told.answers, [
        [200, 0],
        [304, 0],
        [200, 1],
      ]);
    });
  },
  'polling: an answer without ETag is asked for without one'() {
    return trial(async ({ time, asked }) => {
      start('polling', { etag: false });
      await asked.last.answer({ events: [], next: 0 });
      await time.pass(1000);
      equal(
        asked.all.map(({ options }) => Object.keys(options.headers)),
        [[], []],
      );
    });
  },
  'polling: connections that are closed each time are shared with no other lane'() {
    return trial(async ({ asked }) => {
      start('polling', { keepAlive: false });
      start('polling');
      equal(
        asked.all.map(({ options }) => options.credentials),
        ['omit', 'same-origin'],
      );
    });
  },
  'polling: half of the interval may be left to chance'() {
    return trial(
      async ({ time, asked }) => {
        start('polling', { jitter: 0.5 });
        await asked.last.answer(batch());
        await time.pass(749);
        equal(asked.all.length, 1);
        await time.pass(1);
        equal(asked.all.length, 2);
      },
      { random: 0.5 },
    );
  },
  'polling: failures stretch the interval, and what it has stays'() {
    return trial(async ({ time, asked }) => {
      const { told } = start('polling', { cursor: 'now' });
      await asked.last.answer({ events: [], next: 7 });
      const began = [];
      for (let i = 0; i < 6; i++) {
        const had = asked.all.length;
        while (asked.all.length === had) await time.pass(500);
        began.push(time.now);
        if (i % 2) await asked.last.fail();
        else await asked.last.answer('<html>', { status: i ? 200 : 503 });
      }
      equal(began, [1000, 3000, 7000, 15_000, 23_000, 31_000]);
      equal(queries(asked.all), ['&after=now', ...Array(6).fill('&after=7')]);
      equal([told.unreadable, told.answers.slice(1).flat()], [['<html>', '<html>'], Array(12).fill(0)]);
      equal(told.status, ['open', ...Array(6).fill('waiting')]);
    });
  },
  'polling: an interval longer than the longest pause is not cut short by a failure'() {
    return trial(async ({ time, asked }) => {
      start('polling', { intervalMs: 20_000 });
      await asked.last.fail();
      await time.pass(19_999);
      equal(asked.all.length, 1);
    });
  },
  'polling: a request that takes too long is given up'() {
    return trial(async ({ time }) => {
      for (const technique of ['polling', 'longpolling']) {
        const { told } = start(technique, { timeoutMs: 700 });
        await time.pass(699);
        equal([told.status, told.answers], [[], []], technique);
        await time.pass(1);
        equal(
          [told.status, told.answers, told.text],
          [['waiting'], [[0, 0]], 'signal timed out; trying again'],
          technique,
        );
      }
    });
  },

  'long polling: asks again at once, after what it has'() {
    return trial(async ({ asked }) => {
      const { told } = start('longpolling', { waitMs: 9000 });
      await asked.last.answer({ ...batch(4), gap: { from: 1, to: 3 } });
      await asked.last.answer('', { status: 204 });
      equal(queries(asked.all), ['&after=0&wait=9000ms', '&after=4&wait=9000ms', '&after=4&wait=9000ms']);
      equal(
        [told.seqs, told.gaps, told.answers],
        [
          [4],
          [[1, 3]],
          [
            [200, 1],
            [204, 0],
          ],
        ],
      );
    });
  },
  'long polling: without a cursor it only asks for what is to come'() {
    return trial(async ({ asked }) => {
      start('longpolling', { cursor: 'now' });
      await asked.last.answer(batch(4));
      equal(queries(asked.all), Array(2).fill('&after=now&wait=25000ms'));
    });
  },
  'long polling: failures make pauses, and the end of the run ends it'() {
    return trial(async ({ time, asked }) => {
      const { told } = start('longpolling');
      const began = [];
      for (let i = 0; i < 6; i++) {
        const had = asked.all.length;
        await asked.last.fail();
        while (asked.all.length === had) await time.pass(250);
        began.push(time.now);
      }
      equal(began, [250, 750, 1750, 3750, 7750, 11_750], 'half of each pause:');
      await asked.last.answer({ error: {} }, { status: 410 });
      await time.pass(60_000);
      equal([asked.all.length, told.status.at(-1)], [7, 'closed']);
    });
  },

  'SSE: the browser comes back by itself'() {
    return trial(async ({ time, sources }) => {
      const { told, stop } = start('sse');
      equal(queries(sources), ['&after=0']);
      sources[0].open();
      sources[0].message(event(1), '1');
      sources[0].message('{"seq":2,', '2');
      sources[0].message('null');
      sources[0].dispatch('gap', '{"from":3,"to":5}');
      sources[0].drop();
      await time.pass(100_000);
      equal(told.requests, 1, 'it may ask any time:');
      sources[0].drop();
      sources[0].drop();
      equal(told.requests, 3, 'it asked, and failed:');
      sources[0].open();
      equal(told.status, ['open', 'waiting', 'waiting', 'waiting', 'open']);
      equal([told.seqs, told.unreadable, told.gaps, told.requests], [[1], ['{"seq":2,', 'null'], [[3, 5]], 4]);
      sources[0].drop({ forGood: true });
      equal([told.status.at(-1), sources.length], ['closed', 1]);
      equal(told.late, [false, true, true, true], 'when the browser asked by itself, nobody knows:');
      stop();
      equal(sources[0].closed, true);
    });
  },
  'SSE: after a silence it opens another stream, from the last id'() {
    return trial(async ({ time, sources }) => {
      const { told, stop } = start('sse', { watchdogMs: 3000 });
      sources[0].open();
      sources[0].message(event(7), '7');
      for (let i = 0; i < 4; i++) {
        await time.pass(2900);
        sources[0].dispatch('heartbeat');
      }
      equal(sources.length, 1, 'with heartbeats:');
      await time.pass(3000);
      equal([queries(sources), sources[0].closed], [['&after=0', '&after=7'], true]);
      equal([told.status.at(-1), told.requests, told.late], ['waiting', 2, [false, false]]);
      await time.pass(3000);
      equal(sources.length, 3, 'one that does not even open:');
      sources[2].drop({ forGood: true });
      await time.pass(60_000);
      equal(sources.length, 3, 'closed for good:');
      stop();
    });
  },
  'SSE: from now on'() {
    return trial(async ({ sources }) => {
      start('sse', { cursor: 'now' });
      equal(queries(sources), ['&after=now']);
    });
  },

  'what goes up beside the techniques that only bring down'() {
    return trial(async ({ asked }) => {
      const { told, send } = start('sse');
      send('#1');
      equal(
        [asked.last.url, asked.last.options.method, asked.last.options.body],
        ['/labs/sse/send?run=r1', 'POST', '#1'],
      );
      await asked.last.answer({ echo: '#1' });
      send('#2');
      await asked.last.fail();
      send('#3');
      await asked.last.answer('<html>', { status: 503 });
      equal(told.echoes, ['#1']);
    });
  },
};
