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
  box.replaceChildren(...lanes.map(says));
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
function says({ title, technique, yours = [] }) {
  const who = [el('i', { className: `mark ${technique}` }), el('b', {}, title), ' '];
  if (!yours.length) {
    const text =
      'Nothing of this lane is yours yet, so the server answers 501. Do one of its exercises, set Started = true in its ' +
      'file, and restart the server; the lab’s own parts stand in for the rest.';
    return el('p', { className: 'lanesays none' }, ...who, text, ' ', to(technique));
  }
  const names = yours.flatMap((name, i) => [i ? ', ' : '', link(name)]);
  return el(
    'p',
    { className: 'lanesays' },
    ...who,
    'is served by your ',
    ...names,
    '; the rest of it is the lab’s own. ',
    to(technique),
  );
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

function to(technique) {
  return el('a', { href: `/exercises#on-${technique}` }, 'Its exercises');
}

function again(times) {
  return times > 1 ? `(${count(times)} times)` : '';
}
