// What a browser can do, in one of fakes: what is found out, and what is left out.
import { equal } from './check.js';
import { faked } from './fakes.js';
import { probe } from '/static/js/claims/probes.js';

const CLIENTS = ['sse', 'websocket'].map((name) => ({ name, url: `/labs/${name}?run=r1` }));

// asked has the probes made in a browser whose EventSource and WebSocket bring something, if they are to. requests(word)
// are the heads of requests that the wire is said to have carried; word is the probes' own.
async function tried({ asked, time, sources, sockets }, requests, { brings = true } = {}) {
  const { signal } = new AbortController();
  const probing = probe('page', signal);
  await time.pass(0);
  await asked.find('POST', '/api/runs').answer({ id: 'r1', clients: CLIENTS });
  const [source] = sources;
  if (brings) source?.message({ seq: 1 });
  else await time.pass(3000);
  await time.pass(0);
  const stream = asked.last;
  const [name, word] = Object.entries(stream.options.headers)[0];
  await stream.answer('');
  if (brings) sockets[0]?.message({ seq: 1 });
  else await time.pass(3000);
  const lines = requests(name, word).map((value) => JSON.stringify({ lane: 'sse', kind: 'request', value }));
  for (let i = 0; i < 25 && asked.last.options.method !== 'DELETE'; i++) {
    if (asked.last.url === '/api/runs/r1/units') await asked.last.answer(`${lines.join('\n')}\n`);
    await time.pass(100);
  }
  equal([asked.last.options.method, asked.last.url], ['DELETE', '/api/runs/r1']);
  await asked.last.answer('');
  equal([source?.closed ?? true, sockets[0]?.readyState ?? 3], [true, 3], 'closed:');
  const { setup, values } = await probing;
  equal(setup, 'page');
  return values;
}

const bySource = (word, headers = []) => ({ target: `/labs/sse?run=r1&after=now&token=${word}`, headers });
const byFetch = (headers = []) => ({ target: '/labs/sse?run=r1&after=now&by=fetch', headers });

export const cases = {
  'what stands in the requests is told as it is'() {
    return faked(async (browser) => {
      equal(await tried(browser, (name, word) => [bySource(word), byFetch([['X-Wireside-Probe', word]])]), {
        'page.eventSource': 1,
        'page.fetchStream': 0,
        'page.webSocket': 1,
        'page.fetchHeaders': 1,
        'page.headers': 0,
        'page.tokenInTarget': 1,
      });
      browser.sources.length = browser.sockets.length = 0;
      const both = await tried(browser, (name, word) => [bySource(word, [[name, word]]), byFetch([[name, word]])]);
      equal(both['page.headers'], 1);
    });
  },
  'a header that is seen nowhere says nothing, nor does a request that is not seen'() {
    return faked(async (browser) => {
      const nowhere = await tried(browser, (name, word) => [bySource(word), byFetch([[name, 'other']])]);
      equal([nowhere['page.fetchHeaders'], 'page.headers' in nowhere], [0, false]);
      browser.sources.length = browser.sockets.length = 0;
      equal(await tried(browser, () => []), { 'page.eventSource': 1, 'page.fetchStream': 0, 'page.webSocket': 1 });
    });
  },
  'what this browser does not have is 0, and what brings nothing is absent'() {
    return faked(async (browser) => {
      equal(await tried(browser, () => [], { brings: false }), { 'page.fetchStream': 0 });
      browser.sources.length = browser.sockets.length = 0;
      globalThis.EventSource = globalThis.WebSocket = undefined; // put back by faked
      equal(await tried(browser, () => []), { 'page.eventSource': 0, 'page.fetchStream': 0, 'page.webSocket': 0 });
    });
  },
};
