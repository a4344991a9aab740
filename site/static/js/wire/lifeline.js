// A connection's life line: from its opening to its closing on an axis that all connections share, with a tick for each
// unit, up for what the client sent, down for what the server did.
import { hue } from './lanenames.js';

const NS = 'http://www.w3.org/2000/svg';
const MIDDLE = 13; // px from the top: the line
export const HEIGHT = 26; // px
const REACH = 8; // px from a tick at which a click still means it
const TALL = { request: 10, response: 10, trailers: 10, chunk: 4, end: 4 }; // px of a tick, by kind
const USUAL = 7; // a kind that carries something: an event, a frame, a body

// axis returns the function that places a time, µs, on a line of so many px.
export function axis(from, to, width) {
  const scale = (width - 8) / Math.max(to - from, 1);
  return (at) => 4 + (Math.min(Math.max(at, from), to) - from) * scale;
}

// paths returns what to draw of units, as the data of SVG paths: the ticks of each lane, and `broken` for those that
// break a rule. What falls on one pixel is drawn once, so that 100,000 units cost no more than the pixels.
export function paths(units, x) {
  const drawn = {};
  const seen = new Set();
  const add = (name, key, data) => {
    if (seen.has(key)) return;
    seen.add(key);
    drawn[name] = (drawn[name] ?? '') + data;
  };
  for (const { at, dir, lane, kind, broken } of units) {
    const column = Math.round(x(at));
    const tall = (TALL[kind] ?? USUAL) * (dir === 'c2s' ? -1 : 1);
    add(lane, `${lane}${tall}${column}`, `M${column} ${MIDDLE}v${tall}`);
    if (broken) add('broken', `!${column}`, `M${column - 3} 1h6l-3 6z`);
  }
  return drawn;
}

// nearest returns the unit whose tick is next to a place, px; undefined if none is near.
export function nearest(units, x, place) {
  let found;
  let least = REACH;
  for (const unit of units) {
    const far = Math.abs(x(unit.at) - place);
    if (far <= least) [found, least] = [unit, far];
  }
  return found;
}

// lifeline makes the picture of one connection, empty: draw fills it when it is seen.
export function lifeline() {
  const svg = document.createElementNS(NS, 'svg');
  svg.setAttribute('height', HEIGHT);
  svg.setAttribute('aria-hidden', 'true'); // the row's other cells say the same
  return svg;
}

export function draw(svg, { opened, closed }, units, x, now) {
  const ends = closed ? `M${x(closed)} ${MIDDLE - 5}v10` : '';
  const life = `M${x(opened)} ${MIDDLE}H${x(closed ?? now)}M${x(opened)} ${MIDDLE - 5}v10${ends}`;
  const { broken, ...lanes } = paths(units, x);
  const all = { life, ...lanes, ...(broken && { broken }) }; // what breaks a rule lies on top
  const kept = [...svg.children];
  Object.entries(all).forEach(([name, data], i) => {
    const path = kept[i] ?? svg.appendChild(document.createElementNS(NS, 'path'));
    path.setAttribute('class', hue(name));
    path.setAttribute('d', data);
  });
  for (const path of kept.slice(Object.keys(all).length)) path.remove();
}
