// What the reader asks of the next run: the body of POST /api/runs, with each lane an object, also one that is switched off.
import { TITLES, techniqueOf, titleOf } from './lanes/titles.js';

export const MOST_LANES = 8; // the server takes no more in a run
export const TECHNIQUES = ['polling', 'longpolling', 'sse', 'websocket', 'fallback'];
const FIRST = TECHNIQUES.slice(0, 4); // the lanes of a run of which nobody says otherwise

// settled takes over what a lab or a preset says; what it leaves out takes its default.
export function settled(spec = {}) {
  const lanes = spec.lanes?.length ? spec.lanes : FIRST;
  return { scenario: 'ticker', network: 'none', seconds: 600, ...spec, lanes: lanes.map(laneOf) };
}

// laneOf reads a lane as the server does: a technique's name alone, or an object that may leave its name out.
export function laneOf(lane) {
  const given = typeof lane === 'string' ? { name: lane } : lane;
  const name = given.name ?? given.technique;
  return { ...given, name, technique: given.technique ?? techniqueOf(name), title: given.title || titleOf(name) };
}

// choicesOf is what a lane says of itself beside who it is.
export function choicesOf({ name, technique, title, off, network, ...choices }) {
  return choices;
}

// request is the body that settings come to: lanes that are switched off are not in it, and one without choices is its
// name.
export function request({ lanes, ...rest }) {
  return { ...rest, lanes: lanes.filter(({ off }) => !off).map(brief) };
}

function brief({ off, ...lane }) {
  const plain = lane.network === undefined && !Object.keys(choicesOf(lane)).length;
  return plain && lane.title === titleOf(lane.name) ? lane.name : lane;
}

// another makes a lane more of a technique, with a name that none of the lanes has.
export function another(lanes, technique) {
  const taken = new Set(lanes.map(({ name }) => name));
  if (!taken.has(technique)) return laneOf(technique);
  let n = 2;
  while (taken.has(`${technique}-${n}`)) n++;
  return laneOf({ name: `${technique}-${n}`, technique, title: `${TITLES[technique]} ${n}` });
}

// beside is a run of one technique twice: the reference, and the learner's code. null for a technique that a learner has no
// lane of.
export function beside(technique) {
  if (!FIRST.includes(technique)) return null;
  const both = technique === 'sse' ? { encoder: 'lines' } : {}; // text that an encoder has to take apart
  const title = `Your ${TITLES[technique].replace(/^[PL]/, (letter) => letter.toLowerCase())}`;
  const yours = { name: `${technique}-yours`, technique, title, impl: 'yours', ...both };
  return { lanes: [{ name: technique, ...both }, yours] };
}

// changed makes a choice of one lane; undefined is the choice to leave it at its default.
export function changed(lanes, name, choice, value) {
  return lanes.map((lane) => {
    if (lane.name !== name) return lane;
    const { [choice]: _, ...others } = lane;
    return value === undefined ? others : { ...others, [choice]: value };
  });
}
