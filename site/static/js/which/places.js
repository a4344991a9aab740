// The ranked list: each technique with what it costs, why it fits or doesn't, and why it stands before the next.
import { el } from '../dom.js';
import { interval, parts, value } from './words.js';

const FITS = { works: 'fits', care: 'fits with care', not: 'doesn’t fit' };

// places makes the list's items.
export function places({ places, measured }) {
  const dearest = (name) => Math.max(...places.map(({ estimate }) => estimate[name]?.median ?? 0));
  const shares = { bytes: dearest('bytes'), cpu: dearest('cpu') };
  return places.map((place) => el('li', {}, card(place, shares, measured), between(place, measured)));
}

function card({ technique, title, place, fit, reasons, estimate }, shares, measured) {
  return el(
    'div',
    { className: `place ${technique} ${fit}` },
    el(
      'h3',
      {},
      measured && el('span', { className: 'rank' }, el('span', { className: 'quiet' }, 'Place '), `${place}.`),
      el('span', { className: 'name' }, el('span', { className: `mark ${technique}` }), title),
      el('span', { className: `fit ${fit}` }, FITS[fit]),
    ),
    costs(estimate, shares),
    el('ul', {}, ...reasons.map(({ fit, text }) => el('li', { className: fit }, el('span', {}, text)))),
  );
}

function costs({ bytes, headers, requests, cpu, delay, score, lines }, shares) {
  const figures = [
    bytes &&
      cost('On the wire', bytes, {
        share: bytes.median / shares.bytes,
        more: headers && `+ ${value(headers)} of TCP/IP headers, estimated`,
      }),
    cpu && cost(parts(cpu) ? 'CPU, of a core' : 'CPU', cpu, { share: cpu.median / shares.cpu }),
    requests && cost('HTTP requests', requests),
    delay && cost('Delay, median', delay),
    score && cost('Score', score),
    lines && cost('Client code', lines),
  ].filter(Boolean);
  return figures.length > 0 && el('dl', { className: 'costs' }, ...figures);
}

function cost(title, figure, { share, more } = {}) {
  const range = interval(figure);
  return el(
    'div',
    {},
    el('dt', {}, title),
    el(
      'dd',
      {},
      value(figure),
      share !== undefined && bar(share),
      range && el('small', {}, range),
      more && el('small', {}, more),
    ),
  );
}

function bar(share) {
  const fill = el('i', {});
  fill.style.width = `${100 * share}%`;
  return el('span', { className: 'share' }, fill);
}

// between says why it stands before the next one.
function between({ before, sure, fit }, measured) {
  if (!before) return null;
  const open = measured && !sure && fit !== 'not';
  return el(
    'p',
    { className: 'before' },
    before,
    open && el('b', {}, ' The figures’ intervals leave that order open.'),
  );
}
