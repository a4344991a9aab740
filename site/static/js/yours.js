// The learner's code in a run: which exercises serve which lane, and what went wrong in them.
import { announce } from './announce.js';
import { el } from './dom.js';
import { count } from './format.js';

const box = document.getElementById('yours');
let titles = new Map(); // of the run's lanes
const incidents = new Map(); // what it is → its element

// begin shows another run.
export function begin({ clients }) {
  titles = new Map(clients.map(({ name, title }) => [name, title]));
  incidents.clear();
  const lanes = clients.filter(({ choices }) => choices.impl === 'yours');
  const [served, none] = [lanes.filter(({ yours }) => yours?.length), lanes.filter(({ yours }) => !yours?.length)];
  box.replaceChildren(...served.map(says), ...(none.length ? [unserved(none)] : []));
  box.hidden = !lanes.length;
}

// incident shows one; what happens again is counted.
export function incident({ lane, exercise, message, stack, times }) {
  const key = JSON.stringify([lane, exercise, message]);
  const known = incidents.get(key);
  if (known) {
    known.querySelector('.times').textContent = again(times);
    return;
  }
  const title = titles.get(lane) ?? lane;
  const p = el('p', {}, el('b', {}, `${title}: `), ...linked(message, exercise), ' ');
  p.append(el('span', { className: 'times' }, again(times)));
  const told = el('div', { className: 'incident' }, p);
  if (stack) told.append(el('details', {}, el('summary', {}, 'The stack'), el('pre', { tabIndex: 0 }, stack)));
  incidents.set(key, told);
  box.append(told);
  box.hidden = false;
  announce(`${title}: ${message}`);
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
