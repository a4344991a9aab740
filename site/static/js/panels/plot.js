// One chart: its heading, its drawing by uPlot, and a text in its place for who doesn't see it.
import { el } from '../dom.js';

const LIBRARY = '/static/third_party/uPlot@1.6.32/';
const HEIGHT = 156; // px

let loading = null;

// library fetches uPlot and its style sheet, once.
export function library() {
  loading ??= Promise.all([import(`${LIBRARY}uPlot.esm.js`), sheet()]).then(
    ([{ default: uPlot }]) => uPlot,
    (error) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

function sheet() {
  return new Promise((resolve) => {
    const link = el('link', { rel: 'stylesheet', href: `${LIBRARY}uPlot.min.css` });
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

export class Plot {
  #uPlot;
  #box = el('div', { className: 'plot' });
  #empty = el('p', {}, 'Nothing to draw yet.');
  #plot = null;
  #make = null;
  #key = '';
  element;

  // text says what the chart shows, and where the same figures stand as a table.
  constructor(uPlot, title, note, text) {
    this.#uPlot = uPlot;
    this.#box.role = 'img';
    this.#box.ariaLabel = text;
    this.#box.append(this.#empty);
    this.element = el('figure', { className: 'chart' }, el('h3', {}, title, el('small', {}, note)), this.#box);
    new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width > 0) this.#plot?.setSize({ width: Math.floor(contentRect.width), height: HEIGHT });
    }).observe(this.#box);
  }

  // bars is how uPlot draws columns instead of a line.
  get bars() {
    return this.#uPlot.paths.bars({ size: [1, 12], gap: 0 });
  }

  // show draws data as make() has it: uPlot's options but for the size. Where key is another than before, the chart is
  // made anew: it has other lines.
  show(key, make, data) {
    this.#empty.hidden = data[0].length > 0;
    if (key !== this.#key) this.clear();
    this.#key = key;
    this.#make = make;
    if (!data[0].length) return;
    if (this.#plot) this.#plot.setData(data);
    else if (this.#box.clientWidth)
      this.#plot = new this.#uPlot({ ...this.#make(), width: this.#box.clientWidth, height: HEIGHT }, data, this.#box);
  }

  // clear takes the drawing away: the next one is made anew, in the colours of then.
  clear() {
    this.#plot?.destroy();
    this.#plot = null;
  }
}
