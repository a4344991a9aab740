// On a narrow page the bench stands below the text, a long way from the block that started it. Who was led there is led back,
// to the very line; and from the text to the bench for as long as it runs.
import { el } from '../dom.js';
import { reveal } from '../reveal.js';

// wayback returns go(block), which brings the bench into view from a block of the text.
export function wayback(article, bench) {
  const place = document.getElementById('bench');
  const title = el('span');
  const up = el('button', { type: 'button' }, el('b', {}, '↑ Back to the text'), ' ', title);
  const down = el('button', { type: 'button' }, '↓ To the bench');
  const above = el('div', { className: 'wayback', hidden: true }, up);
  const below = el('div', { className: 'wayback down', hidden: true }, down);
  place.prepend(above);
  article.append(below);

  let from = null; // the block, and how far below the window's edge it stood
  up.addEventListener('click', () => {
    scrollBy({ top: from.block.getBoundingClientRect().top - from.top, behavior: 'instant' });
    from.block.querySelector('button:not([hidden], .ref)')?.focus({ preventScroll: true });
  });
  down.addEventListener('click', () => {
    from = { ...from, top: from.block.getBoundingClientRect().top };
    reveal();
  });
  for (const sign of ['start', 'stop']) bench.addEventListener(sign, () => (below.hidden = !from || !bench.running));

  return (block) => {
    from = { block, top: block.getBoundingClientRect().top };
    title.textContent = block.querySelector('h3')?.textContent ?? '';
    above.hidden = false;
    reveal();
  };
}
