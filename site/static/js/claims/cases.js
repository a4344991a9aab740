// What a case came to: the answer, the median with its interval, and each trial's value.
import { el } from '../dom.js';
import { scale, strip } from './strip.js';
import { answer, between, chance, figure, trials } from './words.js';

// came returns a case's answer and numbers. domain: the scale to draw on; whose: a word where there are several; then: the
// sentence or the rule that it was judged by, if another one stands beside it.
export function came(of, { domain = scale(of), whose, then } = {}) {
  const { n, values, median, why } = of;
  return el(
    'div',
    { className: 'got' },
    whose && el('p', { className: 'whose' }, whose),
    el('p', {}, answer(of.answer)),
    n > 0 && Number.isFinite(median) ? numbers(of) : null,
    n === 0 && !why && el('p', { className: 'why' }, 'Absent: it can’t be had here.'),
    why &&
      el('p', { className: 'why' }, `${why.charAt(0).toUpperCase()}${why.slice(1)}${/[.!?]$/.test(why) ? '' : '.'}`),
    then && el('p', { className: 'why' }, then),
    values.length > 0 && domain && strip(of, domain),
  );
}

function numbers({ n, values, median, low, high, unit }) {
  const value = el('b', {}, figure(median, unit));
  if (n === 1 || !Number.isFinite(low) || !Number.isFinite(high))
    return el('p', { className: 'numbers' }, value, `, ${trials(n)}`);
  const interval = between(low, high, unit);
  if (!interval) return el('p', { className: 'numbers' }, value, `, ${trials(n)} alike`);
  const sure = Math.floor(chance(values, low, high) + 0.5);
  return el(
    'p',
    { className: 'numbers' },
    value,
    `, median of ${trials(n)}`,
    el('br'),
    `${sure > 0 ? `${Math.min(sure, 99)}\u00a0% interval` : 'interval'}: ${interval}`,
  );
}

// legend says what a strip shows.
export function legend() {
  const mark = (className) => el('i', { className });
  return el(
    'p',
    { className: 'marks' },
    ...[mark('dot'), ' a trial ', mark('median'), ' their median ', mark('span'), ' its interval, on the rule’s ranges'],
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
      el('p', { className: 'text' }, of.text, ' ', el('code', {}, of.case)),
      labelled('Figure', `${of.figure}${of.unit && `, in ${of.unit}`}`),
      labelled('Rule', of.rule),
    ),
    came(of),
  );
}

function labelled(label, text) {
  return el('p', {}, el('span', { className: 'label' }, label), ' ', el('span', {}, text));
}
