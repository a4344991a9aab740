// The lines of an event stream that a browser passes over, though they are no comments: what their sender meant is lost.
import { el } from '../dom.js';
import { count } from '../format.js';
import { link } from './spec.js';
import { cut } from './value.js';

const NAMED = 3; // lines that are named
const LONGEST = 24; // characters of each
const KNOWN = ['data', 'event', 'id', 'retry'];
const MARK = '⚠ ignored: '; // what a summary has before such a line

// isPassed tells it of a field, by its note.
export function isPassed({ note }) {
  return Boolean(note?.startsWith('Ignored: '));
}

// passedIn is where the first such line stands in the summary of a unit, -1 if there is none.
export function passedIn({ kind, summary }) {
  return kind === 'event' ? summary.indexOf(MARK) : -1;
}

// passed says which lines of a unit they are, and the likeliest reasons; null if there are none.
export function passed({ proto, fields }) {
  const lines = proto === 'sse' ? (fields ?? []).map((field, f) => ({ ...field, f })).filter(isPassed) : [];
  if (!lines.length) return null;
  const buttons = lines.slice(0, NAMED).flatMap((line, i) => {
    const text = line.name === 'ignored' ? line.value : `${line.name}: ${line.value}`;
    return [
      i ? ', ' : ' ',
      el('button', { type: 'button', className: 'ref', data: { f: line.f } }, cut(text, LONGEST)),
    ];
  });
  const more = lines.length > NAMED ? ` and ${count(lines.length - NAMED)} more` : '';
  const title = `A browser passes over ${lines.length > 1 ? `${count(lines.length)} lines` : 'a line'} of it:`;
  const p = el('p', {}, el('b', {}, title), ...buttons, more, '. ', ...reasons(lines, fields), link(lines[0].spec));
  return el('div', { className: 'violation' }, p);
}

function reasons(lines, fields) {
  const unknown = lines
    .filter(({ name }) => name === 'ignored')
    .map((line) => ({ ...line, called: nameOf(line.value) }));
  const close = unknown.find(({ called }) => KNOWN.includes(called.trim().toLowerCase()));
  const data = fields.findIndex(({ name }) => name === 'data');
  const behind = unknown.some(
    (line) => data >= 0 && line.f > data && !KNOWN.includes(line.called.trim().toLowerCase()),
  );
  return [
    close && `“${cut(close.called)}” is not “${close.called.trim().toLowerCase()}”: names count as they are written. `,
    behind && 'Each line of the data needs a “data:” of its own. ',
  ].filter(Boolean);
}

function nameOf(text = '') {
  return text.split(':', 1)[0];
}
