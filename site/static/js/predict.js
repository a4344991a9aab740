// A prediction in a lesson: the reader says a number, or chooses a lane, before the bench measures it. The page holds no
// answer: it compares with what this browser measured in a run that started after the guess.
import { el } from './dom.js';
import { moment } from './lanes/moment.js';
import { isAsked } from './lesson/asked.js';
import { ChoiceQuestion } from './lesson/choice.js';
import { NumberQuestion } from './lesson/number.js';
import { keep, lesson } from './progress.js';

const SLACK = 0.5; // s by which a run may end early and still have lasted for its time

// predict brings one prediction's form to life. preset: the settings of the lab that it is about; usual: {rate, bytes} of
// that lab's scenario.
export function predict(form, { bench, slug, preset, usual, show }) {
  const { name } = form.dataset;
  const samples = Number(form.dataset.samples) || 0;
  const seconds = Number(form.dataset.seconds) || 0;
  const question = form.dataset.measure ? new NumberQuestion(form) : new ChoiceQuestion(form);
  const submit = form.querySelector('button[type=submit]');
  const output = form.querySelector('output');
  const explain = form.querySelector('.explain');
  output.tabIndex = -1; // it takes the focus from a button that it loses
  let guess; // undefined: there is none that waits for a measurement
  let counted = null; // the run that is measured

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    guess = question.guess;
    counted = null;
    keep(slug, ({ predictions }) => (predictions[name] = { guess }));
    commit();
    output.querySelector('button').focus(); // what had the focus can't be used any more
  });

  bench.addEventListener('start', () => {
    if (guess === undefined) return;
    counted = isAsked(bench.run.settings, preset, usual) ? bench.run : null;
    if (counted) return;
    put(line(`This run has other settings than the question. Your guess stands: ${question.told(guess)}.`), starter());
  });

  bench.addEventListener('tick', () => {
    if (!counted || counted !== bench.run) return;
    const sofar = lacking();
    const measured = sofar ? undefined : question.measured(counted);
    if (measured === undefined) {
      output.ariaBusy = 'true';
      say(`You said: ${question.told(guess)}. Measuring${sofar && `: ${sofar}`} …`);
    } else done(measured);
  });

  bench.addEventListener('stop', () => {
    if (!counted) return;
    const measured = lacking() ? undefined : question.measured(counted);
    if (measured !== undefined) return done(measured);
    counted = null;
    commit();
  });

  const known = lesson(slug).predictions[name];
  if (question.isGuess(known?.guess)) {
    question.guess = known.guess;
    if (question.isMeasured(known.measured)) reveal(known.guess, known.measured);
    else {
      guess = known.guess;
      commit();
    }
  }

  // lacking says how far the run is; empty once it may count.
  function lacking() {
    if (seconds) {
      const gone = (moment() - counted.started) / 1000;
      const enough = counted.running ? seconds : seconds - SLACK;
      return gone < enough ? `${Math.max(0, Math.floor(gone))} of ${seconds} s` : '';
    }
    const delivered = question.lanes.map((lane) => counted.figure(lane, 'delivered') || 0);
    const least = Math.min(...delivered);
    return least < samples ? `${least} of ${samples} events${delivered.length > 1 ? ' on each lane' : ''}` : '';
  }

  function done(measured) {
    keep(slug, ({ predictions }) => (predictions[name] = { guess, measured }));
    reveal(guess, measured);
    counted = null;
    guess = undefined;
  }

  function say(text) {
    if (output.firstChild?.textContent !== text || output.children.length > 1) put(line(text));
  }

  function put(...content) {
    const focused = output.contains(document.activeElement);
    output.replaceChildren(...content);
    if (focused) output.focus({ preventScroll: true });
  }

  function commit() {
    use(false);
    put(line(`Your guess stands: ${question.told(guess)}. The lab’s next run measures it.`), starter());
  }

  // use lets the reader guess, or not.
  function use(usable) {
    question.disabled = submit.disabled = !usable;
    submit.hidden = !usable;
    output.ariaBusy = 'false';
  }

  function starter() {
    return button(bench.running ? 'Start anew and measure' : 'Start and measure', () => {
      bench.use(preset);
      bench.start();
      show();
    });
  }

  function reveal(said, measured) {
    use(false);
    const { right, text, picture } = question.verdict(said, measured);
    const told = el('p', { className: `verdict ${right ? 'right' : 'off'}` }, `${right ? '✓ ' : ''}${text}`);
    put(told, picture, button('Guess again', again, 'again'));
    explain.hidden = false;
  }

  function again() {
    guess = undefined;
    counted = null;
    keep(slug, ({ predictions }) => delete predictions[name]);
    use(true);
    question.guess = undefined;
    output.replaceChildren();
    explain.hidden = true;
    question.focus();
  }
}

function line(text) {
  return el('p', {}, text);
}

function button(text, action, className = '') {
  const element = el('button', { type: 'button', className }, text);
  element.addEventListener('click', action);
  return element;
}
