// What the lanes on the page are called, and whose hue and mark each has. A run may have several of one technique.
import { techniqueOf, titleOf } from '../lanes/titles.js';

let titles = new Map(); // of the run that is shown

// know takes a run's lanes, each {name, title}.
export function know(lanes) {
  titles = new Map(lanes.map(({ name, title }) => [name, title]));
}

// called is what to call a lane; '' for the name of none.
export function called(lane) {
  return titles.get(lane) ?? (lane ? titleOf(lane) : '');
}

// hue is the class that has a lane's hue and mark.
export function hue(lane) {
  return techniqueOf(lane ?? '');
}

// isOf tells whether a lane is meant by a name, perhaps one that is cut short: a lane of just that name is meant alone.
export function isOf(lane, name) {
  return titles.has(name) ? lane === name : lane.startsWith(name);
}

// inOrder sorts lanes' names as the run has them.
export function inOrder(names) {
  const order = [...titles.keys()];
  const place = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...names].sort((a, b) => place(a) - place(b));
}
