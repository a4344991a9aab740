// What stands around a hit: enough to see whether it is the one that was looked for.
const BEFORE = 60; // characters ahead of the hit
const LENGTH = 170; // characters in all, about two lines
const PART = 3; // characters that are worth marking within a word

// snippet returns a piece of a text in parts, [[text, hit]]: hit tells that it is one of the words found. It begins ahead of the
// longest of them.
export function snippet(text, found) {
  const plain = text.replace(/\s+/g, ' ').trim();
  const first = place(plain, found);
  const from = first <= BEFORE ? 0 : ahead(plain, first - BEFORE);
  const to = from + LENGTH >= plain.length ? plain.length : plain.lastIndexOf(' ', from + LENGTH);
  const piece = plain.slice(from, Math.max(to, first + 1));
  const parts = marked(piece, found);
  if (from > 0) parts.unshift(['… ', false]);
  if (from + piece.length < plain.length) parts.push([' …', false]);
  return parts;
}

// marked returns all of a text in parts.
export function marked(text, found) {
  const pattern = patternOf(text, found);
  if (!pattern) return text ? [[text, false]] : [];
  const parts = [];
  let at = 0;
  for (const { 0: hit, index } of text.matchAll(pattern)) {
    if (index > at) parts.push([text.slice(at, index), false]);
    parts.push([hit, true]);
    at = index + hit.length;
  }
  if (at < text.length) parts.push([text.slice(at), false]);
  return parts;
}

// place returns where the longest of the words is that are in a text: it says most. -1: none is.
function place(text, found) {
  for (const word of longest(found)) {
    const pattern = patternOf(text, [word]);
    const at = pattern ? text.search(pattern) : -1;
    if (at >= 0) return at;
  }
  return -1;
}

// ahead returns where the word that a place is in begins, or the next if it is a long one.
function ahead(text, at) {
  const space = text.indexOf(' ', at);
  return space < 0 ? at : space + 1;
}

// patternOf matches any of the words in a text, the longest first: as words, or if none stands there as one, within others. It
// is null if there is nothing to look for.
function patternOf(text, found) {
  const whole = any(found, '(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])');
  if (whole && text.search(whole) >= 0) return whole;
  return any(found.filter((word) => word.length >= PART));
}

function any(found, before = '', after = '') {
  if (!found.length) return null;
  const escaped = longest(found).map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll("'", "['’]"));
  return new RegExp(`${before}(?:${escaped.join('|')})${after}`, 'giu');
}

const longest = (found) => [...found].sort((a, b) => b.length - a.length);
