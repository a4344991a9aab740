// The charts of a run, while it goes on: latency second by second, its distribution, bytes, delivered and lost; and how
// simulated clients come and ask. The ledger has the same figures as tables.
import { el } from '../dom.js';
import { moment } from '../lanes/moment.js';
import { palette } from '../scope/palette.js';
import { axes, dashes, distribution, everyTenth, latency, lines, PERCENTILES, spikes } from './drawn.js';
import { library, Plot } from './plot.js';

const EVERY = 1000; // ms between two drawings

export class Panel {
  #bench;
  #box;
  #keys = el('p', { className: 'keys' });
  #charts = el('div', { className: 'charts' });
  #plots = null; // by name, once the library is there
  #known = '';
  #drawn = 0;
  #colours = null;

  constructor(box, bench) {
    this.#bench = bench;
    this.#box = box;
    box.replaceChildren(el('div', { className: 'panelhead' }, this.#keys), this.#charts);
    this.#load();
    const repaint = () => {
      this.#colours = null;
      for (const plot of Object.values(this.#plots ?? {})) plot.clear();
      this.#draw();
    };
    document.addEventListener('themechange', repaint);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  }

  async #load() {
    try {
      const uPlot = await library();
      const plot = (title, note, text) =>
        new Plot(uPlot, title, note, `${text} The ledger has the figures as a table.`);
      this.#plots = {
        latency: plot(
          'Latency',
          'ms, each second: p50 solid, p99 dotted',
          'Chart: each lane’s latency, second by second.',
        ),
        distribution: plot('Distribution', 'ms, up to each percentile', 'Chart: each lane’s latency by percentile.'),
        bytes: plot('Bytes', 'on the wire, each second', 'Chart: each lane’s bytes a second.'),
        events: plot(
          'Events',
          'each second: delivered solid, lost dotted',
          'Chart: events delivered and lost on each lane, second by second.',
        ),
      };
      this.#plots.herd = plot(
        'Simulated clients',
        'each tenth of a second: requests, and in red connects',
        'Chart: connects and requests of the simulated clients.',
      );
      this.#plots.herd.element.hidden = true;
      this.#charts.replaceChildren(
        ...[this.#plots.herd, ...Object.values(this.#plots).slice(0, 4)].map(({ element }) => element),
      );
      this.#draw();
    } catch {
      this.#charts.replaceChildren(
        el('p', { className: 'hint' }, 'The charts could not be loaded. Is the server still running?'),
      );
    }
  }

  tick() {
    const now = performance.now();
    if (this.#bench.running && now - this.#drawn < EVERY) return;
    this.#drawn = now;
    this.#draw();
  }

  #draw() {
    const { run, lanes } = this.#bench;
    if (!this.#plots || this.#box.hidden) return;
    this.#colours ??= palette(this.#box);
    const shown = run ? run.clients : lanes.filter(({ off }) => !off);
    const key = shown.map(({ name, title }) => `${name} ${title}`).join();
    if (key !== this.#known) this.#name(shown, key);
    const own = dashes(shown);
    const look = shown.map((lane, i) => ({ ...lane, colour: this.#colours[lane.technique], dash: own[i] }));
    const of = (name) => run?.ledgers.get(name)?.series.columns();
    const seconds = longest(shown.map(({ name }) => of(name)?.second ?? []));
    const column = (what) => shown.map(({ name }) => padded(of(name)?.[what] ?? [], seconds.length));
    const frame = (parts) => () => ({ ...axes(this.#colours, parts), ...parts });
    const { latency: plotL, distribution: plotD, bytes, events, herd } = this.#plots;
    plotL.show(key, frame({ series: latency(look), log: true }), [seconds, ...column('p50'), ...column('p99')]);
    bytes.show(key, frame({ series: lines(look) }), [seconds, ...column('bytes')]);
    events.show(key, frame({ series: latency(look) }), [seconds, ...column('delivered'), ...column('lost')]);
    const some = shown.some(({ name }) => run?.ledgers.get(name)?.latency.count);
    const quantiles = shown.map(({ name }) => distribution(run?.ledgers.get(name)?.latency));
    plotD.show(key, frame({ series: lines(look), log: true, percentiles: true }), [
      some ? PERCENTILES : [],
      ...quantiles,
    ]);
    herd.element.hidden = !run?.herd;
    const until = run ? (run.stopped || moment()) - run.started : 0;
    herd.show(
      'herd',
      frame({ series: spikes(this.#colours, herd.bars) }),
      everyTenth(run?.herd?.perTenth ?? [], until / 100),
    );
  }

  // name says which line is whose.
  #name(lanes, key) {
    this.#known = key;
    const own = dashes(lanes);
    this.#keys.replaceChildren(
      ...lanes.map(({ technique, title }, i) =>
        el('span', { className: technique }, el('i', { className: `mark ${technique}` }), stroke(own[i]), title),
      ),
    );
  }
}

const NS = 'http://www.w3.org/2000/svg';

// stroke is a piece of a lane's line.
function stroke(dash) {
  const svg = document.createElementNS(NS, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const path = svg.appendChild(document.createElementNS(NS, 'path'));
  path.setAttribute('d', 'M0 4h24');
  if (dash.length) path.setAttribute('stroke-dasharray', dash.join(' '));
  return svg;
}

function longest(lists) {
  return lists.reduce((a, b) => (b.length > a.length ? b : a), []);
}

// padded gives a column as many rows as the others: a lane may be a second behind.
function padded(column, length) {
  return column.length < length ? [...Array(length - column.length).fill(null), ...column] : column;
}
