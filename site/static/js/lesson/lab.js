// A lab in the text: the button that starts it, and how it stands.
import { el, write } from '../dom.js';
import { moment } from '../lanes/moment.js';
import { isAsked } from './asked.js';

const DONE = '✓ You have run it.';

// lab brings a lab’s block to life. preset, usual: as isAsked has them. before: whether the reader has run it already. start()
// starts it; ran() hears of each run that is its own, whatever started it.
export function lab(section, { bench, preset, usual, before, start, ran }) {
  const button = section.querySelector('[data-action=start-lab]');
  const first = button.textContent;
  const state = el('span', { className: 'state' }, before ? DONE : '');
  const row = el('p', { className: 'row' });
  button.replaceWith(row);
  row.append(button, state);
  button.addEventListener('click', () => start());

  let own = null; // the bench's run, if it is this lab's
  const seconds = () => Math.floor((moment() - own.started) / 1000);
  const look = () => {
    if (!own) return;
    if (own !== bench.run) own = null;
    const running = own?.running;
    row.classList.toggle('on', Boolean(running));
    write(button, running ? 'Start anew' : first);
    write(state, running ? `Running, ${seconds()} s` : DONE);
  };
  bench.addEventListener('start', () => {
    if (isAsked(bench.run.settings, preset, usual)) {
      own = bench.run;
      ran();
    }
    look();
  });
  for (const sign of ['tick', 'stop']) bench.addEventListener(sign, look);
}
