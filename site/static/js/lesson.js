// A lesson's page: it joins the bench to the blocks in the text.
import { Bench } from './bench.js';
import { keys } from './keys.js';
import { predict } from './predict.js';
import { keep } from './progress.js';
import { reveal } from './reveal.js';

const article = document.querySelector('.lesson');
const slug = article.dataset.slug;
const bench = new Bench();
keys(bench.wire, { s: () => bench.toggle(), idle: () => !bench.run });

const labs = [...article.querySelectorAll('[data-block=lab]')];
const presetOf = (lab) => (lab?.dataset.preset ? JSON.parse(lab.dataset.preset) : {});

// The bench begins with what the lesson's first lab asks for.
bench.use(presetOf(labs[0]));

for (const lab of labs) {
  lab.querySelector('[data-action=start-lab]')?.addEventListener('click', () => {
    bench.use(presetOf(lab));
    bench.start();
    reveal();
    keep(slug, (state) => (state.labs = [...new Set([...state.labs, lab.dataset.name])]));
  });
}

for (const form of article.querySelectorAll('[data-block=predict]')) {
  // A question is about the lab that stands before it.
  const isBefore = (lab) => lab.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING;
  const before = labs.filter(isBefore).at(-1) ?? labs[0];
  predict(form, { bench, slug, show: reveal, preset: { rate: 5, payloadBytes: 46, ...presetOf(before) } });
}

// A command too long for its box scrolls: the keyboard must get there, too.
for (const command of article.querySelectorAll('pre')) command.tabIndex = 0;

// The commands are for the server that the page came from.
for (const code of article.querySelectorAll('pre code')) {
  code.textContent = code.textContent.replaceAll('localhost:8080', location.host);
}
