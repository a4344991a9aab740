// One result to read, with what this server makes of it.
import { el } from '../dom.js';
import { again } from './again.js';
import { legend, whole } from './cases.js';
import { lines } from './lines.js';
import { by, moment, pill } from './words.js';

export class Shown {
  #result;
  #pill;
  #again = el('div', { className: 'again' }, el('p', {}, 'Judging it again here …'));
  element;

  // folded: it is one of several.
  constructor(result, folded) {
    this.#result = result;
    this.#pill = el('span', { className: 'verdicts' }, pill(result.verdict));
    const inside = [
      el('p', { className: 'measured' }, measured(result)),
      result.broken &&
        el(
          'p',
          { className: 'broken' },
          el('b', {}, 'The lab was broken on purpose'),
          ` (${result.broken}) when this was measured: it says nothing of the claim itself.`,
        ),
      this.#again,
      el(
        'p',
        {},
        el('a', { className: 'button', href: `/claims#claim-${result.claim}` }, `Run claim ${result.claim} here`),
      ),
      legend(),
      el('ol', { className: 'cases' }, ...result.cases.map(whole)),
    ];
    const words = el('p', { className: 'words' }, result.words);
    this.element = folded
      ? el(
          'section',
          { className: 'shown folded' },
          el(
            'details',
            {},
            el('summary', {}, el('h2', {}, heading(result)), this.#pill),
            el('div', { className: 'inside' }, words, ...inside.filter(Boolean)),
          ),
          lines(result),
        )
      : el('section', { className: 'shown' }, this.#pill, words, ...inside.filter(Boolean));
  }

  // judge resolves to the kind of answer that this server gave.
  async judge() {
    const { kind, text, list, verdict } = await again(this.#result);
    if (verdict) this.#pill.replaceChildren(el('s', {}, pill(this.#result.verdict)), ' judged here: ', pill(verdict));
    this.#again.classList.add(kind);
    this.#again.replaceChildren(
      el('p', {}, text),
      ...(list.length ? [el('ul', {}, ...list.map((item) => el('li', {}, item)))] : []),
    );
    return { kind, text };
  }
}

export function heading({ claim, title }) {
  return `Claim ${claim}: ${title}`;
}

function measured(result) {
  const { at, server } = result;
  const day = at ? `Measured on ${moment(at)}` : 'Measured';
  return `${day} by ${by(result)}${server?.go ? ` (${server.go})` : ''}.`;
}
