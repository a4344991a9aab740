// A claim's cases in its row, a line each: the answer, the figure, and how far the trials lie apart.
import { el } from '../dom.js';
import { answer, between, figure, trials } from './words.js';

// fill puts what a case came to into its line; without any, the line says what would be measured. theirs is somebody else's,
// beside it. An answer to another sentence than the line's, as of older rules, is left out.
export function fill(line, own, theirs) {
  const sentence = line.querySelector('.text').textContent;
  [own, theirs] = [own, theirs].map((of) => (of?.text === sentence ? of : null));
  line.querySelector('.figure').hidden = Boolean(own || theirs);
  for (const old of line.querySelectorAll('.answer, .value, .apart')) old.remove();
  if (!own && !theirs) return;
  line.append(
    own ? answer(own.answer) : answer('none', 'not run'),
    el('span', { className: 'value' }, own ? median(own) : ''),
    el('span', { className: 'apart' }, ...(theirs ? ['theirs ', answer(theirs.answer), ` ${median(theirs)}`] : [apart(own)])),
  );
}

// lines lists a result's cases.
export function lines({ cases }) {
  const list = el('ul', { className: 'lines' });
  for (const one of cases) {
    const line = el('li', {}, el('span', { className: 'text' }, one.text), el('span', { className: 'figure' }));
    fill(line, one);
    list.append(line);
  }
  return list;
}

function median({ n, median, unit }) {
  return n > 0 ? figure(median, unit) : 'absent';
}

function apart({ n, why, low, high }) {
  if (why) return why;
  if (n < 2 || !Number.isFinite(low) || !Number.isFinite(high)) return n ? trials(n) : '';
  return between(low, high) || `${trials(n)} alike`;
}
