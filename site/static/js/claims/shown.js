// One result to read, with what this server makes of it.
import { el } from '../dom.js';
import { again } from './again.js';
import { legend, whole } from './cases.js';
import { by, moment, pill } from './words.js';

export class Shown {
  #result;
  #again = el('div', { className: 'again' }, el('p', {}, 'Judging it again here …'));
  element;

  // folded: it is one of several.
  constructor(result, folded) {
    this.#result = result;
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
          'details',
          { className: 'shown' },
          el('summary', {}, el('h2', {}, heading(result)), pill(result.verdict), words),
          ...inside.filter(Boolean),
        )
      : el('section', { className: 'shown' }, pill(result.verdict), words, ...inside.filter(Boolean));
  }

  // judge resolves to the kind of answer that this server gave.
  async judge() {
    const { kind, text, list } = await again(this.#result);
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
