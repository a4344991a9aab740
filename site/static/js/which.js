// The page that ranks the techniques: it asks, has this browser measure, and shows what the server makes of both.
import { announce } from './announce.js';
import { call } from './api.js';
import { book, source } from './claims/api.js';
import { Runner } from './claims/runner.js';
import { Trials } from './claims/trials.js';
import { write } from './dom.js';
import { read, write as query } from './which/answers.js';
import { Bar } from './which/bar.js';
import { changes } from './which/changes.js';
import { Form } from './which/form.js';
import { measured } from './which/measured.js';
import { places } from './which/places.js';

const NEWEST = 6; // trials of a setup that count: what asks for a ranking has its limit

const form = new Form();
const bar = new Bar();
const trials = new Trials();
const words = document.getElementById('words');
let setups = []; // those that feed the ranking, as the server describes them
let code = null; // the trial of the source, which takes no time
let asking = null; // AbortController of the request that is under way

form.answers = read(location.search, form.answers);
form.onChange = () => rank(true);
bar.onMeasure = measure;
await prepare();

// prepare learns what there is to measure, and what has been.
async function prepare() {
  try {
    const all = (await book()).setups;
    setups = bar.setups.map((name) => all[name]).filter(Boolean);
    code = await source();
    bar.enabled = true;
    rest();
    await rank(false);
  } catch (trouble) {
    bar.trouble(trouble.message);
  }
}

// rank asks for the ranking of what is filled in, and shows it. changed: the reader did something, and is told.
async function rank(changed) {
  const { wrong } = form;
  bar.trouble(wrong ?? '');
  document.getElementById('ranking').classList.toggle('stale', Boolean(wrong)); // it is of other answers
  if (wrong) return;
  const { answers } = form;
  if (changed) history.replaceState(null, '', query(answers));
  asking?.abort();
  asking = new AbortController();
  try {
    const ranking = await call('POST', '/api/which', { answers, trials: known() }, { signal: asking.signal });
    show(ranking);
    if (changed) announce(ranking.words);
  } catch (trouble) {
    if (trouble.name !== 'AbortError') bar.trouble(trouble.message);
  }
}

// known are the trials that count: the newest.
function known() {
  const runs = setups.filter(({ kind }) => kind === 'run').flatMap((setup) => trials.of(setup).slice(-NEWEST));
  return code ? [code, ...runs] : runs;
}

function show(ranking) {
  write(words, ranking.words);
  document.getElementById('estimated').hidden = !ranking.measured;
  document.getElementById('places').replaceChildren(...places(ranking));
  const rest = document.getElementById('rest');
  const open = rest.querySelector('details')?.open ?? false; // as the reader left it
  const parts = [...(ranking.measured ? changes(ranking) : []), measured(ranking, open)];
  rest.replaceChildren(...parts.filter(Boolean));
}

// rest shows that nothing is being measured, and what has been.
function rest() {
  const runs = setups.filter(({ kind }) => kind === 'run');
  const have = runs.filter((setup) => trials.has(setup));
  bar.rest(have.length, runs.length, Math.max(0, ...have.map((setup) => trials.made(setup))));
}

// measure makes the trials that lack, or all of them if none does.
async function measure() {
  const runner = new Runner(
    { claims: [], setups: Object.fromEntries(setups.map((setup) => [setup.name, setup])), broken: '' },
    trials,
  );
  const lacking = setups.some((setup) => setup.kind === 'run' && !trials.has(setup));
  bar.trouble();
  bar.start();
  bar.onStop = () => runner.stop();
  let whole = 0; // seconds that all of it takes
  runner.addEventListener('progress', ({ detail }) => {
    whole = Math.max(whole, detail.secondsLeft);
    bar.at(1 - detail.secondsLeft / whole, {
      ...detail,
      title: setups.find(({ name }) => name === detail.setup).title,
    });
  });
  runner.addEventListener('trouble', ({ detail }) => bar.trouble(detail.why));
  runner.addEventListener('end', ({ detail: { stopped, why } }) => {
    rest();
    if (why) bar.trouble(why);
    else if (stopped) announce('Stopped. What was measured is kept.');
    else announce('Measured.');
  });
  announce('Measuring.');
  try {
    await runner.measure(bar.setups, { reuse: lacking });
  } catch (trouble) {
    rest();
    bar.trouble(trouble.message);
    return;
  }
  await rank(true);
}
