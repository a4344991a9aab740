// Verdicts, answers, figures and machines in words.
import { el } from '../dom.js';

const VERDICTS = {
  true: 'true',
  false: 'false',
  depends: 'depends',
  inconclusive: 'inconclusive',
  none: 'not run here yet',
};
const ANSWERS = { holds: 'holds', fails: 'fails', tie: 'a tie', open: 'open' };

const rough = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const when = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

// pill is a verdict as it stands in a row: its word, with a mark that the style sheet puts before it.
export function pill(verdict) {
  return el('span', { className: 'verdict', data: { verdict } }, VERDICTS[verdict]);
}

export function verdictWord(verdict) {
  return VERDICTS[verdict];
}

// answer is what a case came to, marked likewise.
export function answer(of, word = ANSWERS[of]) {
  return el('span', { className: 'answer', data: { answer: of } }, word);
}

// figure writes a value with three digits, or all before the point: "−0.12 ms", "1.5×".
export function figure(value, unit = '') {
  const text = (Math.abs(value) >= 1000 ? whole : rough).format(value).replace('-', '−');
  if (unit === '×') return text + unit;
  return unit ? `${text}\u00a0${unit}` : text;
}

// between writes an interval; empty if its ends are written alike.
export function between(low, high, unit) {
  return figure(low) === figure(high) ? '' : `${figure(low)} to ${figure(high, unit)}`;
}

// trials writes how many gave a figure.
export function trials(n) {
  return n === 1 ? '1 trial' : `${n} trials`;
}

// chance is the probability, in %, with which the interval from low to high encloses the median of all values that could have
// been drawn: 1 − 2·Σ C(n,i)/2ⁿ for i below its rank. It supposes nothing of their distribution. It is 0 if its ends
// are none of the values.
export function chance(values, low, high) {
  if (!values.includes(low) || !values.includes(high)) return 0;
  const n = values.length;
  const rank = 1 + Math.min(values.filter((value) => value < low).length, values.filter((value) => value > high).length);
  let outside = 0;
  let ways = 2 ** -n; // C(n,i)/2ⁿ
  for (let i = 0; i < rank; i++) {
    outside += 2 * ways;
    ways *= (n - i) / (i + 1);
  }
  return Math.max(0, 100 * (1 - outside));
}

// moment writes µs since 1970 as a day and a time; empty without any.
export function moment(at) {
  return at ? when.format(at / 1000) : '';
}

// by says who measured, and against what: "Chrome 156, Linux, on a Wireside on linux/amd64 with 2 CPUs". A result need not
// say either.
export function by({ client, server }) {
  const cpus = server?.cpus === 1 ? '1 CPU' : `${server?.cpus} CPUs`;
  const machine = server?.os ? `a Wireside on ${server.os}/${server.arch} with ${cpus}` : 'a Wireside';
  return `${client?.name || 'somebody'}, on ${machine}`;
}

// left writes seconds as a person waits for them.
export function left(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 100) return `${s} s`;
  return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`;
}
