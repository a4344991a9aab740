// A lesson’s page: it joins the bench to the blocks in the text. bench is the page’s own, for who measures along.
import { Bench } from './bench.js';
import { follow } from './course/reading.js';
import { keys } from './keys.js';
import { copyable, here } from './lesson/commands.js';
import { lab } from './lesson/lab.js';
import { named } from './lesson/sections.js';
import { wayback } from './lesson/wayback.js';
import { predict } from './predict.js';
import { keep, lesson } from './progress.js';

const article = document.querySelector('.lesson');
const slug = article.dataset.slug;
const blocks = (kind) => [...article.querySelectorAll(`[data-block=${kind}]`)];

here(article);
named(article);

export const bench = new Bench();
keys(bench.wire, { s: () => bench.toggle(), idle: () => !bench.run });

const labs = blocks('lab');
const presetOf = (lab) => (lab?.dataset.preset ? JSON.parse(lab.dataset.preset) : {});
const usualOf = ({ scenario = 'ticker' }) =>
  document.querySelector(`#scenario option[value="${CSS.escape(scenario)}"]`)?.dataset ?? {};
const show = wayback(article, bench);

// The bench begins with what the lesson's first lab asks for.
bench.use(presetOf(labs[0]));

for (const section of labs) {
  const { name } = section.dataset;
  const preset = presetOf(section);
  const before = lesson(slug).labs.includes(name);
  const ran = () => keep(slug, (state) => (state.labs = [...new Set([...state.labs, name])]));
  const start = () => {
    bench.use(preset);
    bench.start();
    show(section);
  };
  lab(section, { bench, preset, usual: usualOf(preset), before, start, ran });
}

for (const form of blocks('predict')) {
  const preset = presetOf(labs.find(({ dataset }) => dataset.name === form.dataset.lab));
  predict(form, { bench, slug, preset, usual: usualOf(preset), show: () => show(form) });
}

for (const figure of blocks('try')) copyable(figure);

// What is too long for its box scrolls: the keyboard must get there, too. A unit that is alive has stops of its own.
const LONG = 'pre, .hex:has(> :nth-child(40)), .fields:has(> :nth-child(10))';
for (const box of article.querySelectorAll(LONG)) box.tabIndex = 0;

follow(article, slug);

// What reads units comes when one is about to be seen. It is drawn anew then, out of sight.
const NEAR = '600px';
const units = new IntersectionObserver(
  async (seen) => {
    const near = seen.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
    for (const figure of near) units.unobserve(figure);
    if (!near.length) return;
    try {
      const { recorded } = await import('./lesson/wire.js');
      for (const figure of near) recorded(figure, article);
    } catch {
      for (const figure of near) units.observe(figure); // it reads as it is; scrolling tries again
    }
  },
  { rootMargin: NEAR, scrollMargin: NEAR },
);
for (const figure of blocks('wire')) units.observe(figure);

// Claims come when the rest is there: a page that is only read needs none of what measures them.
if (article.querySelector('[data-claim]')) {
  import('./lesson/claims.js')
    .then(({ claims }) => claims(article, bench))
    .catch(() => {}); // they are on the claims' page, too
}
