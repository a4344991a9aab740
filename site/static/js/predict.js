// A prediction in a lesson: the reader says a number before the bench measures it. The page holds no answer: it
// compares with what this browser measured in a run that started after the guess.
import { figure, tally } from './format.js';
import { TITLES, titleOf } from './lanes/titles.js';
import { keep, lesson } from './progress.js';

// predict brings one prediction's form to life. preset: the settings that its question is about.
export function predict(form, { bench, slug, preset, show }) {
  const { name, measure, unit = '' } = form.dataset;
  const within = Number(form.dataset.within) || 0;
  const samples = Number(form.dataset.samples) || 1;
  const [lane, ...rest] = measure.split('.');
  const what = rest.join('.');
  const input = form.elements.guess;
  const submit = form.querySelector('button[type=submit]');
  const output = form.querySelector('output');
  const explain = form.querySelector('.explain');
  output.tabIndex = -1; // it takes the focus from a button that it loses
  let guess = NaN;
  let counted = null; // the run that is measured

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    guess = Number(input.value);
    counted = null;
    keep(slug, ({ predictions }) => (predictions[name] = { guess }));
    commit();
    output.querySelector('button').focus(); // what had the focus can't be used any more
  });

  bench.addEventListener('start', () => {
    if (Number.isFinite(guess)) counted = bench.run;
  });

  bench.addEventListener('tick', () => {
    if (!counted || counted !== bench.run) return;
    if (!asAsked(counted.settings)) {
      counted = null;
      say(`This run has other settings than the question. Your guess stands: ${number(guess)}.`);
      output.append(starter());
      return;
    }
    const delivered = counted.figure(lane, 'delivered');
    const measured = counted.figure(lane, what);
    if (!(delivered >= samples) || !Number.isFinite(measured)) {
      const sofar = `${Math.min(delivered || 0, samples)} of ${samples} events on ${TITLES[lane]}`;
      say(`You said ${number(guess)}. Measuring: ${sofar}.`);
      return;
    }
    keep(slug, ({ predictions }) => (predictions[name] = { guess, measured }));
    counted = null;
    reveal(guess, measured);
    guess = NaN;
  });

  bench.addEventListener('stop', () => {
    if (!counted) return;
    counted = null;
    commit();
  });

  const known = lesson(slug).predictions[name];
  if (Number.isFinite(known?.measured)) reveal(known.guess, known.measured);
  else if (Number.isFinite(known?.guess)) {
    guess = input.value = known.guess;
    commit();
  }

  function asAsked({ lanes, rate, payloadBytes, scenario, network }) {
    const same = rate === preset.rate && payloadBytes === preset.payloadBytes;
    const alike = scenario === (preset.scenario ?? scenario) && network === (preset.network ?? network);
    return same && alike && lanes.includes(lane); // a lane with choices of its own is another one
  }

  function number(value) {
    return `${Number.isInteger(value) ? tally(value) : figure(value)}${unit && ` ${unit}`}`;
  }

  function say(text) {
    if (output.firstChild?.textContent === text) return;
    const p = document.createElement('p');
    p.textContent = text;
    put(p);
  }

  function put(...content) {
    const focused = output.contains(document.activeElement);
    output.replaceChildren(...content);
    if (focused) output.focus({ preventScroll: true });
  }

  function commit() {
    input.disabled = submit.disabled = true;
    say(`Your guess stands: ${number(guess)}. The next run measures it.`);
    output.append(starter());
  }

  function starter() {
    return button(bench.running ? 'Start anew and measure' : 'Start and measure', () => {
      bench.use(preset);
      bench.start();
      show();
    });
  }

  function reveal(said, measured) {
    input.value = said;
    input.disabled = submit.disabled = true;
    const right = Math.abs(said - measured) <= within * Math.abs(measured);
    const verdict = document.createElement('p');
    verdict.className = `verdict ${right ? 'right' : 'off'}`;
    verdict.textContent = right
      ? `✓ Right, within ${Math.round(within * 100)} %`
      : `Off by ${number(Math.abs(said - measured))}`;
    put(verdict, bars(said, measured), button('Guess again', again, 'again'));
    explain.hidden = false;
  }

  // bars draws guess and measurement to one scale.
  function bars(said, measured) {
    const most = Math.max(said, measured, Number.MIN_VALUE);
    const box = document.createElement('div');
    box.className = 'bars';
    for (const [label, value, className] of [
      ['You said', said, ''],
      ['Measured', measured, `measured ${lane}`],
    ]) {
      const text = document.createElement('span');
      text.textContent = label;
      const bar = document.createElement('i');
      bar.className = className;
      bar.style.width = `${Math.max(0, (100 * value) / most)}%`;
      const amount = document.createElement('b');
      amount.textContent = number(value);
      box.append(text, bar, amount);
    }
    return box;
  }

  function again() {
    guess = NaN;
    counted = null;
    keep(slug, ({ predictions }) => delete predictions[name]);
    input.disabled = submit.disabled = false;
    input.value = '';
    output.replaceChildren();
    explain.hidden = true;
    input.focus();
  }
}

function button(text, action, className = '') {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.textContent = text;
  element.addEventListener('click', action);
  return element;
}
