// What would put another technique first: an answer, or a measurement that is off.
import { el } from '../dom.js';

export function changes({ answered, factors }) {
  const can = factors.filter(({ value }) => value !== undefined);
  const cannot = factors.filter(({ value }) => value === undefined);
  return [
    el('h2', {}, 'What would change the answer'),
    el('ul', { className: 'changes' }, ...answered.map(line)),
    el('h2', {}, 'Which measurement would'),
    can.length > 0 && el('ul', { className: 'changes' }, ...can.map(line)),
    cannot.length > 0 &&
      el(
        'p',
        { className: 'cannot' },
        'These could be off by a thousand times either way, and the first place would stay: ',
        cannot.map(({ title }) => title).join('; '),
        '.',
      ),
  ];
}

function line({ title, text, first, value, choice }) {
  const stays = value === undefined && !choice;
  const mark = first && el('span', { className: `mark ${first}` });
  return el(
    'li',
    { className: stays ? 'stays' : '' },
    el('span', { className: 'what' }, title),
    el('span', {}, mark, text),
  );
}
