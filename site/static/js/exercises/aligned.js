// Two strings of bytes, row under row in hex and as text, with the first difference marked.
import { el } from '../dom.js';
import { count } from '../format.js';

const BEFORE = 2; // rows shown before the first difference
const ROWS = 10; // rows shown in all
const ESCAPES = { 0: '\\0', 9: '\\t', 10: '\\n', 13: '\\r' };
const NAMES = { 0: 'NUL', 9: 'tab', 10: 'line feed', 13: 'carriage return', 32: 'space' };

// differAt returns where two strings of bytes differ first: the shorter one's length where it is the other's beginning, -1
// if they are the same.
export function differAt(a, b) {
  const least = Math.min(a.length, b.length);
  for (let i = 0; i < least; i++) if (a[i] !== b[i]) return i;
  return a.length === b.length ? -1 : least;
}

// told says the first difference in a sentence.
export function told(expected, seen) {
  const at = differAt(expected, seen);
  if (at < 0) return 'Both are the same.';
  if (!seen.length) return `Nothing was seen; ${bytes(expected.length)} ${were(expected)} expected.`;
  if (!expected.length) return `Nothing was expected; ${bytes(seen.length)} ${were(seen)} seen.`;
  const [want, got] = [expected[at], seen[at]].map(named);
  return `The first difference is byte ${count(at)}, counted from 0: expected ${want}, seen ${got}.`;
}

function bytes(n) {
  return `${count(n)} byte${n === 1 ? '' : 's'}`;
}

function were({ length }) {
  return length === 1 ? 'was' : 'were';
}

function named(byte) {
  if (byte === undefined) return 'the end';
  const name = NAMES[byte] ?? (byte > 32 && byte < 127 ? `“${String.fromCharCode(byte)}”` : '');
  return `${two(byte)}${name && ` (${name})`}`;
}

function two(byte) {
  return byte.toString(16).padStart(2, '0');
}

// aligned draws both.
export function aligned(expected, seen, perRow) {
  const at = differAt(expected, seen);
  const all = Math.max(1, Math.ceil(Math.max(expected.length, seen.length, at + 1) / perRow));
  const first = Math.max(0, Math.min(Math.floor(Math.max(at, 0) / perRow) - BEFORE, all - ROWS));
  const last = Math.min(all, first + ROWS);
  const grid = el('div', { className: 'aligned' });
  for (let row = first; row < last; row++) {
    const start = row * perRow;
    grid.append(...line('expected', expected, start, perRow, at), ...line('seen', seen, start, perRow, at));
  }
  const left = [first * perRow, Math.max(expected.length, seen.length) - last * perRow];
  const cut = [left[0] && `${bytes(left[0])} before these are the same`, left[1] > 0 && `${bytes(left[1])} follow`];
  const region = el('div', { className: 'alignedbox', tabIndex: 0, role: 'region' }, grid);
  region.ariaLabel = 'Expected and seen, row under row';
  const note = cut.filter(Boolean).join('; ');
  return el(
    'figure',
    { className: 'compared' },
    el('figcaption', {}, told(expected, seen)),
    region,
    note && el('p', { className: 'cut' }, `${note}.`),
  );
}

// line is a row of one side: which it is, where it begins, its bytes and its text.
function line(side, bytes, start, perRow, at) {
  const [codes, text] = [el('span', { className: 'codes' }), el('span', { className: 'text' })];
  const end = Math.min(start + perRow, Math.max(bytes.length, start));
  const parts = [
    [start, Math.min(end, at < 0 ? end : Math.max(at, start)), ''],
    [Math.max(at, start), Math.min(end, at + 1), 'first'],
    [Math.max(at + 1, start), end, 'rest'],
  ];
  for (const [from, to, name] of at < 0 ? parts.slice(0, 1) : parts) {
    if (to <= from) continue;
    const piece = bytes.subarray(from, to);
    codes.append(from > start ? ' ' : '', part(name, Array.from(piece, two).join(' ')));
    text.append(part(name, ...readable(piece)));
  }
  if (at === bytes.length && at >= start && at < start + perRow) {
    codes.append(at > start ? ' ' : '', part('first', 'end'));
  }
  const offset = el('span', { className: 'o', aria: { hidden: 'true' } }, side === 'expected' ? four(start) : '');
  return [offset, el('span', { className: `side ${side}` }, side), codes, text];
}

function part(name, ...content) {
  return el(name === 'first' ? 'mark' : 'span', { className: name }, ...content);
}

function four(offset) {
  return offset.toString(16).padStart(4, '0');
}

// readable is bytes as text. Line ends are what most differences are about: they are written as in Go, in another colour.
function readable(bytes) {
  const parts = [''];
  for (const byte of bytes) {
    if (ESCAPES[byte]) parts.push(el('i', {}, ESCAPES[byte]), '');
    else parts.push(parts.pop() + (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·'));
  }
  return parts;
}
