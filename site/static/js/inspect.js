// The inspector for loose bytes: those that the page's address holds, or that somebody pastes, which then are in the address,
// too.
import { write } from './dom.js';
import { differAt } from './exercises/aligned.js';
import { bytes, count } from './format.js';
import { address, parse, placed } from './inspect/address.js';
import { ask } from './inspect/ask.js';
import { Form } from './inspect/form.js';
import { Loose } from './inspect/loose.js';
import { LoosePane } from './inspect/pane.js';
import { typing } from './typing.js';

const CALM = 250; // ms: browsers refuse more than a few changes of the address a second

const title = document.getElementById('title');
const notice = document.getElementById('notice');
const shown = document.getElementById('shown');
const sides = document.getElementById('sides');
const total = document.getElementById('total');
const heading = title.textContent;

const pane = new LoosePane();
const form = new Form();
let asking = new AbortController();
let placing = 0; // the timer after which the address says where the reader is
let told = ''; // the address that is shown
let sources = {}; // by side
let differ = -1; // where the two sides differ first; -1: they are the same, or there is one alone

pane.onPlace = (unit, field) => {
  clearTimeout(placing);
  placing = setTimeout(() => {
    const place = placed(location.hash, { side: sideShown(), unit, field });
    if (place !== location.hash) history.replaceState(null, '', place);
    told = location.hash;
  }, CALM);
};
form.onBytes = (given) => {
  location.hash = address(given).split('#')[1];
};
for (const button of sides.querySelectorAll('button')) button.addEventListener('click', () => turn(button.value));
addEventListener('hashchange', open);
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  const step = { j: 1, k: -1 }[event.key];
  if (step) pane.step(step);
  else if (event.key === 'e' || event.key === 'E') pane.nextError(event.key === 'e' ? 1 : -1);
  else if (event.key === 'l') pane.copyLink();
  else return;
  event.preventDefault();
});
open();

async function open() {
  if (location.hash === told) return;
  clearTimeout(placing);
  told = location.hash;
  asking.abort();
  asking = new AbortController();
  tell('');
  let given;
  try {
    given = parse(told);
    if (!given) return rest();
    form.show(given);
    const { signal } = asking;
    const [seen, expected] = await Promise.all([
      ask(given, given.bytes, signal),
      given.expected && ask(given, given.expected, signal),
    ]);
    sources = {
      seen: new Loose(seen, { ...given, side: 'seen' }),
      expected: expected && new Loose(expected, { ...given, side: 'expected' }),
    };
  } catch (trouble) {
    if (trouble.name === 'AbortError') return;
    rest();
    tell(trouble.message);
    return;
  }
  title.textContent = given.title || heading;
  document.title = `${given.title ? `${given.title} · ` : ''}Inspect bytes · wireside`;
  shown.hidden = false;
  sides.hidden = !sources.expected;
  differ = given.expected ? differAt(given.expected, given.bytes) : -1;
  turn(sources[given.side] ? given.side : 'seen', given.unit, given.field);
}

// turn shows one side: a unit of it, or where the two sides differ first.
function turn(side, unit = 0, field = 0) {
  for (const button of sides.querySelectorAll('button')) button.setAttribute('aria-pressed', button.value === side);
  const source = sources[side];
  const { bytes: all, raw } = source.sum;
  total.replaceChildren(`${bytes(all)}, `);
  const sure = document.createElement('b');
  sure.textContent = raw ? `${count(raw)} not read` : '0 unexplained';
  sure.classList.toggle('bad', raw > 0);
  total.append(sure);
  const { broken, passed } = source;
  if (broken) total.append(`, ${broken === 1 ? '1 unit breaks a rule' : `${count(broken)} units break a rule`}`);
  if (passed) total.append(`, ${passed === 1 ? '1 line is' : `${count(passed)} lines are`} passed over`);
  if (differ >= 0) total.append(`; first difference at byte ${count(differ)}`);
  const place = unit || differ < 0 ? { seq: unit, field } : source.at(differ);
  pane.begin(source, place.seq, place.field);
}

function sideShown() {
  return sides.querySelector('[aria-pressed=true]').value;
}

// rest is the page without bytes.
function rest() {
  shown.hidden = true;
  title.textContent = heading;
}

function tell(text) {
  write(notice, text);
  notice.hidden = !text;
}
