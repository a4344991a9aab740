// How each client comes back, and gives up: WebSocket, and what falls back from it.
import { equal } from './check.js';
import { queries, start, trial } from './clients.js';
import { batch, event } from './fakes.js';

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
  'fallback: a server that is done is done by every technique'() {
    return trial(async ({ time, sockets, sources, asked }) => {
      const { told } = start('fallback');
      sockets[0].open();
      sockets[0].message(event(1));
      sockets[0].drop(1000);
      await time.pass(60_000);
      equal([told.status.at(-1), sockets.length, sources.length, asked.all.length], ['closed', 1, 0, 0]);
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
