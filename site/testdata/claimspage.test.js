// What the claims' page makes of results: in words, as a drawing, and row by row.
import { equal } from './check.js';
import { result, stored, testCase } from './claimfakes.js';
import { again } from '/static/js/claims/again.js';
import { came } from '/static/js/claims/cases.js';
import { Progress } from '/static/js/claims/progress.js';
import { Row } from '/static/js/claims/row.js';
import { Shown } from '/static/js/claims/shown.js';
import { scale, strip } from '/static/js/claims/strip.js';
import { by, chance, figure, left, moment } from '/static/js/claims/words.js';

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
  part('span', 'note', summary.querySelector('.came'), 'about 42 s');
  for (const name of ['down', 'up']) part('div', 'got', part('div', 'case', details)).parentElement.dataset.case = name;
  part('div', 'foot', details);
  const lines = part('ul', 'lines', row);
  for (const name of ['down', 'up']) {
    const line = part('li', '', lines);
    line.dataset.case = name;
    part('span', 'text', line, 'It comes down sooner');
    part('span', 'figure', line, 'latency');
  }
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
    equal([figure(-2, 'ms'), figure(1.5, '×')], ['−2\u00a0ms', '1.5×']);
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
      ['.dot', '.median', '.span', '.band'].map((part) => all(drawn, part).length),
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
  'a strip shows the ranges that the rule states'() {
    const ranges = [
      { answer: 'holds', to: -25 },
      { answer: 'fails', from: 25 },
      { answer: 'tie', from: -10, to: 10 },
    ];
    const drawn = strip({ values: [-0.5, 0.5], median: 0, low: -0.5, high: 0.5, unit: 'ms', ranges });
    equal(
      all(drawn, '.band').map((band) => [band.classList[1], band.getAttribute('x')]),
      [
        ['holds', '0.00%'],
        ['fails', '85.61%'],
        ['tie', '35.76%'],
      ],
    );
    equal(texts(drawn, 'text'), ['−25', '−10', '10', '25', 'holds', 'fails', 'a tie']);
    equal(new Set(all(drawn, '.dot').map((dot) => dot.getAttribute('cy'))).size, 2, 'dots beside each other:');
  },
  async 'a verdict that the values don’t give is struck out'() {
    const own = result();
    const shown = new Shown(own);
    equal(texts(shown.element, '.verdicts .verdict'), ['depends']);
    await answered(200, { agrees: false, result: result({ verdict: 'false' }) }, () => shown.judge());
    equal([texts(shown.element, '.verdicts s'), texts(shown.element, '.verdicts > .verdict')], [['depends'], ['false']]);
    const folded = new Shown(own, true);
    equal(texts(folded.element, '.lines .answer'), ['a tie', 'open']);
    await answered(200, { agrees: true, result: own }, () => folded.judge());
    equal(texts(folded.element, '.verdicts'), ['depends']);
  },
  'a case says by which rule it was judged, where another one stands'() {
    const element = item();
    const row = new Row(element);
    const said = document.createElement('p');
    said.className = 'said';
    said.textContent = `It comes down sooner. ${testCase().rule}`;
    element.querySelector('.case').prepend(said);
    element.querySelector('details').open = true;
    row.show(result());
    equal(texts(element, '[data-case=down] .why'), []);
    row.show(result({ cases: [testCase({ rule: 'Another.' })] }), { old: true });
    equal(texts(element, '[data-case=down] .why'), ['By other rules: Another.']);
    equal(texts(element, '.lines .answer'), ['a tie']);
    row.show(result({ cases: [testCase({ text: 'It is another sentence' })] }), { old: true });
    equal(texts(element, '.lines .answer'), [], 'answers to another sentence:');
  },
  'an interval encloses the median with the probability of its rank'() {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    equal([chance(six, 0.1, 0.6), chance([1, 2, 3], 1, 3), chance([1, 2], 3, 4)], [96.875, 75, 0]);
    equal(Math.round(10 * chance(ten, 2, 9)), 979);
  },
  'cases on one scale can be compared'() {
    equal(scale({ values: [1, 2] }, undefined, { values: [-4] }), { low: -4, high: 2 });
    equal(scale({ values: [1, 2], ranges: [{ answer: 'holds', from: 6 }] }), { low: 1, high: 6.8 });
    equal([scale(undefined, { values: [] }), scale({ values: [2, 2] }, { values: [2] })], [null, null]);
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
    const apart = came(testCase({ values: [1, 2, 4], median: 2, low: 1, high: 4, unit: '×' }));
    equal(texts(apart, '.numbers'), ['2×, median of 3 trials75\u00a0% interval: 1 to 4×']);
  },
  'a row shows what it came to, and unfolds to its cases'() {
    return stored(async () => {
      const element = item();
      const row = new Row(element);
      equal(row.verdict, undefined);
      row.show(null);
      equal(
        [row.verdict, ...texts(element, '.verdict, .note, .run')],
        ['none', 'not run here yet', 'about 42 s', 'Run claim 24 here'],
      );
      equal(texts(element, '.lines li'), ['It comes down soonerlatency', 'It comes down soonerlatency']);
      row.show(result(), { ran: 'Ticker: 6 runs.' });
      equal(texts(element, '.verdict, .note, .run'), ['depends', '3 trials', 'Run claim 24 again']);
      equal(texts(element, '.lines li > :not(.text, .figure)'), ['a tie', '0.1\u00a0ms', '−0.2 to 0.4', 'open', 'absent', 'no trial gave it']);
      equal(texts(element, '.case .answer'), [], 'drawn while it is folded:');
      await unfolded(element);
      equal(texts(element, '.case .answer'), ['a tie', 'open']);
      row.show(null);
      equal(texts(element, '.lines li'), ['It comes down soonerlatency', 'It comes down soonerlatency']);
      row.show(result(), { ran: 'Ticker: 6 runs.' });
      await unfolded(element);
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
    equal(texts(element, '.apart'), ['theirs a tie 0.1\u00a0ms', 'theirs open absent']);
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
    equal([forged.kind, forged.verdict], ['other', 'false']);
    equal(forged.list, [
      'Case “down”: it is a tie there, and fails here.',
      'Case “down”: its median is 7\u00a0ms here, not 0.1\u00a0ms.',
    ]);
    const unknown = await answered(200, { agrees: false, otherRules: 'x' }, () => again(own));
    equal([unknown.kind, unknown.text.includes('other rules')], ['unknown', true]);
  },
  async 'who answers nonsense has judged nothing'() {
    const silent = await answered(500, {}, () => again(result()));
    equal(silent, { kind: 'unknown', text: 'It could not be judged again here. The server answered 500.', list: [] });
  },
};
