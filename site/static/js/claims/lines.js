// A claim's cases in its row, a line each: the answer, the figure, and how far the trials lie apart.
import { el } from '../dom.js';
import { answer, figure, trials } from './words.js';

// fill puts what a case came to into its line; without any, the line says what would be measured. theirs is somebody else's,
// beside it.
export function fill(line, own, theirs) {
  line.querySelector('.figure').hidden = Boolean(own || theirs);
  for (const old of line.querySelectorAll('.answer, .value, .apart')) old.remove();
  if (!own && !theirs) return;
  line.append(
    own ? answer(own.answer) : answer('none', 'not run'),
    el('span', { className: 'value' }, own ? median(own) : ''),
    el('span', { className: 'apart' }, ...(theirs ? ['theirs ', answer(theirs.answer), ` ${median(theirs)}`] : [apart(own)])),
  );
}

function median({ n, median, unit }) {
  return n > 0 ? figure(median, unit) : 'absent';
}

function apart({ n, why, low, high }) {
  if (why) return why;
  if (n < 2 || !Number.isFinite(low) || !Number.isFinite(high)) return n ? trials(n) : '';
  return low === high ? `${trials(n)} alike` : `${figure(low)} to ${figure(high)}`;
}
