// What would put another technique first: an answer, or a measurement that is off.
import { el } from '../dom.js';

export function changes({ answered, factors }) {
  const can = factors.filter(({ value }) => value !== undefined);
  const questions = Map.groupBy(answered, ({ name }) => name);
  const cannot = factors.filter(({ value }) => value === undefined);
  return [
    el('h2', {}, 'What would change the answer'),
    el('ul', { className: 'changes' }, ...[...questions.values()].map(line)),
    el('h2', {}, 'What would change it if it were measured otherwise'),
    can.length > 0 && el('ul', { className: 'changes' }, ...can.map((change) => line([change]))),
    cannot.length > 0 &&
      el(
        'p',
        { className: 'cannot' },
        'Each of these could be a thousand times more or less, and the first place would stay: ',
        cannot.map(({ title }) => within(title)).join('; '),
        '.',
      ),
  ];
}

// within writes a title as it stands in a sentence: with a small letter, unless the word is all capitals.
function within(title) {
  return /^[A-Z](?=[a-z]| )/.test(title) ? title[0].toLowerCase() + title.slice(1) : title;
}

// line makes an item of what would change by one question, or by one measurement.
function line(changes) {
  const stays = changes.every(({ value, choice }) => value === undefined && !choice);
  const says = ({ text, first }) =>
    el('span', { className: 'says' }, first && el('span', { className: `mark ${first}` }), text);
  return el(
    'li',
    { className: stays ? 'stays' : '' },
    el('span', { className: 'what' }, changes[0].title),
    el('span', {}, ...changes.map(says)),
  );
}
