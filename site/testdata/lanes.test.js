// How each client asks, comes back, and gives up.
import { equal } from './check.js';
import { batch, event, faked, listener } from './fakes.js';
import { moduleOf, open, sourceOf } from '/static/js/lanes/lanes.js';
import { techniqueOf, titleOf } from '/static/js/lanes/titles.js';

const CHOICES = {
  polling: { intervalMs: 1000, jitter: 0, etag: true, keepAlive: true, cursor: 'last', timeoutMs: 0 },
  longpolling: { waitMs: 25_000, cursor: 'last', timeoutMs: 0 },
  sse: { ids: true, cursor: 'last', heartbeatMs: 15_000, watchdogMs: 0 },
  websocket: { reconnect: 'none', jitter: 0, cursor: 'last', watchdogMs: 0 },
  fallback: { order: ['websocket', 'sse', 'longpolling'], lacks: [], patienceMs: 4000 },
};

const opened = [];

// trial runs a test in a browser of fakes, and stops the clients that it opened.
const trial = (test, options) =>
  faked(async (browser) => {
    try {
      await test(browser);
    } finally {
      for (const { stop } of opened.splice(0)) stop();
    }
  }, options);

// start opens a client with the choices named, the others at their defaults.
function start(technique, choices = {}) {
  const { told, handlers } = listener();
  const path = technique === 'fallback' ? 'websocket' : technique;
  const client = { technique, url: `/labs/${path}?run=r1`, choices: { ...CHOICES[technique], ...choices } };
  const lane = open(client, handlers);
  opened.push(lane);
  return { told, ...lane };
}

const queries = (list) => list.map(({ query }) => query.replace('?run=r1', ''));

// pauses drops the socket again and again, and returns how long each time it takes until there is another.
async function pauses(time, sockets, times) {
  const out = [];
  for (let i = 0; i < times; i++) {
    const had = sockets.length;
    sockets.at(-1).drop();
    let ms = 0;
    for (; sockets.length === had && ms < 20_000; ms += 50) await time.pass(50);
    out.push(ms);
  }
  return out;
}

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
  'polling: without ETag the browser keeps none either'() {
    return trial(async ({ time, asked }) => {
      start('polling', { etag: false });
      await asked.last.answer({ events: [], next: 0 }, { headers: { ETag: '"a"' } });
      await time.pass(1000);
      equal(
        asked.all.map(({ options }) => [options.cache, options.headers['If-None-Match'] ?? '']),
        [
          ['no-store', ''],
          ['no-store', ''],
        ],
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
      equal([told.status.at(-1), told.requests], ['waiting', 2]);
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

  'WebSocket: the naive one stays closed'() {
    return trial(async ({ time, sockets }) => {
      const { told, send } = start('websocket');
      equal([sockets[0].url.startsWith('ws://'), sockets[0].binaryType], [true, 'arraybuffer']);
      equal(send('too early'), false);
      sockets[0].open();
      equal(send('#1'), true);
      sockets[0].message(event(1));
      sockets[0].message({ echo: '#1' });
      sockets[0].message({ heartbeat: 12 });
      sockets[0].message({ gap: { from: 2, to: 4 } });
      for (const text of ['{oops', '17', 'null']) sockets[0].message(text);
      sockets[0].drop();
      await time.pass(60_000);
      equal(send('too late'), false);
      equal([sockets.length, told.status, sockets[0].sent], [1, ['open', 'closed'], ['#1']]);
      equal([told.seqs, told.echoes, told.gaps, told.unreadable], [[1], ['#1'], [[2, 4]], ['{oops', '17', 'null']]);
    });
  },
  'WebSocket: a binary message is two numbers and the data'() {
    return trial(async ({ sockets }) => {
      const { told } = start('websocket');
      const { buffer } = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2, 0, 6, 10, 24, 24, 24, 24, 24, 255, 0, 7);
      sockets[0].message(buffer);
      sockets[0].message(buffer.slice(0, 15));
      equal([told.seqs, [...told.data[0]], told.unreadable], [[258], [255, 0, 7], ['15 bytes']]);
    });
  },
  'WebSocket: with backoff each pause is twice as long, until something arrives'() {
    return trial(async ({ time, sockets }) => {
      const { told } = start('websocket', { reconnect: 'backoff' });
      equal(await pauses(time, sockets, 7), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
      sockets.at(-1).open();
      equal(await pauses(time, sockets, 1), [8000], 'it only opened:');
      sockets.at(-1).open();
      sockets.at(-1).message(event(3));
      equal(await pauses(time, sockets, 2), [500, 1000], 'it brought something:');
      equal(new Set(queries(sockets)), new Set(['&after=0']), 'the URL that it began with:');
      equal([told.requests, sockets.length], [11, 11]);
      sockets.at(-1).drop(1000);
      await time.pass(60_000);
      equal([sockets.length, told.status.at(-1)], [11, 'closed'], 'the server is done:');
    });
  },
  'WebSocket: chance makes pauses shorter'() {
    return trial(
      async ({ time, sockets }) => {
        start('websocket', { reconnect: 'backoff', jitter: 1, cursor: 'now' });
        equal(await pauses(time, sockets, 3), [150, 250, 500]);
        equal(queries(sockets), Array(4).fill('&after=now'));
      },
      { random: 0.75 },
    );
  },
  'WebSocket: with resume it says what it has seen'() {
    return trial(async ({ time, sockets }) => {
      const { told, stop } = start('websocket', { reconnect: 'resume' });
      sockets[0].open();
      for (const seq of [1, 2, 3]) sockets[0].message(event(seq));
      await pauses(time, sockets, 2);
      sockets.at(-1).open();
      sockets.at(-1).message(event(4));
      await pauses(time, sockets, 1);
      equal(queries(sockets), ['&after=0', '&after=3', '&after=3', '&after=4']);
      equal(told.seqs, [1, 2, 3, 4]);
      sockets.at(-1).drop();
      stop();
      await time.pass(60_000);
      equal(sockets.length, 4, 'stopped while it paused:');
    });
  },
  'WebSocket: a silence is an end, even if the socket never says so'() {
    return trial(async ({ time, sockets }) => {
      const { told } = start('websocket', { reconnect: 'resume', watchdogMs: 3000 });
      sockets[0].open();
      sockets[0].message(event(9));
      for (let i = 0; i < 4; i++) {
        await time.pass(2900);
        sockets[0].message({ heartbeat: 1 });
      }
      equal(sockets.length, 1, 'with heartbeats:');
      await time.pass(3500);
      equal([queries(sockets), sockets[0].left], [['&after=0', '&after=9'], 1000]);
      sockets[0].drop();
      sockets[0].message(event(10));
      await time.pass(1000);
      equal([sockets.length, told.seqs], [2, [9]], 'what the old one still says:');
      await time.pass(3000);
      equal(sockets.length, 3, 'one that does not even open:');

      const naive = start('websocket', { watchdogMs: 3000 });
      sockets.at(-1).open();
      await time.pass(3000);
      equal([naive.told.status, sockets.at(-1).left], [['open', 'closed'], 1000]);
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

  'fallback: takes the first that works'() {
    return trial(async ({ time, sockets, sources, asked }) => {
      const { told, send } = start('fallback');
      equal(queries(sockets), ['&after=0']);
      sockets[0].open();
      sockets[0].message(event(1));
      await time.pass(60_000);
      sockets[0].drop();
      await time.pass(500);
      equal(queries(sockets), ['&after=0', '&after=1'], 'it comes back by itself:');
      sockets[1].open();
      send('#1');
      equal([sockets[1].sent, sources.length, asked.all.length], [['#1'], 0, 0]);
      equal([told.status, told.text], [['open', 'waiting', 'open'], 'over websocket']);
    });
  },
  'fallback: what fails or keeps silent is given up for the next'() {
    return trial(async ({ time, sockets, sources, asked }) => {
      const { told, send, stop } = start('fallback');
      sockets[0].drop();
      equal(
        [sources.length, sockets[0].left, told.text],
        [1, 1000, 'websocket: closed 1006; back in 500 ms; trying sse'],
      );
      await time.pass(3999);
      equal(asked.all.length, 0);
      await time.pass(1);
      equal([asked.all.length, sources[0].closed], [1, true]);
      equal(asked.last.url, '/labs/longpolling?run=r1&after=0&wait=25000ms');
      await time.pass(20_000);
      equal([told.requests, told.status], [3, ['waiting', 'waiting']], 'the last has all the time that it needs:');
      await asked.last.answer(batch(1));
      equal([told.seqs, told.status.at(-1), told.text], [[1], 'open', 'over longpolling']);
      send('#1');
      equal(asked.last.url, '/labs/longpolling/send?run=r1');
      await time.pass(60_000);
      equal([sockets.length, sources.length], [1, 1]);
      stop();
    });
  },
  'fallback: does without what is lacking, and goes on where it was'() {
    return trial(async ({ sockets, sources, asked }) => {
      const { told } = start('fallback', { lacks: ['websocket'] });
      equal([sockets.length, sources.length], [0, 1]);
      sources[0].open();
      sources[0].message(event(5), '5');
      sources[0].drop();
      equal(told.status, ['open', 'waiting'], 'EventSource comes back:');
      sources[0].drop({ forGood: true });
      equal(asked.last.query, '?run=r1&after=5&wait=25000ms');
      await asked.last.answer({ error: {} }, { status: 410 });
      equal([told.status.at(-1), told.text], ['closed', 'longpolling: the run is over, and nothing is left to try']);
    });
  },
  'fallback: with nothing to try it says so'() {
    return trial(async ({ sockets }) => {
      const { told, stop, send } = start('fallback', { lacks: ['websocket', 'sse', 'longpolling'] });
      equal([sockets.length, told.status], [0, ['closed']]);
      equal(send('#1'), false);
      stop();
    });
  },
};
