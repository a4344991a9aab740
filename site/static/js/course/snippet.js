// What stands around a hit: enough to see whether it is the one that was looked for.
const BEFORE = 60; // characters ahead of the first hit
const LENGTH = 170; // characters in all, about two lines

// snippet returns a piece of a text in parts, [[text, hit]]: hit tells that it is one of the words found.
export function snippet(text, found) {
  const plain = text.replace(/\s+/g, ' ').trim();
  const pattern = patternOf(plain, found);
  const first = pattern ? plain.search(pattern) : -1;
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

// ahead returns where the word that a place is in begins, or the next if it is a long one.
function ahead(text, place) {
  const space = text.indexOf(' ', place);
  return space < 0 ? place : space + 1;
}

// patternOf matches any of the words in a text, the longest first: where a word begins, or if none does, anywhere.
function patternOf(text, found) {
  if (!found.length) return null;
  const any = [...found]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll("'", "['’]"))
    .join('|');
  const begins = new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})`, 'giu');
  return text.search(begins) < 0 ? new RegExp(any, 'giu') : begins;
}
