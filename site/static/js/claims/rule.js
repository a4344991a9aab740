// A rule's ranges, read from the sentence that states it. A result carries the sentence, which says exactly what is judged;
// so what is drawn is what is written beside it.
const ANSWERS = [
  [/^Holds if .* is /, 'holds'],
  [/^fails if .* (?:is|are) /, 'fails'],
  [/^a tie if .* (?:is|are) /, 'tie'],
];
const NUMBER = String.raw`(−?\d+(?:\.\d+)?)`;
const UNIT = String.raw`(?:[\s\u00a0]?[^\s\u00a0\d;]+)?`;
const RANGES = [
  [new RegExp(`^exactly ${NUMBER}${UNIT}$`), (n) => [n, n]],
  [new RegExp(`^${NUMBER}${UNIT} or less$`), (n) => [-Infinity, n]],
  [new RegExp(`^${NUMBER}${UNIT} or more$`), (n) => [n, Infinity]],
  [new RegExp(`^${NUMBER} to ${NUMBER}${UNIT}$`), (from, to) => [from, to]],
];

// ranges lists {answer, from, to}, an end that is open being infinite. It is empty if any part of the sentence is not understood:
// half a rule would be another one.
export function ranges(rule) {
  const parts = rule.split('; ');
  if (parts.pop() !== 'else open.') return [];
  const read = parts.map(part);
  return read.includes(null) ? [] : read;
}

function part(text) {
  for (const [head, answer] of ANSWERS) {
    if (!head.test(text)) continue;
    const words = text.replace(head, '');
    for (const [shape, make] of RANGES) {
      const found = shape.exec(words);
      if (!found) continue;
      const [from, to] = make(...found.slice(1).map((number) => Number(number.replace('−', '-'))));
      return { answer, from, to };
    }
  }
  return null;
}
