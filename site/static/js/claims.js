// The claims' page: it runs them here, and shows what they come to beside what the server has written of them.
import { announce } from './announce.js';
import { book } from './claims/api.js';
import { Bar } from './claims/bar.js';
import { Others } from './claims/others.js';
import { keep, newest } from './claims/results.js';
import { Runner } from './claims/runner.js';
import { Table } from './claims/table.js';
import { Progress } from './claims/progress.js';
import { left } from './claims/words.js';

const bar = new Bar();
const table = new Table();
const others = new Others(table);

let broken = ''; // the way in which the lab is broken
let runner = null; // of that lab; null: the server has not said yet what there is to run
let own = newest();
let rules = new Map(); // claim → the hash of its rules, as they are now

others.own = () => own;
others.onTrouble = (text) => bar.trouble(text);
bar.onRun = () => run(table.measurable);
bar.onStop = () => {
  bar.stopping();
  runner.stop();
};
bar.onBreak = (name) => {
  bar.rest();
  choose(name);
};
for (const row of table.rows) row.onRun = () => run([row.number]);

show();
table.follow();
await choose('');

// choose takes the lab as it is, or broken in one way.
async function choose(name) {
  broken = name;
  runner = null;
  own = newest(broken);
  enable(false);
  show();
  try {
    const answer = await book(broken);
    if (broken !== name) return; // another one was chosen meanwhile
    runner = new Runner(answer);
    rules = new Map(answer.claims.map((claim) => [claim.claim, claim.rules]));
    listen(runner, answer);
    show(); // the setups are known now, and with them which runs a result is from
    enable(true);
    bar.trouble();
  } catch (trouble) {
    if (broken !== name) return;
    bar.trouble(trouble.message);
    enable(true); // to run a claim asks the server once more
  }
}

async function run(numbers) {
  if (!runner) await choose(broken);
  if (!runner) return;
  enable(false);
  runner.run(numbers).catch((trouble) => {
    bar.trouble(trouble.message);
    enable(true);
  });
}

function listen(runner, { setups }) {
  let progress;
  runner.addEventListener('start', ({ detail }) => {
    progress = new Progress(detail.claims, detail.setups, runner.setupsOf.bind(runner));
    bar.start(detail.setups);
    bar.enabled = true;
    const seconds = runner.seconds(detail.claims);
    announce(
      `Running ${detail.claims.length === 1 ? `claim ${detail.claims[0]}` : `${detail.claims.length} claims`}, about ${left(seconds)}.`,
    );
    for (const claim of detail.claims) table.row(claim).going('waiting', false);
  });
  runner.addEventListener('progress', ({ detail }) => {
    progress.at(detail);
    bar.progress(detail, setups[detail.setup].title, progress.done);
    for (const { claim, text, now } of progress.claims()) table.row(claim).going(text, now);
  });
  runner.addEventListener('setback', ({ detail }) =>
    bar.trouble(`“${setups[detail.setup].title}”, run ${detail.trial}, is made again: ${detail.why}`),
  );
  runner.addEventListener('trouble', ({ detail }) => {
    for (const claim of detail.claims) progress.over(claim);
    const which =
      detail.claims.length === 1 ? `Claim ${detail.claims[0]} gets` : `Claims ${detail.claims.join(', ')} get`;
    bar.trouble(`${detail.claims.length ? `${which} no verdict: ` : ''}${detail.why}`);
    for (const claim of detail.claims) table.row(claim).idle();
  });
  runner.addEventListener('result', ({ detail: { claim, result } }) => {
    progress.over(claim, result);
    keep(result);
    own = newest(broken);
    put(table.row(claim));
    table.count();
    others.refresh();
    progress.say(announce);
  });
  runner.addEventListener('end', ({ detail: { stopped, why } }) => {
    const text = progress.summary(stopped) + (broken ? turned() : '');
    bar.end(text);
    if (why) bar.trouble(why);
    announce(text);
    for (const row of table.rows) if (row.measurable) row.idle();
    table.filter();
    enable(true);
  });
}

// turned says which verdicts of the broken lab are others than the sound lab's.
function turned() {
  const sound = newest();
  const both = [...own.values()].filter(({ claim }) => sound.has(claim));
  const list = both.filter(({ claim, verdict }) => sound.get(claim).verdict !== verdict).map(({ claim }) => claim);
  if (!both.length) return ' Run the sound lab, too, to see which verdicts turn.';
  return list.length ? ` Turned: ${list.sort((a, b) => a - b).join(', ')}.` : ' No verdict turned.';
}

function enable(enabled) {
  bar.enabled = enabled;
  for (const row of table.rows) row.enabled = enabled;
}

// show puts the results of the lab that is chosen into all rows.
function show() {
  for (const row of table.rows) put(row);
  table.filter();
  others.refresh();
}

function put(row) {
  const sound = broken ? (newest().get(row.number) ?? null) : null;
  const result = own.get(row.number) ?? null;
  const old = Boolean(result && rules.has(row.number) && result.rules !== rules.get(row.number));
  row.show(result, { sound, old, ran: ran(row.number) });
}

// ran says which runs a claim's result is from.
function ran(claim) {
  const result = own.get(claim);
  if (!result || !runner) return '';
  return runner
    .setupsOf([claim])
    .map((setup) => ({
      setup,
      trials: runner.trials
        .of(setup)
        .filter(({ at }) => at <= result.at)
        .slice(-setup.trials),
    }))
    .filter(({ trials }) => trials.length)
    .map(({ setup, trials }) => {
      const seeds = trials.map(({ seed }) => seed).filter(Boolean);
      const n = trials.length === 1 ? '1 run' : `${trials.length} runs`;
      return setup.kind === 'run'
        ? `${setup.title}: ${n}, seed${seeds.length > 1 ? 's' : ''} ${seeds.join(', ')}.`
        : '';
    })
    .join(' ');
}
