// The bench's own page: it joins the bench to the runs that can be had with one click.
import { Bench } from './bench.js';
import { keys } from './keys.js';
import { reveal } from './reveal.js';
import { beside } from './settings.js';

const HOME = '/bench';
const bench = new Bench();
keys(bench.wire, { s: () => bench.toggle(), idle: () => !bench.run });

const cards = [...document.querySelectorAll('.card')];
const title = document.title;
const find = (path) => cards.find(({ dataset }) => path === `${HOME}/${dataset.slug}`);

for (const card of cards) {
  const link = card.querySelector('a');
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // another tab
    event.preventDefault();
    const on = !card.classList.contains('on');
    history.pushState(null, '', on ? link.pathname : HOME);
    unfold(on ? card : null);
    if (on && !bench.running) take(card);
  });
  card.querySelector('[data-action=start]').addEventListener('click', () => {
    if (location.pathname !== link.pathname) history.pushState(null, '', link.pathname);
    unfold(card);
    take(card);
    bench.start();
    reveal();
  });
}
addEventListener('popstate', () => unfold(find(location.pathname)));

const chosen = find(location.pathname);
if (chosen) {
  take(chosen);
  document.title = title;
  chosen.scrollIntoView({ block: 'center' });
}

// /bench#yours=sse: a lane with the learner's code beside the reference. It is for the reader to start it.
const yours = beside(new URLSearchParams(location.hash.slice(1)).get('yours'));
if (yours) {
  bench.use(yours);
  reveal();
  document.getElementById('start').focus({ preventScroll: true });
}

function take(card) {
  bench.use(JSON.parse(card.dataset.spec));
}

// unfold opens one card and closes the others.
function unfold(card) {
  for (const other of cards) {
    const on = other === card;
    const link = other.querySelector('a');
    other.classList.toggle('on', on);
    link.setAttribute('aria-expanded', on);
    if (on) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
