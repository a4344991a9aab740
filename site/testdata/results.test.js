// A claim's result on its way: read from anywhere, kept, in a file, in a link.
import { equal } from './check.js';
import { forbidden, refused, result, stored, testCase } from './claimfakes.js';
import { client } from '/static/js/claims/client.js';
import { open, parse as parseFile } from '/static/js/claims/file.js';
import { fragment, link, parse } from '/static/js/claims/link.js';
import { resultOf } from '/static/js/claims/result.js';
import { forget, keep, newest } from '/static/js/claims/results.js';

// deflated is any text as a link would carry it.
async function deflated(text) {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

// A result that labs/experiments.Fragment has written, which compresses otherwise than a browser does.
const BY_SERVER =
  'TJA9TgMxEIWvYr2Gxkr2JwTFQrRQUtChFNbu7MbCa0f-2U0URcodKGjgNNwkJ0GzaXA1mpn3zXs-YTKBomkJCo3VZliWkLcKqpZIJlmevXprje' +
  'uFie4uiccuW3t8EoG0FckMpMTbsoLESKE1TYJCCpkgMfnQRii8eNtGJcpFsfr9EtfLp7hevr0TeqSge7pefhaQ0AmqfNgU_x-7MeQS1AkfxrVQ' +
  '6D0knB7Y2LMX5aJai9tSxFkiUhgp8L7n09a4fGB4aHZQ0EO7XnHGfY5QlWQaI5nC6pAtsWzT1c29LoqyrKq6Xs0SHXn0fporKOy07SCR6DBHhk' +
  'Rn-hx4xP3sDPeHiBsWCoGNuDixP_g9Of6j3ZHV3ouOJk4GVUiM2ub52va8Pf8FAAD__w';

const plain = (value) => JSON.parse(JSON.stringify(value));

export const cases = {
  'a result is read as it is, and what is unknown in it is left out'() {
    const [whole] = [plain(result({ broken: 'drop' }))];
    equal(Object.entries(resultOf(whole)).sort(), Object.entries(whole).sort());
    equal(resultOf({ ...whole, more: '<b>', cases: [{ ...whole.cases[0], more: 1 }] }).more, undefined);
    const { at, client, server, broken, ...least } = whole;
    equal(Object.keys(resultOf(least)), ['wireside', 'claim', 'title', 'verdict', 'words', 'rules', 'cases']);
    equal(resultOf({ ...whole, cases: [{ ...whole.cases[1], values: null }] }).cases[0].values, []);
  },
  async 'what is no result is refused, with the field'() {
    for (const [given, want] of [
      [null, 'The result is no object.'],
      [[], 'The result is no object.'],
      [{}, 'The result: “wireside” must be text.'],
      [{ wireside: 'run/1' }, 'This is no result of a claim.'],
      [{ wireside: 'claim/2' }, 'This result is of the format claim/2; this page reads claim/1.'],
      [result({ claim: 0 }), 'The result: “claim” must be a whole number from 1 to 999.'],
      [result({ claim: '24' }), 'The result: “claim” must be a whole number from 1 to 999.'],
      [result({ verdict: 'maybe' }), 'The result: “verdict” must be one of true, false, depends, inconclusive.'],
      [result({ words: 'x'.repeat(4001) }), 'The result: “words” must not be longer than 4000 bytes.'],
      [result({ title: 'ü'.repeat(151) }), 'The result: “title” must not be longer than 300 bytes.'],
      [result({ title: 'a\u202eb' }), 'The result: “title” must have no control characters.'],
      [result({ rules: '9f3c' }), 'The result: “rules” must be 16 hexadecimal digits.'],
      [result({ broken: 'Drop it' }), 'The result: “broken” must be a name of lower case letters.'],
      [result({ client: 'me' }), 'The result’s “client” is no object.'],
      [result({ server: { os: 1 } }), 'The result’s “server”: “os” must be text.'],
      [result({ cases: {} }), 'The result: “cases” must be a list.'],
      [result({ cases: Array(17).fill(testCase()) }), 'The result: “cases” must have 1 to 16 entries.'],
      [result({ cases: [] }), 'The result: “cases” must have 1 to 16 entries.'],
      [result({ cases: [testCase(), testCase()] }), 'The result: two cases have the same name.'],
      [result({ cases: [testCase(), 7] }), 'Case 2 is no object.'],
      [result({ cases: [testCase({ median: '1' })] }), 'Case 1: “median” must be a number.'],
      [result({ cases: [testCase({ values: [1, null, 2] })] }), 'Case 1: “values” must be 3 numbers.'],
      [result({ cases: [testCase({ n: 4 })] }), 'Case 1: “values” must have 4 entries.'],
      [result({ cases: [testCase({ values: null })] }), 'Case 1: “values” must be 3 numbers.'],
      [result({ cases: [testCase({ low: undefined })] }), 'Case 1: “low” must be a number.'],
      [result({ cases: [testCase({ missing: 98 })] }), 'Case 1: “missing” must be a whole number from 0 to 97.'],
      [JSON.parse('{"__proto__":{"wireside":"claim/1"}}'), 'The result: “wireside” must be text.'],
    ])
      equal(await refused(() => resultOf(given)), want);
  },
  'the newest result of a claim is kept, and those of a broken lab apart'() {
    return stored(() => {
      keep(result({ words: 'first' }));
      keep(result({ claim: 3, words: 'third' }));
      keep(result({ words: 'second' }));
      keep(result({ words: 'broken', broken: 'drop' }));
      const words = (broken) => [...newest(broken)].map(([claim, { words }]) => [claim, words]);
      equal(words(), [
        [24, 'second'],
        [3, 'third'],
      ]);
      equal(words('drop'), [[24, 'broken']]);
      forget();
      equal([words(), words('drop').length], [[], 1]);
    });
  },
  'of what is stored only results are read'() {
    return stored(async () => {
      const write = (text) => localStorage.setItem('wireside.results', text);
      for (const text of [
        '',
        '{',
        'null',
        '7',
        '{"length":3}',
        '[null,1,{}]',
        JSON.stringify([result({ broken: 'x' })]),
      ]) {
        write(text);
        equal(newest().size, 0, text);
      }
      write(JSON.stringify([{ wireside: 'claim/1' }, result()]));
      equal([...newest().keys()], [24]);
      write(JSON.stringify(Array.from({ length: 500 }, (_, i) => result({ claim: i + 1 }))));
      equal(newest().size, 60);
      await refused(() => keep({ claim: 1 }));
    });
  },
  'without storage results are kept as long as the page is'() {
    return forbidden(() => {
      keep(result({ claim: 7, broken: 'private' }));
      equal([...newest('private').keys()], [7]);
      forget('private');
      equal(newest('private').size, 0);
    });
  },
  async 'a link is opened again'() {
    const letters = await fragment(result());
    equal(/^[\w-]+$/.test(letters), true);
    equal(await parse(letters), plain(result()));
    equal(await parse(`#r=${letters}`), plain(result()));
    const address = new URL(await link(result()));
    equal([address.origin, address.pathname, address.hash], [location.origin, '/claims/result', `#r=${letters}`]);
    const wide = result({
      words: 'Übung – 日本語 🎉',
      cases: [testCase({ n: 100, values: Array.from({ length: 100 }, Math.random) })],
    });
    equal(await parse(await fragment(wide)), plain(wide));
  },
  async 'a link that the server has made is opened'() {
    const { claim, title, words, client, cases } = await parse(BY_SERVER);
    equal([claim, title, words], [3, "Polling isn't <fully> real time: T/2", 'Holds: 1.04× – “on average”.']);
    equal([client.name, cases.length, cases[0].why], ['Go 1.26 clients', 1, 'too few']);
  },
  async 'a link that is damaged, cut or none says so'() {
    const damaged = 'This address is damaged: perhaps a part of it was lost on the way. Ask for the link again.';
    const letters = await fragment(result());
    for (const [hash, want] of [
      ['', 'There is no result in this address.'],
      ['#r=', 'There is no result in this address.'],
      ['#r=%%%', damaged],
      ['#r=a', damaged],
      ['#r=AAAA', damaged],
      [letters.slice(0, -8), damaged],
      [letters.slice(0, letters.length / 2), damaged],
      [`${letters}AAAA`, damaged],
      [await deflated('{"wireside":'), damaged],
      [await deflated('7'), 'The result is no object.'],
      [
        await deflated('{"wireside":"claims/1","results":[]}'),
        'This result is of the format claims/1; this page reads claim/1.',
      ],
      ['A'.repeat(100_000), 'This address is longer than that of a result can be.'],
    ])
      equal(await refused(() => parse(hash)), want, hash.slice(0, 40));
    equal(await refused(() => fragment({})), 'The result: “wireside” must be text.');
  },
  async 'a few letters that stand for far too much are given up'() {
    const bomb = await deflated(' '.repeat(50 << 20));
    equal(bomb.length < 80_000, true);
    const began = performance.now();
    equal(await refused(() => parse(bomb)), 'There is more in this address than a result can be.');
    equal(performance.now() - began < 2000, true, 'soon:');
    const cases = Array.from({ length: 16 }, (_, i) =>
      testCase({ case: `${i}`, text: '"'.repeat(2000), rule: '"'.repeat(2000) }),
    );
    equal(await refused(() => fragment(result({ cases }))), 'This result is too large for a link. Save it as a file.');
  },
  async 'a file of one result or of many is opened'() {
    const file = (value) => new File([typeof value === 'string' ? value : JSON.stringify(value)], 'mine.json');
    const many = { wireside: 'claims/1', results: [result({ claim: 3 }), result({ claim: 4 })] };
    equal(
      (await open(file(many))).map(({ claim }) => claim),
      [3, 4],
    );
    equal(
      (await open(file(result()))).map(({ claim }) => claim),
      [24],
    );
    for (const [value, want] of [
      ['', 'This file is no JSON. Choose one that was saved on this page, or printed by “claims --json”.'],
      ['7', 'The result is no object.'],
      [{ wireside: 'claims/1', results: [] }, 'There are no results in this file.'],
      [{ wireside: 'claims/1' }, 'There are no results in this file.'],
      [
        { wireside: 'claims/1', results: [result(), {}] },
        'Result 2 of this file: The result: “wireside” must be text.',
      ],
      [{ wireside: 'claims/1', results: Array(101).fill(1) }, 'This file has 101 results; at most 100 are read.'],
      [' '.repeat(3 << 20), 'mine.json has 3145728 bytes; results have at most 1048576.'],
    ])
      equal(await refused(() => open(file(value))), want);
    equal(parseFile(JSON.stringify(many)).length, 2);
  },
  'a browser is named by its brand and version, and by its platform'() {
    const brands = [
      { brand: 'Not;A=Brand', version: '8' },
      { brand: 'Chromium', version: '156' },
    ];
    const edge = [...brands, { brand: 'Microsoft Edge', version: '155' }];
    const agent = (text) => ({ userAgent: `Mozilla/5.0 ${text}` });
    for (const [navigator, want] of [
      [{ userAgentData: { brands, platform: 'Linux' } }, 'Chromium 156, Linux'],
      [{ userAgentData: { brands: edge, platform: 'Windows' } }, 'Microsoft Edge 155, Windows'],
      [agent('(X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'), 'Firefox 140, Linux'],
      [
        agent(
          '(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
        ),
        'Safari 26, macOS',
      ],
      [
        agent(
          '(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0 Safari/537.36 Edg/155.0.0.0',
        ),
        'Edge 155, Windows',
      ],
      [
        agent('(Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0 Mobile Safari/537.36'),
        'Chrome 155, Android',
      ],
      [
        agent('(X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36'),
        'Chromium 156, Linux',
      ],
      [{ userAgent: '' }, 'A browser'],
      [{ userAgentData: { brands: [{ brand: 'x'.repeat(100), version: '1' }] } }, 'x'.repeat(60)],
    ])
      equal(client(navigator), { kind: 'page', name: want });
    equal(/^.+ \d+, /.test(client().name), true, client().name);
  },
};
