// The learner's code in a run: which exercises serve which lane, and what goes wrong in them.
import { announce } from './announce.js';
import { el, write } from './dom.js';
import { count } from './format.js';
import { Verdict } from './yours/verdict.js';

const GONE =
  'If nobody stopped the server, your code did: by os.Exit, or by a panic in a goroutine of its own, of which the terminal tells.';

const box = document.getElementById('yours');
let verdicts = new Map(); // of the run's lanes that are the learner's, at least in part, by their names
let titles = new Map(); // of the run's lanes
let well = null; // what is said while there is no trouble; it keeps the trouble's place
const troubles = new Map(); // what it is → its element

// begin shows another run. onUnit is given the number of a unit that the reader wants to see.
export function begin({ clients }, onUnit) {
  titles = new Map(clients.map(({ name, title }) => [name, title]));
  troubles.clear();
  const lanes = clients.filter(({ choices }) => choices.impl === 'yours');
  const served = lanes.filter(({ yours }) => yours?.length);
  verdicts = new Map(served.map((lane) => [lane.name, new Verdict(lane, onUnit)]));
  const none = lanes.filter(({ yours }) => !yours?.length);
  well = served.length ? el('p', { className: 'well' }, 'So far, nothing is wrong with it.') : null;
  box.replaceChildren(...served.map(says), ...(none.length ? [unserved(none)] : []), ...(well ? [well] : []));
  box.hidden = !lanes.length;
}

// incident shows one; what happens again is counted.
export function incident({ lane, exercise, message, stack, times }) {
  const key = JSON.stringify([lane, exercise, message]);
  let told = troubles.get(key);
  if (!told) {
    const title = titles.get(lane) ?? lane;
    const p = el('p', {}, el('b', {}, `${title}: `), ...linked(message, exercise), ' ');
    p.append(el('span', { className: 'times' }));
    told = el('div', { className: 'incident' }, p);
    if (stack) told.append(el('details', {}, el('summary', {}, 'The stack'), el('pre', { tabIndex: 0 }, stack)));
    add(key, told);
    if (verdicts.has(lane)) verdicts.get(lane).failed = true;
    announce(`${title}: ${message}`);
  }
  write(told.querySelector('.times'), again(times));
}

// units takes what crossed the wire.
export function units(list) {
  if (verdicts.size) for (const unit of list) verdicts.get(unit.lane)?.unit(unit);
}

// tick looks at what has come of the lanes.
export function tick(run) {
  for (const [name, verdict] of verdicts) {
    const news = verdict.of(run);
    if (!verdict.says) verdict.element.remove();
    if (!verdict.says) troubles.delete(name);
    else if (!troubles.has(name)) add(name, verdict.element);
    if (news) announce(news);
  }
  if (well) well.hidden = troubles.size > 0;
}

// gone is for when the server has left in the middle of a run.
export function gone() {
  if (well) write(well, GONE);
}

function add(key, element) {
  troubles.set(key, element);
  box.append(element);
  box.hidden = false;
  if (well) well.hidden = true;
}

// says tells whose code serves a lane.
function says({ title, technique, yours }) {
  const names = yours.flatMap((name, i) => [i ? ', ' : '', link(name)]);
  const rest = [' is served by your ', ...names, '; the rest of it is the lab’s own. ', to(technique, 'Its exercises')];
  return el('p', { className: 'lanesays' }, ...named({ title, technique }), ...rest);
}

// unserved tells what to do for lanes of which nothing is the learner's.
function unserved(lanes) {
  const names = lanes.flatMap((lane, i) => [i ? ', ' : '', ...named(lane)]);
  const many = lanes.length > 1;
  const text = `: nothing of ${many ? 'these lanes' : 'this lane'} is yours yet, and so the server answers 501. `;
  const how = ', set Started = true in its file, and restart the server: the lab’s own parts stand in for the rest.';
  const [{ technique }] = lanes;
  return el('p', { className: 'lanesays none' }, ...names, text, to(technique, 'Do an exercise'), how);
}

function named({ title, technique }) {
  return [el('i', { className: `mark ${technique}` }), el('b', {}, title)];
}

// linked is a message with the exercise's name in it as a link, or behind it.
function linked(message, exercise) {
  const at = message.indexOf(exercise);
  if (at < 0) return [message, ' ', link(exercise)];
  return [message.slice(0, at), link(exercise), message.slice(at + exercise.length)];
}

function link(exercise) {
  return el('a', { href: `/exercises#${encodeURIComponent(exercise)}` }, exercise);
}

function to(technique, text) {
  return el('a', { href: `/exercises#on-${technique}` }, text);
}

function again(times) {
  return times > 1 ? `(${count(times)} times)` : '';
}
