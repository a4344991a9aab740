// What the claims' page makes of results: in words, as a drawing, and row by row.
import { equal } from './check.js';
import { result, stored, testCase } from './claimfakes.js';
import { again } from '/static/js/claims/again.js';
import { came } from '/static/js/claims/cases.js';
import { Progress } from '/static/js/claims/progress.js';
import { Row } from '/static/js/claims/row.js';
import { scale, strip } from '/static/js/claims/strip.js';
import { by, figure, left, moment } from '/static/js/claims/words.js';

const six = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
const all = (root, selector) => [...root.querySelectorAll(selector)];
const texts = (root, selector) => all(root, selector).map(({ textContent }) => textContent);

// answered has the server answer one request.
async function answered(status, body, test) {
  const before = globalThis.fetch;
  globalThis.fetch = async () => new Response(JSON.stringify(body), { status });
  try {
    return await test();
  } finally {
    globalThis.fetch = before;
  }
}

// item is a claim's row as the server writes it.
function item(number = 24) {
  const list = document.createElement('template');
  const row = document.createElement('li');
  row.className = 'claimrow';
  row.dataset.claim = number;
  const part = (tag, className, to, text = '') => {
    const element = Object.assign(document.createElement(tag), { className, textContent: text });
    to.append(element);
    return element;
  };
  const details = part('details', '', row);
  const summary = part('summary', '', details);
  part('span', 'verdict', part('span', 'came', summary), 'not run here yet');
  part('span', 'words', summary, 'Measures latency.');
  for (const name of ['down', 'up']) part('div', 'got', part('div', 'case', details)).parentElement.dataset.case = name;
  part('div', 'foot', details);
  part('button', 'run', row, `Run claim ${number} here`);
  list.content.append(row);
  return row;
}

// unfolded opens a row and waits until it is drawn whole, the link included.
async function unfolded(row) {
  document.body.append(row);
  row.querySelector('details').open = true;
  const foot = row.querySelector('.foot');
  const { promise, resolve } = Promise.withResolvers();
  const watch = new MutationObserver(() => foot.childElementCount && resolve());
  watch.observe(foot, { childList: true });
  await promise;
  watch.disconnect();
  row.remove();
}

export const cases = {
  'figures have three digits and a minus'() {
    equal(
      [-0.1234, 0, 4.5678, 1000, 12_345.6].map((value) => figure(value)),
      ['−0.123', '0', '4.57', '1,000', '12,346'],
    );
    equal(figure(-2, 'ms'), '−2\u00a0ms');
    equal([0, 59.6, 99, 100, 361].map(left), ['0 s', '60 s', '99 s', '1 min 40 s', '6 min 01 s']);
  },
  'who measured may be left out'() {
    equal(by(result()), 'Chromium 156, Linux, on a Wireside on linux/amd64 with 2 CPUs');
    equal(by(result({ client: undefined, server: undefined })), 'somebody, on a Wireside');
    equal(moment(undefined), '');
  },
  'a strip has a dot for each value, the median and its interval'() {
    const drawn = strip({ values: six, median: 0.35, low: 0.1, high: 0.6, unit: 'ms' });
    equal(
      ['.dot', '.median', '.span', '.zero'].map((part) => all(drawn, part).length),
      [6, 1, 1, 0],
    );
    equal(texts(drawn, 'text'), ['0.1\u00a0ms', '0.6\u00a0ms']);
    equal(
      all(drawn, '.dot')
        .map((dot) => dot.getAttribute('cx'))
        .at(-1),
      '97%',
    );
    equal(drawn.ariaLabel, '6 values from 0.1\u00a0ms to 0.6\u00a0ms.');
  },
  'a strip shows where zero is, and values that are all the same'() {
    equal(all(strip({ values: [-1, 2], unit: '' }), '.zero').length, 1);
    const same = strip({ values: [3, 3, 3], median: 3, low: 3, high: 3, unit: '%' });
    equal(texts(same, 'text'), ['3\u00a0%']);
    equal(
      all(same, '.dot').map((dot) => dot.getAttribute('cx')),
      ['50%', '50%', '50%'],
    );
    equal(new Set(all(same, '.dot').map((dot) => dot.getAttribute('cy'))).size, 3, 'dots beside each other:');
  },
  'cases on one scale can be compared'() {
    equal(scale({ values: [1, 2] }, undefined, { values: [-4] }), { low: -4, high: 2 });
    equal(scale(undefined, { values: [] }), null);
  },
  'a case without a value says why, and draws nothing'() {
    const shown = came(testCase({ n: 0, values: [], answer: 'open', why: '<b>only a browser can tell' }));
    equal(texts(shown, 'p'), ['open', '<b>only a browser can tell.']);
    equal(all(shown, '.strip, b').length, 0);
    const counted = came(testCase({ n: 1, values: [41], median: 41, low: undefined, high: undefined, unit: '' }));
    equal(texts(counted, '.numbers'), ['41, 1 trial']);
    const alike = came(testCase({ values: [2, 2, 2], median: 2, low: 2, high: 2, unit: '' }));
    equal([...texts(alike, '.numbers'), all(alike, '.strip').length], ['2, 3 trials alike', 0]);
    const beside = came(testCase({ values: [2, 2, 2], median: 2, low: 2, high: 2 }), { domain: { low: 1, high: 2 } });
    equal(all(beside, '.strip').length, 1, 'beside others:');
  },
  'a row shows what it came to, and unfolds to its cases'() {
    return stored(async () => {
      const element = item();
      const row = new Row(element);
      equal(row.verdict, undefined);
      row.show(null);
      equal(
        [row.verdict, ...texts(element, '.verdict, .words, .run')],
        ['none', 'not run here yet', 'Measures latency.', 'Run claim 24 here'],
      );
      row.show(result({ words: '<i>Down' }), { ran: 'Ticker: 6 runs.' });
      equal(texts(element, '.verdict, .words, .note, .run'), ['depends', '3 trials', '<i>Down', 'Run claim 24 again']);
      equal(texts(element, '.answer'), [], 'drawn while it is folded:');
      await unfolded(element);
      equal(texts(element, '.answer'), ['a tie', 'open']);
      const [link] = all(element, '.foot a');
      equal(link.pathname + link.hash.slice(0, 3), '/claims/result#r=');
      equal(element.querySelector('.ran').textContent.endsWith('with 2 CPUs. Ticker: 6 runs.'), true);
    });
  },
  async 'a row says that a verdict turned, or that its rules are older'() {
    const element = item();
    const row = new Row(element);
    const note = () => texts(element, '.note');
    row.show(result({ verdict: 'false', broken: 'drop' }), { sound: result({ verdict: 'true' }) });
    equal(note(), ['turned from true']);
    row.show(result({ broken: 'drop' }), { sound: result() });
    equal(note(), ['as in a sound lab']);
    row.show(result({ broken: 'drop' }));
    equal(note(), ['in a broken lab']);
    row.show(result(), { old: true });
    equal(note(), ['by older rules']);
    row.going('run 2 of 6', true);
    equal([...note(), ...texts(element, '.run')], ['run 2 of 6', 'Running…']);
  },
  async 'somebody else’s result stands beside one’s own'() {
    const element = item();
    const row = new Row(element);
    row.show(result());
    row.compare(result({ verdict: 'false', client: { kind: 'go', name: 'Go clients' } }));
    await unfolded(element);
    equal(texts(element, '.came .verdict'), ['depends', 'false']);
    equal(texts(element, '.whose'), ['Here', 'Theirs', 'Here', 'Theirs']);
    row.compare(null);
    equal(
      all(element, '.theirs').map(({ hidden }) => hidden),
      [true],
    );
  },
  'progress says what each claim waits for'() {
    const setups = [
      { name: 'a', trials: 6 },
      { name: 'b', trials: 2 },
    ];
    const needs = { 3: ['a'], 24: ['a', 'b'], 30: ['b'] };
    const progress = new Progress([3, 24, 30], setups, ([claim]) =>
      setups.filter(({ name }) => needs[claim].includes(name)),
    );
    progress.at({ setup: 'a', k: 1, trial: 2, of: 6 });
    equal(progress.done, 0);
    equal(
      progress.claims().map(({ text }) => text),
      ['run 2 of 6', 'run 2 of 6', 'waiting'],
    );
    progress.over(3, result({ claim: 3, verdict: 'true' }));
    progress.at({ setup: 'b', k: 2, trial: 1, of: 2 });
    equal(progress.done, 6);
    equal(
      progress.claims().map(({ claim, now }) => [claim, now]),
      [
        [24, true],
        [30, true],
      ],
    );
    equal(progress.summary(true), 'Stopped. Until then: Claim 3: true.');
    progress.over(24, result());
    progress.over(30);
    equal(progress.summary(false), 'Done: 1 true, 1 depends.');
  },
  async 'a result is judged again, and what differs is named'() {
    const own = result();
    equal(await answered(200, { agrees: true, result: own }, () => again(own)).then(({ kind, list }) => [kind, list]), [
      'same',
      [],
    ]);
    const other = result({ verdict: 'false', cases: [testCase({ answer: 'fails', median: 7 }), own.cases[1]] });
    const forged = await answered(200, { agrees: false, result: other }, () => again(own));
    equal(forged.kind, 'other');
    equal(forged.list, [
      'Case “down”: it is a tie there, and fails here.',
      'Case “down”: its median is 7\u00a0ms here, not 0.1\u00a0ms.',
    ]);
    const unknown = await answered(409, { error: { code: 'other_rules', message: 'x' } }, () => again(own));
    equal([unknown.kind, unknown.text.includes('other rules')], ['unknown', true]);
  },
  async 'who answers nonsense has judged nothing'() {
    const silent = await answered(500, {}, () => again(result()));
    equal(silent, { kind: 'unknown', text: 'It could not be judged again here. The server answered 500.', list: [] });
  },
};
