// What the reader wants to see of the wire: as the controls set it, and as it is typed in the search box. Both are one
// thing in two forms:
//
//   lane:sse dir:s2c kind:frame conn:7 error any "words together"
//
// A lane and a kind may be cut short; dir is also said with up and down. What is no such term is text, and so is what
// stands in quotes. All terms must hold.
import { isOf } from './lanenames.js';

const DIRS = { c2s: 'c2s', s2c: 's2c', up: 'c2s', down: 's2c', '↑': 'c2s', '↓': 's2c' };
const TERM = /^(lane|dir|kind|conn):(.*)$/;
const ERRORS = /^errors?$/;
const NUMBER = /^\d{1,15}$/;

// everything is the filter that lets all units pass.
export function everything() {
  return { lane: '', dir: '', kind: '', conn: 0, errors: false, words: [] };
}

export function parse(text) {
  const filter = everything();
  for (const [token, quoted] of text.matchAll(/"([^"]*)"?|\S+/g)) {
    if (quoted === undefined) take(filter, token);
    else if (quoted) filter.words.push(quoted);
  }
  return filter;
}

// take reads one token. A term that is not finished yet, as `conn:`, changes nothing.
function take(filter, token) {
  const lower = token.toLowerCase();
  const [, key, value] = TERM.exec(lower) ?? [];
  if (ERRORS.test(lower)) filter.errors = true;
  else if (!key) filter.words.push(token);
  else if (key === 'dir') filter.dir = DIRS[value] ?? filter.dir;
  else if (key === 'conn') filter.conn = NUMBER.test(value) ? Number(value) : filter.conn;
  else filter[key] = value;
}

// format writes a filter so that parse reads the same.
export function format({ lane, dir, kind, conn, errors, words }) {
  const terms = [
    lane && `lane:${lane}`,
    dir && `dir:${dir}`,
    kind && `kind:${kind}`,
    conn > 0 && `conn:${conn}`,
    errors && 'error',
    ...words.map((word) => (plain(word) ? word : `"${word}"`)),
  ];
  return terms.filter(Boolean).join(' ');
}

function plain(word) {
  const lower = word.toLowerCase();
  return !/\s/.test(word) && !TERM.test(lower) && !ERRORS.test(lower);
}

// isEverything tells whether a filter lets all units pass.
export function isEverything(filter) {
  return format(filter) === '';
}

// tester returns the function that tells whether a unit passes: made once, asked 100,000 times.
export function tester({ lane, dir, kind, conn, errors, words }) {
  const patterns = words.map((word) => new RegExp(word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i'));
  return (unit) =>
    (!errors || unit.wrong) &&
    (!conn || unit.conn === conn) &&
    (!dir || unit.dir === dir) &&
    isOf(unit.lane, lane) &&
    unit.kind.startsWith(kind) &&
    patterns.every((pattern) => pattern.test(unit.summary) || pattern.test(unit.kind));
}
