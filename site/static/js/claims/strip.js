// The values of a case's trials as dots on a line, with their median and its interval, over the ranges that the rule states:
// it is seen in which of them they lie, and how far from the others.
import { figure } from './words.js';

const NS = 'http://www.w3.org/2000/svg';
const EDGE = 3; // % of the width that is left free at either end
const OPEN = 0.16; // of what is between the ranges' ends: so much is drawn of a range that has none
const LINE = 17; // px from the top
const NEAR = 2.2; // % of the width, at which dots are put beside each other
const LIFTS = [0, -7, 7]; // px
const APART = 9; // % of the width that a label needs
const WORDS = { holds: 'holds', fails: 'fails', tie: 'a tie' };

// scale returns from where to where several cases' values and their rules' ranges reach; null if there are no values, or all
// are alike: there is nothing to draw then. Cases on one scale can be compared.
export function scale(...cases) {
  const given = cases.filter((of) => of?.values.length);
  const values = given.flatMap(({ values }) => values);
  if (!values.some((value) => value !== values[0])) return null;
  const bands = given.flatMap(({ ranges = [] }) => ranges);
  const ends = limits(bands);
  let low = Math.min(...values, ...ends);
  let high = Math.max(...values, ...ends);
  const more = (high - low) * OPEN;
  if (bands.some(({ from }) => from === undefined)) low -= more;
  if (bands.some(({ to }) => to === undefined)) high += more;
  return { low, high };
}

// limits are where ranges end.
function limits(ranges) {
  return ranges.flatMap(({ from, to }) => [from, to]).filter(Number.isFinite);
}

// strip draws a case whose values are on a scale.
export function strip({ values, median, low, high, unit, ranges = [] }, domain = scale({ values, ranges })) {
  const at = (value) => EDGE + ((value - domain.low) / (domain.high - domain.low)) * (100 - 2 * EDGE);
  const x = (value) => `${Number(at(value).toFixed(2))}%`;
  const drawing = svg('svg', { class: 'strip', role: 'img' });
  const [least, most] = [Math.min(...values), Math.max(...values)];
  drawing.ariaLabel = `${values.length} values from ${figure(least, unit)} to ${figure(most, unit)}.`;
  const bands = ranges.map(({ answer, from, to }) => ({
    answer,
    from: from === undefined ? 0 : at(from),
    to: to === undefined ? 100 : at(to),
  }));
  for (const { answer, from, to } of bands) {
    const width = `${Math.max(to - from, 1).toFixed(2)}%`;
    drawing.append(svg('rect', { class: `band ${answer}`, x: `${from.toFixed(2)}%`, y: 0, width, height: 2 * LINE }));
  }
  if (high > low)
    drawing.append(
      svg('rect', { class: 'span', x: x(low), y: LINE - 10, width: `${(at(high) - at(low)).toFixed(2)}%`, height: 20 }),
    );
  drawing.append(svg('line', { class: 'axis-line', x1: 0, x2: '100%', y1: LINE, y2: LINE }));
  for (const { value, lift } of spread(values, domain))
    drawing.append(svg('circle', { class: 'dot', cx: x(value), cy: LINE + lift, r: 3 }));
  if (Number.isFinite(median))
    drawing.append(svg('line', { class: 'median', x1: x(median), x2: x(median), y1: LINE - 13, y2: LINE + 13 }));
  const ends = limits(ranges);
  drawing.append(
    ...labels(
      (bands.length ? ends : [least, most]).map((value) => [at(value), figure(value, bands.length ? '' : unit)]),
      'end',
      46,
    ),
    ...bands.map(({ answer, from, to }) => text(WORDS[answer], (from + to) / 2, answer, 59)),
  );
  return drawing;
}

// labels writes those that have room beside each other.
function labels(given, className, y) {
  let last = -Infinity;
  return given
    .toSorted(([a], [b]) => a - b)
    .filter(([at]) => at - last >= APART && (last = at) === at)
    .map(([at, words]) => text(words, at, className, y));
}

function text(words, at, className, y) {
  const anchor = at < 8 ? 'start' : at > 92 ? 'end' : 'middle';
  const edge = { start: Math.min(at, EDGE), middle: at, end: Math.max(at, 100 - EDGE) }[anchor];
  const element = svg('text', { class: className, x: `${Number(edge.toFixed(2))}%`, y, 'text-anchor': anchor });
  element.textContent = words;
  return element;
}

// spread lifts dots that would hide each other off the line.
function spread(values, { low, high }) {
  const near = ((high - low) * NEAR) / 100;
  let beside = 0;
  return values
    .toSorted((a, b) => a - b)
    .map((value, i, sorted) => {
      beside = i > 0 && value - sorted[i - 1] <= near ? beside + 1 : 0;
      return { value, lift: LIFTS[beside % LIFTS.length] };
    });
}

function svg(tag, attributes) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
