// What was measured here, and what wasn't.
import { el } from '../dom.js';
import { interval, moment, value } from './words.js';

const HEADS = ['Measured here', 'Median', 'Interval', 'Trials', 'When'];

// measured makes the table, folded unless it is to be open.
export function measured({ costs, missing }, open) {
  return el(
    'details',
    { className: 'all', open },
    el('summary', {}, el('h2', {}, 'What was measured here'), el('span', {}, summary(costs, missing))),
    el(
      'p',
      { className: 'apart' },
      'The costs above are estimates, worked out from these figures. What is taken for granted in them stands with ',
      el('a', { href: '#rules' }, 'the rules'),
      '.',
    ),
    el(
      'div',
      { className: 'scroller', tabIndex: 0, role: 'region', ariaLabel: 'What was measured here' },
      el(
        'table',
        { className: 'measured' },
        el('thead', {}, el('tr', {}, ...HEADS.map((title) => el('th', { scope: 'col' }, title)))),
        el('tbody', {}, ...costs.map(row), ...missing.map(lack)),
      ),
    ),
  );
}

function summary(costs, missing) {
  const absent = missing.length ? `, ${missing.length} are absent` : '';
  return `${costs.length} figures${absent}, each with its interval, trials and when`;
}

function row(cost) {
  const cells = [value(cost), interval(cost) || '–', String(cost.n), moment(cost.at)];
  return el('tr', {}, el('th', { scope: 'row' }, cost.title), ...cells.map((text) => el('td', {}, text)));
}

function lack({ title, why }) {
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, title),
    el('td', { className: 'why', colSpan: HEADS.length - 1 }, `absent: ${why}`),
  );
}
