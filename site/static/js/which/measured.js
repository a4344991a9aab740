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
      'The CPU time is the whole server’s, with the clients that it simulates in the same process, for events of 50 bytes. Events are taken to come at random, one at a time; a message up is taken to be as large as an event, and a POST to take the CPU time of a poll. Not in the estimates: opening connections, heartbeats, TLS, the network’s own delay. TCP and IP headers are an estimate: 40 bytes for each segment that was counted here, and for each 1,460 bytes more.',
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
