// What a case came to: the answer, the median with its interval, and each trial's value.
import { el } from '../dom.js';
import { scale, strip } from './strip.js';
import { answer, figure, trials } from './words.js';

// came returns a case's answer and numbers. domain: the scale to draw on; whose: a word where there are several.
export function came(of, { domain, whose } = {}) {
  const { n, values, median, low, high, unit, why } = of;
  return el(
    'div',
    { className: 'got' },
    whose && el('p', { className: 'whose' }, whose),
    el('p', {}, answer(of.answer)),
    n > 0 && Number.isFinite(median) ? numbers({ n, median, low, high, unit }) : null,
    n === 0 && !why && el('p', { className: 'why' }, 'Absent: it can’t be had here.'),
    why &&
      el('p', { className: 'why' }, `${why.charAt(0).toUpperCase()}${why.slice(1)}${/[.!?]$/.test(why) ? '' : '.'}`),
    values.length > 0 && spread(of, domain) && strip(of, domain),
  );
}

// spread reports whether there is a line to draw the values on.
function spread({ values }, { low, high } = scale({ values })) {
  return high > low;
}

function numbers({ n, median, low, high, unit }) {
  const value = el('b', {}, figure(median, unit));
  if (n === 1 || !Number.isFinite(low) || !Number.isFinite(high))
    return el('p', { className: 'numbers' }, value, `, ${trials(n)}`);
  if (low === high) return el('p', { className: 'numbers' }, value, `, ${trials(n)} alike`);
  return el(
    'p',
    { className: 'numbers' },
    'median ',
    value,
    ` (${figure(low)} to ${figure(high, unit)}), ${trials(n)}`,
  );
}

// whole returns a case with its sentence and its rule, as a result carries them.
export function whole(of) {
  return el(
    'li',
    { className: 'case' },
    el(
      'div',
      { className: 'said' },
      el('p', { className: 'text' }, el('code', {}, of.case), ' ', of.text),
      el('p', {}, el('span', { className: 'label' }, 'Figure'), of.figure, of.unit && `, in ${of.unit}`),
      el('p', {}, el('span', { className: 'label' }, 'Rule, stated beforehand'), of.rule),
    ),
    came(of),
  );
}
