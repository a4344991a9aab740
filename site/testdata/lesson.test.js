// A lesson's blocks: which run answers a question, what is the right choice, a recorded unit in the text.
import { equal } from './check.js';
import { el } from '/static/js/dom.js';
import { amount, unitOf } from '/static/js/lesson/amounts.js';
import { isAsked } from '/static/js/lesson/asked.js';
import { bestOf } from '/static/js/lesson/choice.js';
import { copyable, here } from '/static/js/lesson/commands.js';
import { named } from '/static/js/lesson/sections.js';
import { recorded } from '/static/js/lesson/wire.js';
import { predict } from '/static/js/predict.js';
import { request, settled } from '/static/js/settings.js';

const USUAL = { rate: '5', bytes: '46' }; // as a scenario's option says it
const LAB = { lanes: ['polling', 'sse'], scenario: 'ticker', seconds: 30 };

// asked are the settings with which the bench begins a run, when it was given some.
const asked = (spec) => ({ rate: 5, payloadBytes: 46, ...request(settled(spec)) });

// A bench whose runs come to what a test says.
class FakeBench extends EventTarget {
  run = null;
  spec = null;
  started = 0;
  get running() {
    return Boolean(this.run?.running);
  }
  use(spec) {
    this.spec = spec;
  }
  start() {
    this.started++;
    this.begin(this.spec);
  }
  begin(spec, figures = {}) {
    this.run = { settings: asked(spec), started: performance.timeOrigin + performance.now(), running: true, figures };
    this.run.figure = (lane, name) => this.run.figures[`${lane}.${name}`] ?? NaN;
    this.dispatchEvent(new Event('start'));
  }
  tick(figures) {
    Object.assign(this.run.figures, figures);
    this.dispatchEvent(new Event('tick'));
  }
  end() {
    this.run.running = false;
    this.dispatchEvent(new Event('stop'));
  }
}

let count = 0;

// asking brings a prediction to life, with nothing stored of it before.
function asking(data, ...fields) {
  const form = el(
    'form',
    { data: { name: 'guess', lab: 'lab', ...data } },
    ...fields,
    el('button', { type: 'submit' }, 'Commit'),
    el('output'),
    el('div', { className: 'explain', hidden: true }),
  );
  document.body.append(form);
  const bench = new FakeBench();
  predict(form, { bench, slug: `test-${++count}`, preset: LAB, usual: USUAL, show() {} });
  const said = () => form.querySelector('output').textContent.replaceAll('\u00a0', ' ');
  return { form, bench, said, explain: form.querySelector('.explain') };
}

const number = () => {
  const input = el('input', { type: 'number', name: 'guess', required: true });
  const all = asking({ measure: 'polling.latency.p50', unit: 'ms', within: '0.25', samples: '20' }, input);
  return { ...all, guess: (value) => ((input.value = value), all.form.requestSubmit()) };
};

const choice = (data) => {
  const radio = (value, title) => el('label', {}, el('input', { type: 'radio', name: 'guess', value, required: true }), title);
  const fields = el('fieldset', {}, radio('polling', 'Polling'), radio('sse', 'SSE'), radio('none', 'No difference'));
  const all = asking(
    { which: 'least', figure: 'latency.p50', among: '["polling","sse"]', tie: '0.25', samples: '20', ...data },
    fields,
  );
  return { ...all, guess: (value) => ((all.form.elements.guess.value = value), all.form.requestSubmit()) };
};

const enough = { 'polling.delivered': 20, 'sse.delivered': 20 };

export const cases = {
  'a run is asked for if it is as the lab says, whatever its time and its dice'() {
    const preset = { lanes: ['polling', { name: 'polling-fast', technique: 'polling', intervalMs: 250 }], scenario: 'ticker' };
    const like = (change) => isAsked({ ...asked(preset), ...change }, preset, USUAL);
    equal(like({}), true);
    equal(like({ seconds: 12, seed: 7, faults: undefined }), true);
    const others = [
      { rate: 6 },
      { payloadBytes: 47 },
      { scenario: 'chat' },
      { network: 'mobile' },
      { faults: [{ kind: 'cut', at: 3 }] },
      { herd: { clients: 100 } },
      { page: { companions: 6 } },
      { lanes: ['polling'] },
      { lanes: ['polling', { name: 'polling-fast', technique: 'polling', title: 'Polling fast', intervalMs: 251 }] },
    ];
    for (const change of others) equal(like(change), false, JSON.stringify(change));
  },
  'the order in which something is said changes nothing'() {
    const preset = { network: { latencyMs: 40, buffer: { bytes: 1, ms: 2 } }, lanes: ['sse'], scenario: 'ticker' };
    const settings = { ...asked({ scenario: 'ticker', lanes: ['sse'] }), network: { buffer: { ms: 2, bytes: 1 }, latencyMs: 40 } };
    equal(isAsked(settings, preset, USUAL), true);
  },
  'those within a share of the best one are the best, too'() {
    const values = { polling: 500, longpolling: 44, sse: 41, websocket: 40 };
    const lanes = Object.keys(values);
    equal(bestOf(values, lanes), ['websocket']);
    equal(bestOf(values, lanes, { tie: 0.03 }), ['sse', 'websocket']);
    equal(bestOf(values, lanes, { tie: 0.25 }), ['longpolling', 'sse', 'websocket']);
    equal(bestOf(values, lanes, { most: true, tie: 0.25 }), ['polling']);
    equal(bestOf({ a: 0, b: 0, c: 3 }, ['a', 'b', 'c'], { tie: 0.5 }), ['a', 'b']);
  },
  'amounts have the digits that matter'() {
    const written = [0.0213, 0.75, 3.14159, 21.4, 1234.5, 7].map((value) => amount(value, 'B').replace('\u00a0', ' '));
    equal(written, ['0.021 B', '0.75 B', '3.1 B', '21 B', '1,235 B', '7 B']);
    equal(['latency.p50', 'rtt.p50', 'framingPerEvent', 'requestsPerEvent', 'lost'].map(unitOf), ['ms', 'ms', 'B', '', '']);
  },
  'a number is told from a run that began after it, once that has enough events'() {
    const { form, bench, said, explain, guess } = number();
    bench.begin(LAB, { 'polling.delivered': 50, 'polling.latency.p50': 480 });
    guess(500);
    bench.tick({});
    equal(/Your guess stands: 500 ms/.test(said()), true, said());
    form.querySelector('output button').click();
    equal(bench.started, 1);
    bench.tick({ 'polling.delivered': 12, 'polling.latency.p50': 400 });
    equal([/12 of 20 events/.test(said()), explain.hidden], [true, true], said());
    bench.tick({ 'polling.delivered': 20, 'polling.latency.p50': 480 });
    equal(/✓ Right, within 25 %.*480 ms/.test(said()), true, said());
    equal(explain.hidden, false);
    form.remove();
  },
  'a number is guessed that can be told'() {
    const { form, bench, said, guess } = number();
    form.elements.guess.min = '0'; // as the page has it
    for (const value of ['1e300', '-5', '']) guess(value);
    equal([said(), bench.started], ['', 0]);
    guess('1e9');
    equal(/1,000,000,000 ms/.test(said()), true, said());
    form.remove();
  },
  'a run with other settings is no answer, and the guess stands'() {
    const { form, bench, said, guess } = number();
    guess(500);
    bench.begin({ ...LAB, lanes: ['polling', { name: 'sse', ids: false }] }, { ...enough, 'polling.latency.p50': 480 });
    bench.tick({});
    equal(/other settings.*stands: 500 ms/.test(said()), true, said());
    form.remove();
  },
  'the right choice is worked out from what was measured'() {
    for (const [said, sse, right] of [
      ['sse', 41, true],
      ['polling', 41, false],
      ['none', 41, false],
      ['none', 450, true],
      ['sse', 450, false],
    ]) {
      const { form, bench, guess, said: told } = choice();
      guess(said);
      form.querySelector('output button').click();
      bench.tick({ ...enough, 'polling.latency.p50': 500, 'sse.latency.p50': sse });
      equal(form.querySelector('output .verdict').classList.contains('right'), right, `${said} ${sse}: ${told()}`);
      equal(form.querySelectorAll('.bars .polling, .bars .sse').length, 2);
      form.remove();
    }
  },
  'seconds are those of the run, and a lane of which nothing is known yet holds the answer up'() {
    const { form, bench, said, guess } = choice({ samples: '0', seconds: '5' });
    guess('sse');
    form.querySelector('output button').click();
    bench.tick({ 'polling.latency.p50': 500, 'sse.latency.p50': 41 });
    equal(/Measuring: 0 of 5 s/.test(said()), true, said());
    bench.run.started -= 5100;
    bench.run.figures['sse.latency.p50'] = NaN;
    bench.tick({});
    equal(/Measuring …/.test(said()), true, said());
    bench.tick({ 'sse.latency.p50': 41 });
    equal(/Right: SSE has the least/.test(said()), true, said());
    form.remove();
  },
  'a run that was stopped early leaves the guess as it was; one that ended by its time counts'() {
    const { form, bench, said, guess } = choice({ samples: '0', seconds: '5' });
    guess('sse');
    form.querySelector('output button').click();
    bench.run.figures = { 'polling.latency.p50': 500, 'sse.latency.p50': 41 };
    bench.run.started -= 3000;
    bench.end();
    equal(/Your guess stands: SSE/.test(said()), true, said());
    form.querySelector('output button').click();
    bench.run.figures = { 'polling.latency.p50': 500, 'sse.latency.p50': 41 };
    bench.run.started -= 4800;
    bench.end();
    equal(/Right/.test(said()), true, said());
    form.remove();
  },
  'units of a text have ids of their own, and light up both ways'() {
    const unit = {
      seq: 1, conn: 1, at: 0, dir: 's2c', proto: 'sse', kind: 'event', length: 4, spans: [[0, 4]], raw: btoa('id\n\n'),
      fields: [
        { name: 'id', value: '', note: 'First.', spans: [[0, 3]] },
        { name: 'blank line', value: 'LF', note: 'Last.', spans: [[3, 4]] },
      ],
    };
    const figures = ['one', 'two'].map((name) => {
      const data = { block: 'wire', lane: 'sse', unit: JSON.stringify(unit) };
      return el('figure', { id: `wire-${name}`, className: 'wire', data }, el('div', { className: 'unit' }));
    });
    const article = el('article', { className: 'lesson' }, ...figures);
    document.body.append(article);
    for (const figure of figures) recorded(figure, article);
    const ids = [...article.querySelectorAll('[id]')].map(({ id }) => id);
    equal(new Set(ids).size, ids.length);
    equal(ids.includes('wire-two-field-2') && !ids.includes('field-1'), true, String(ids));
    equal(article.querySelectorAll('h3').length, 0);
    equal(figures[0].querySelector('.unithead a').pathname, '/inspect');

    const over = (element) => element.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, clientX: count++ }));
    const lit = (figure, part) => [...figure.querySelectorAll(`${part} .on, ${part}.on`)].map(({ dataset }) => dataset.f);
    over(figures[1].querySelector('.hex [data-f="1"]'));
    equal([lit(figures[1], '.fields li').includes('1'), lit(figures[0], '.fields li').includes('1')], [true, false]);
    over(figures[1].querySelector('.fields [data-f="0"]'));
    equal(lit(figures[1], '.hex').includes('0'), true);
    article.remove();
  },
  'commands are for the server that the page came from, and keep their colours'() {
    const code = el('code', {}, 'curl ', el('span', { className: 's' }, '"localhost:8080/labs/sse"'));
    const figure = el('figure', {}, el('figcaption', {}, 'A poll'), el('pre', {}, code), el('pre', { className: 'shows' }));
    const article = el('article', {}, figure);
    here(article);
    copyable(figure);
    equal(code.textContent, `curl "${location.host}/labs/sse"`);
    equal(code.querySelector('.s') !== null, true);
    equal(figure.querySelector('figcaption button').textContent, 'Copy');
  },
  'links say which section they lead to'() {
    const links = [
      ['https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2', 'RFC 6455 §5.2'],
      ['https://www.rfc-editor.org/rfc/rfc9112', 'RFC 9112'],
      ['https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream', 'WHATWG HTML, parsing-an-event-stream'],
      ['https://example.com/rfc/rfc6455#section-5.2', undefined],
      ['/claims#claim-3', undefined],
    ];
    const text = el('p', {}, ...links.map(([href]) => el('a', { href }, 'a link')));
    named(text);
    equal([...text.children].map(({ dataset }) => dataset.section), links.map(([, section]) => section));
  },
};
