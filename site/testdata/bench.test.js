// What the bench asks for, and how it says what it was told.
import { equal } from './check.js';
import { at, Dial } from '/static/js/dial.js';
import { parameters } from '/static/js/faults.js';
import { network, planned } from '/static/js/plan.js';
import { another, beside, changed, choicesOf, laneOf, request, settled } from '/static/js/settings.js';
import { called, hue, inOrder, isOf, know } from '/static/js/wire/lanenames.js';
import { CHOICES } from '/static/js/choices.js';
import { alone, brief, dashes, distribution, everyTenth, PERCENTILES } from '/static/js/panels/drawn.js';
import { balance } from '/static/js/panels/ledger.js';
import { paint } from '/static/js/panels/paint.js';
import { bands } from '/static/js/scope/bands.js';

const input = (type, value) => Object.assign(document.createElement('input'), { type, value });

// brush stands in for a canvas: it notes what is painted, and every letter is 6 px wide.
function brush() {
  const painted = [];
  return {
    painted,
    setLineDash() {},
    beginPath() {},
    moveTo: (x, y) => painted.push(['line', x, y]),
    lineTo: (x, y) => painted.push(['to', x, y]),
    stroke() {},
    measureText: (text) => ({ width: 6 * text.length }),
    fillRect: (...box) => painted.push(['veil', ...box]),
    fillText: (text, x, y) => painted.push([text, x, y]),
  };
}

function paintBands(faults, hidden = []) {
  const c = brush();
  const lanes = new Map([
    ['sse', {}],
    ['websocket', {}],
  ]);
  bands(c, {
    width: 400,
    top: 44,
    row: 50,
    foot: 144,
    x: (t) => t,
    now: 390,
    oldest: 0,
    lanes,
    faults,
    hidden,
    colours: {},
  });
  return c.painted;
}

export const cases = {
  'the learner’s code runs beside the reference'() {
    const { lanes } = settled(beside('sse'));
    equal(
      lanes.map(({ name, technique, title, impl, encoder }) => [name, technique, title, impl ?? 'reference', encoder]),
      [
        ['sse', 'sse', 'SSE', 'reference', 'lines'],
        ['sse-yours', 'sse', 'Your SSE', 'yours', 'lines'],
      ],
    );
    equal(beside('longpolling').lanes[1].title, 'Your long polling');
    equal([beside('scale'), beside('fallback'), beside(null), beside('constructor')], [null, null, null, null]);
  },
  'what a run says nothing of takes its default'() {
    const { scenario, network, seconds, lanes } = settled({});
    equal(
      [scenario, network, seconds, lanes.map(({ title }) => title)],
      ['ticker', 'none', 600, ['Polling', 'Long polling', 'SSE', 'WebSocket']],
    );
  },
  'a lane may be a name, or leave its name out'() {
    equal(laneOf('sse-noids'), { name: 'sse-noids', technique: 'sse', title: 'SSE noids' });
    equal(laneOf({ technique: 'sse', ids: false }), { technique: 'sse', ids: false, name: 'sse', title: 'SSE' });
  },
  'what was asked for is asked for, lanes without choices by their names'() {
    const lanes = ['sse', { name: 'websocket-b', technique: 'websocket', title: 'B', deflate: true }];
    equal(request(settled({ rate: 7, seconds: 9, page: { companions: 5 }, lanes })), {
      scenario: 'ticker',
      network: 'none',
      seconds: 9,
      rate: 7,
      page: { companions: 5 },
      lanes: ['sse', { name: 'websocket-b', technique: 'websocket', title: 'B', deflate: true }],
    });
  },
  'a lane that is switched off is not asked for, and is not forgotten'() {
    const { lanes } = settled({ lanes: ['sse', 'websocket'] });
    const off = changed(lanes, 'sse', 'off', true);
    equal([request({ lanes: off }).lanes, off.length], [['websocket'], 2]);
    equal(request({ lanes: changed(off, 'sse', 'off', undefined) }).lanes, ['sse', 'websocket']);
  },
  'a choice is made and taken back'() {
    const { lanes } = settled({ lanes: ['sse'] });
    const chosen = changed(lanes, 'sse', 'ids', false);
    equal([choicesOf(chosen[0]), choicesOf(changed(chosen, 'sse', 'ids', undefined)[0])], [{ ids: false }, {}]);
  },
  'a lane of its own network is asked for with it'() {
    const lanes = changed(settled({ lanes: ['sse'] }).lanes, 'sse', 'network', 'train');
    equal(request({ lanes }).lanes, [{ name: 'sse', technique: 'sse', title: 'SSE', network: 'train' }]);
  },
  'one lane more has a name that none has'() {
    let { lanes } = settled({ lanes: ['sse', 'sse-2', 'websocket'] });
    const names = ['sse', 'polling', 'websocket'].map((technique) => {
      const lane = another(lanes, technique);
      lanes = [...lanes, lane];
      return `${lane.name}: ${lane.title}`;
    });
    equal(names, ['sse-3: SSE 3', 'polling: Polling', 'websocket-2: WebSocket 2']);
  },
  'every choice has a default, and what it says fits what it is'() {
    for (const [technique, choices] of Object.entries(CHOICES)) {
      for (const { name, label, value, options, list, most } of choices) {
        const fits = options
          ? value in options
          : list
            ? Array.isArray(value)
            : typeof value === 'boolean' || value <= most;
        equal([Boolean(label), fits], [true, true], `${technique} ${name}:`);
      }
    }
  },

  'a slider goes in proportion'() {
    equal(
      [0, 0.5, 1].map((part) => at(part, 0.1, 1000)),
      [0.1, 10, 1000],
    );
    const [slider, number] = [Object.assign(input('range', 0), { max: 100 }), input('number', '')];
    const dial = new Dial(slider, number, 1, 100);
    dial.value = 10;
    equal([slider.value, number.value], ['50', '10']);
    slider.value = 100;
    slider.dispatchEvent(new Event('input'));
    equal(dial.value, 100);
    dial.value = 0; // below the slider's least: the number stands
    equal([dial.value, slider.value], [0, '0']);
  },
  'what a preset brings is said'() {
    equal(planned({}), '');
    equal(
      planned({
        faults: [
          { kind: 'cut', at: 3, every: 3, times: 10 },
          { kind: 'status', status: 204, lane: 'sse', at: 5, seconds: 3 },
          { kind: 'cut', lane: 'herd', at: 8 },
        ],
        lanes: [{ name: 'sse', title: 'Plain SSE' }],
        herd: { technique: 'websocket', clients: 300 },
        page: { companions: 5 },
      }),
      'Comes with it: cut every 3 s from second 3 on, 10 times; every request answered 204 on Plain SSE at second 5 for 3 s; ' +
        'cut on the simulated clients at second 8; 300 simulated WebSocket clients; 5 more event streams held open by this page.',
    );
    equal(
      network({ latencyMs: 40, buffer: { bytes: 4096 } }),
      'The preset’s own: 40 ms each way, held until there are 4096 B.',
    );
  },
  'a dot in a parameter leads into an object'() {
    const fields = [
      ['buffer.bytes', 'number', '512'],
      ['buffer.ms', 'number', '0'],
      ['type', 'text', 'text/html'],
    ];
    const inputs = fields.map(([name, type, value]) => Object.assign(input(type, value), { name }));
    equal(parameters(inputs), { buffer: { bytes: 512, ms: 0 }, type: 'text/html' });
  },

  'lanes have the names of the run, and the hue of their technique'() {
    know([
      { name: 'websocket', title: 'WebSocket' },
      { name: 'sse', title: 'Plain' },
      { name: 'sse-noids', title: 'No ids' },
    ]);
    equal(['sse', 'sse-noids', 'polling', ''].map(called), ['Plain', 'No ids', 'Polling', '']);
    equal([hue('sse-noids'), hue('')], ['sse', '']);
    equal(inOrder(['x', 'sse-noids', 'websocket']), ['websocket', 'sse-noids', 'x']);
    equal([isOf('sse-noids', 'sse'), isOf('sse', 'sse'), isOf('sse-noids', 'ss')], [false, true, true]);
    know([]);
    equal(isOf('sse-noids', 'sse'), true, 'without a run:');
  },

  'a fault that lasts is a band on the lanes that it hits, up to now'() {
    equal(paintBands([{ at: 100, until: 900, lane: 'websocket', text: 'stall' }]), [
      ['veil', 100, 94, 290, 50],
      ['line', 100, 4],
      ['to', 100, 144],
      ['stall', 103, 12],
    ]);
  },
  'a fault of a moment is a tick on all lanes'() {
    equal(paintBands([{ at: 100, until: 0, text: 'cut' }]), [
      ['line', 100, 4],
      ['to', 100, 144],
      ['cut', 103, 12],
    ]);
  },
  'names of faults close to each other stand on two lines, and inside the picture'() {
    const names = paintBands([
      { at: 100, until: 0, text: 'latency' },
      { at: 110, until: 0, text: 'cut' },
      { at: 120, until: 0, text: 'there is no third line' },
      { at: 388, until: 0, text: 'reset' },
      { at: 395, until: 0, text: 'to come' },
    ]).filter(([what]) => !['line', 'to'].includes(what));
    equal(names, [
      ['latency', 103, 12],
      ['cut', 113, 23],
      ['reset', 355, 12],
    ]);
  },
  'faults that overlap are one band, and those from before the picture are named once'() {
    const painted = paintBands([
      { at: -80, until: 60, text: 'latency' },
      { at: -50, until: 900, text: 'bandwidth' },
      { at: -20, until: 10, text: 'latency' },
    ]);
    equal(painted, [
      ['veil', -80, 44, 470, 100],
      ['latency, bandwidth', 3, 12],
    ]);
  },
  'a time in which nobody could see the page is a band'() {
    equal(paintBands([], [{ at: 50, until: 90 }]), [
      ['veil', 50, 0, 40, 144],
      ['tab hidden', 53, 138],
    ]);
    equal(paintBands([], [{ at: -50, until: -9 }]), []);
  },

  'books that add up say so'() {
    const run = (delivered, lost, waiting) => ({
      published: 10,
      figure: (_, name) => ({ delivered, lost, waiting })[name],
    });
    equal(
      [balance(run(8, 2, 0), 'sse'), balance(run(7, 1, 2), 'sse'), balance(run(8, 1, 0), 'sse')],
      [
        { adds: true, waiting: 0 },
        { adds: true, waiting: 2 },
        { adds: false, waiting: 0 },
      ],
    );
  },
  'lanes of one technique have lines of their own'() {
    const own = dashes(['sse', 'websocket', 'sse'].map((technique) => ({ technique })));
    equal([own[0], own[1], JSON.stringify(own[2]) !== JSON.stringify(own[0])], [[], [], true]);
  },
  'a distribution is looked at by its nines'() {
    const asked = [];
    const histogram = { count: 5, quantile: (q) => asked.push(+q.toFixed(6)) };
    equal(distribution(histogram).length, PERCENTILES.length);
    equal([asked[0], asked[20], asked[40], asked[60]], [0, 0.9, 0.99, 0.999]);
    equal(distribution({ count: 0 })[0], null);
  },
  'a value that no line leads to is a point'() {
    equal([alone([1, 2, null, 3, null, null]), alone([null, 4]), alone([])], [[3], [1], []]);
  },
  'a tenth of a second in which nothing was is drawn as such'() {
    equal(
      everyTenth(
        [
          [3, 7, 9],
          [5, 1, 2],
        ],
        6.9,
      ),
      [
        [0.3, 0.4, 0.5, 0.6],
        [9, 0, 2, 0],
        [7, 0, 1, 0],
      ],
    );
    equal(everyTenth([], 50), [[], [], []]);
  },
  'figures beside an axis are short'() {
    equal([0, 0.25, 999, 1200, 2_500_000].map(brief), ['0', '0.25', '999', '1.2k', '2.5M']);
  },
  'code is painted, and stays what it is'() {
    const code = "// a 'quoted' note\nconst x = `a ${b}` + 'it\\'s'; /* two\nlines */ func main() {}";
    const box = document.createElement('pre');
    box.append(...paint(code));
    equal(box.textContent, code);
    equal(
      [...box.children].map((e) => `${e.className} ${e.textContent}`),
      ["c // a 'quoted' note", 'k const', 's `a ${b}`', "s 'it\\'s'", 'c /* two\nlines */', 'k func'],
    );
  },
};
