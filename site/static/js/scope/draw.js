// Paints one picture of the time axis. The rows share the height evenly, as the lanes' names beside them do.
import { bands } from './bands.js';

const TOP = 44; // px: the server's row
const FOOT = 20; // px: the seconds
const EDGE = 10; // px kept free at the right
const BASE = 32; // px from the top: the line on which publications stand
const SECOND = 88; // px for a second, about
const LEAST = 3; // seconds on the axis, however narrow
const MOST = 12;
const APART = 6; // px between the marks of events that came in one answer
const REACH = 30; // px that they take together at most
const DISTINCT = 2; // px: marks that are closer to each other are one
const OPEN = 5; // px: as far apart are the lines to the marks of a dense lane, which would be a plane otherwise

// edge: the time at the right edge; now: the time, which is there or, for who asked for less motion, somewhat before
// it.
export function draw(c, { width, height, now, edge, begun, published, lanes, faults, hidden, colours }) {
  const span = 1000 * Math.min(Math.max(Math.round(width / SECOND), LEAST), MOST);
  const scale = (width - EDGE) / span;
  const x = (time) => width - EDGE - (edge - time) * scale;
  const oldest = edge - span;
  // The axis in cells of so many px. They stay with their time, so that what is left out doesn't flicker.
  const cell = (time, px) => Math.floor((time * scale) / px);

  const row = (height - TOP - FOOT) / Math.max(lanes.size, 1);

  c.clearRect(0, 0, width, height);
  bands(c, { width, top: TOP, row, foot: height - FOOT, x, now, oldest, lanes, faults, hidden, colours });
  if (begun) seconds(c, { width, height, edge, begun, oldest, x, colours });
  publications(c, { width, x, cell, oldest, published, colours });

  let y = TOP + row / 2;
  for (const lane of lanes.values()) {
    const colour = colours[lane.technique];
    c.strokeStyle = colours['rule-2'];
    c.lineWidth = 1;
    line(c, 0, y, width, y);
    const dense = rate(lane.arrivals) > 20;
    brackets(c, { lane, x, y, now, oldest, colour });
    slopes(c, { lane, x, y, cell, oldest, colour, faint: dense ? 0.13 : 0.28 });
    marks(c, { lane, x, y, cell, oldest, colour, radius: dense ? 2.2 : 3.4 });
    notes(c, { lane, x, y, width, oldest, colours });
    y += row;
  }
  c.globalAlpha = 1;
}

function seconds(c, { width, height, edge, begun, oldest, x, colours }) {
  c.strokeStyle = colours['rule-2'];
  c.fillStyle = colours['ink-3'];
  c.font = '11px system-ui, sans-serif';
  c.textAlign = 'center';
  c.lineWidth = 1;
  const first = Math.max(0, Math.ceil((oldest - begun) / 1000));
  const last = Math.floor((edge - begun) / 1000);
  for (let second = first; second <= last; second++) {
    const at = Math.round(x(begun + second * 1000)) + 0.5;
    line(c, at, BASE, at, height - FOOT + 4);
    if (at > 12 && at < width - 12) c.fillText(`${second} s`, at, height - 4);
  }
}

function publications(c, { width, x, cell, oldest, published, colours }) {
  c.strokeStyle = colours.rule;
  line(c, 0, BASE, width, BASE);
  c.strokeStyle = colours.server;
  c.lineWidth = rate(published) > 20 ? 1 : 2;
  c.beginPath();
  for (let i = 0, taken = NaN; i < published.length && published.get(i, 0) > oldest; i++) {
    const own = cell(published.get(i, 0), DISTINCT);
    if (own === taken) continue;
    taken = own;
    const at = x(published.get(i, 0));
    c.moveTo(at, BASE - 15);
    c.lineTo(at, BASE);
  }
  c.stroke();
}

// brackets: each request from its start to its answer. An answer without an event is dashed and lighter; so short a
// request that it would be a line gets a width that can be seen; so many of them that boxes would merge are ticks.
function brackets(c, { lane, x, y, now, oldest, colour }) {
  const { requests, pending } = lane;
  c.strokeStyle = colour;
  c.lineWidth = 1.25;
  for (let i = 0; i < requests.length && requests.get(i, 1) > oldest; i++) {
    const empty = requests.get(i, 2) === 0;
    let left = x(requests.get(i, 0));
    let right = x(requests.get(i, 1));
    const next = i > 0 ? x(requests.get(i - 1, 0)) : pending ? x(pending) : Infinity;
    c.globalAlpha = empty ? 0.45 : 0.8;
    if (next - left < 6) {
      line(c, left, y - 8, left, y + 8);
      continue;
    }
    if (right - left < 13) {
      // The marks of its events stand side by side: it goes around them.
      right += 7;
      left = right - Math.max(14, beside(requests.get(i, 2)) + 14);
    }
    if (empty) c.setLineDash([2, 2]);
    c.beginPath();
    c.roundRect(left, y - 9, right - left - 1, 18, 4);
    c.stroke();
    c.setLineDash([]);
  }
  if (pending > 0) {
    // Still open: no right side.
    const left = Math.max(x(pending), -4);
    const right = x(now);
    c.globalAlpha = 0.8;
    c.beginPath();
    c.moveTo(right, y - 9);
    c.lineTo(Math.min(left + 4, right), y - 9);
    c.quadraticCurveTo(left, y - 9, left, y - 5);
    c.lineTo(left, y + 5);
    c.quadraticCurveTo(left, y + 9, Math.min(left + 4, right), y + 9);
    c.lineTo(right, y + 9);
    c.stroke();
  }
}

function slopes(c, { lane, x, y, cell, oldest, colour, faint }) {
  c.globalAlpha = faint;
  c.strokeStyle = colour;
  c.lineWidth = 1;
  c.beginPath();
  let [above, below] = [NaN, NaN]; // the cells in which the last line began and ended
  for (let i = 0; i < lane.arrivals.length && lane.arrivals.get(i, 1) > oldest; i++) {
    const [from, to] = [lane.arrivals.get(i, 0), lane.arrivals.get(i, 1)];
    if (cell(from, OPEN) === above && cell(to, OPEN) === below) continue;
    [above, below] = [cell(from, OPEN), cell(to, OPEN)];
    c.moveTo(x(from), BASE);
    c.lineTo(x(to), y);
  }
  c.stroke();
  c.globalAlpha = 1;
}

// marks: each lane has its shape, so that colour is not the only thing that tells them apart. Events of one answer
// arrive together: they stand side by side.
function marks(c, { lane, x, y, cell, oldest, colour, radius: r }) {
  const { arrivals } = lane;
  c.fillStyle = colour;
  c.beginPath();
  for (let i = 0, together = 0, taken = NaN; i < arrivals.length && arrivals.get(i, 1) > oldest; i++) {
    together = i > 0 && arrivals.get(i, 1) === arrivals.get(i - 1, 1) ? together + 1 : 0;
    const own = cell(arrivals.get(i, 1), DISTINCT);
    if (together ? together * APART > REACH : own === taken) continue;
    taken = own;
    shape(c, lane.technique, x(arrivals.get(i, 1)) - beside(together + 1), y, r);
  }
  c.fill();
}

// beside returns how many px the marks of so many events in one answer reach back from the first.
function beside(events) {
  return Math.min(Math.max(events - 1, 0) * APART, REACH);
}

// shape adds to what will be filled, which closes it.
function shape(c, technique, x, y, r) {
  switch (technique) {
    case 'polling':
      r *= 0.75;
      c.rect(x - r, y - r, 2 * r, 2 * r);
      break;
    case 'longpolling':
      c.moveTo(x, y - r * 1.25);
      c.lineTo(x + r * 1.2, y + r);
      c.lineTo(x - r * 1.2, y + r);
      break;
    case 'sse':
      c.moveTo(x + r, y);
      c.arc(x, y, r, 0, 2 * Math.PI);
      break;
    case 'fallback':
      c.rect(x - r * 1.2, y - r * 0.4, r * 2.4, r * 0.8);
      c.rect(x - r * 0.4, y - r * 1.2, r * 0.8, r * 2.4);
      break;
    default:
      c.moveTo(x, y - r * 1.35);
      c.lineTo(x + r * 1.35, y);
      c.lineTo(x, y + r * 1.35);
      c.lineTo(x - r * 1.35, y);
  }
}

// notes go from the newest back, so that none is written over by a newer one: it has the room that is left.
function notes(c, { lane, x, y, width, oldest, colours }) {
  c.font = '11px system-ui, sans-serif';
  c.textAlign = 'left';
  c.strokeStyle = c.fillStyle = colours.bad;
  let end = width - EDGE;
  for (const { at, text } of lane.notes.toReversed()) {
    const left = Math.max(at < oldest ? 4 : x(at), 4) + 4;
    if (at >= oldest) line(c, x(at), y - 12, x(at), y + 12);
    const newest = end === width - EDGE;
    const wide = c.measureText(text).width;
    const from = newest ? Math.max(Math.min(left, end - wide), 4) : left;
    if (at < oldest && x(at) + wide < 0) break;
    c.fillText(fitting(text, wide, end - from), from, y - 13);
    end = Math.min(from, left) - 8;
  }
}

// fitting shortens a text that is so many px wide to what there is room for.
function fitting(text, wide, room) {
  if (wide <= room) return text;
  const kept = Math.floor((text.length * room) / wide) - 1;
  return kept > 2 ? `${text.slice(0, kept)}…` : '';
}

// rate is how many events a second were published lately.
function rate(published) {
  const few = Math.min(published.length, 50) - 1;
  return few < 1 ? 0 : (1000 * few) / Math.max(published.get(0, 0) - published.get(few, 0), 1);
}

function line(c, x0, y0, x1, y1) {
  c.beginPath();
  c.moveTo(x0, y0);
  c.lineTo(x1, y1);
  c.stroke();
}
