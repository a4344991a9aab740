// The values of a case's trials as dots on a line, with their median and its interval. The rule's ranges are not drawn: they
// stand beside it in words.
import { figure } from './words.js';

const NS = 'http://www.w3.org/2000/svg';
const EDGE = 3; // % of the width that is left free at either end
const LINE = 18; // px from the top
const NEAR = 2.2; // % of the width, at which dots are put beside each other
const LIFTS = [0, -7, 7]; // px

// scale returns the lowest and the highest of several cases' values, or null without any. Cases on one scale can be compared.
export function scale(...cases) {
  const all = cases.flatMap((of) => of?.values ?? []);
  return all.length ? { low: Math.min(...all), high: Math.max(...all) } : null;
}

// strip draws a case that has values.
export function strip({ values, median, low, high, unit }, { low: from, high: to } = scale({ values })) {
  const x = (value) => `${to > from ? EDGE + ((value - from) / (to - from)) * (100 - 2 * EDGE) : 50}%`;
  const drawing = svg('svg', { class: 'strip', role: 'img' });
  drawing.ariaLabel =
    values.length === 1
      ? `One value: ${figure(values[0], unit)}.`
      : `${values.length} values from ${figure(Math.min(...values), unit)} to ${figure(Math.max(...values), unit)}.`;
  if (Number.isFinite(low) && high > low) {
    const width = (((high - low) / (to - from)) * (100 - 2 * EDGE)).toFixed(2);
    drawing.append(svg('rect', { class: 'span', x: x(low), y: LINE - 11, width: `${width}%`, height: 22, rx: 3 }));
  }
  drawing.append(svg('line', { class: 'axis-line', x1: 0, x2: '100%', y1: LINE, y2: LINE }));
  if (from < 0 && to > 0) drawing.append(svg('line', { class: 'zero', x1: x(0), x2: x(0), y1: 2, y2: LINE + 14 }));
  for (const { value, lift } of spread(values, from, to))
    drawing.append(svg('circle', { class: 'dot', cx: x(value), cy: LINE + lift, r: 3.5 }));
  if (Number.isFinite(median))
    drawing.append(svg('line', { class: 'median', x1: x(median), x2: x(median), y1: LINE - 13, y2: LINE + 13 }));
  if (to > from) {
    drawing.append(label(from, '0', 'start', unit), label(to, '100%', 'end', unit));
    const zero = EDGE + (-from / (to - from)) * (100 - 2 * EDGE);
    if (from < 0 && to > 0 && zero > 30 && zero < 70) drawing.append(label(0, x(0), 'middle'));
  } else drawing.append(label(from, '50%', 'middle', unit));
  return drawing;
}

// spread lifts dots that would hide each other off the line.
function spread(values, from, to) {
  const near = ((to - from) * NEAR) / 100;
  let beside = 0;
  return values
    .toSorted((a, b) => a - b)
    .map((value, i, sorted) => {
      beside = i > 0 && value - sorted[i - 1] <= near ? beside + 1 : 0;
      return { value, lift: LIFTS[beside % LIFTS.length] };
    });
}

function label(value, x, anchor, unit) {
  const text = svg('text', { x, y: 43, 'text-anchor': anchor });
  text.textContent = figure(value, unit);
  return text;
}

function svg(tag, attributes) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
