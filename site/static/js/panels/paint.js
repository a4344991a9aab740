// Code with its comments, texts and keywords in colour, JavaScript and Go alike: enough to find one's way, no parser.
import { el } from '../dom.js';

const KEYWORDS =
  'async await break case catch chan class const continue default defer delete else export extends finally for from ' +
  'func function go if import in interface let map new of package range return select static struct switch this throw ' +
  'try type typeof var while';
const TOKEN = new RegExp(
  [
    '(?<c>//.*|/\\*[^]*?\\*/)',
    '(?<s>`(?:\\\\[^]|[^`\\\\])*`|"(?:\\\\.|[^"\\\\\\n])*"|\'(?:\\\\.|[^\'\\\\\\n])*\')',
    `(?<k>\\b(?:${KEYWORDS.replaceAll(' ', '|')})\\b)`,
  ].join('|'),
  'g',
);

// paint returns the parts of a text, in order.
export function paint(text) {
  const parts = [];
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > done) parts.push(text.slice(done, match.index));
    const [[kind]] = Object.entries(match.groups).filter(([, found]) => found !== undefined);
    parts.push(el('span', { className: kind }, match[0]));
    done = match.index + match[0].length;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}
