// What became of a run's newest events, an event at a time: on each of its lanes.
import { KEPT } from '../eventlog.js';

// fates returns {seq, at, lanes}: when the server says that it published the event (µs; NaN if the event came nowhere),
// and what became of it on each of the run's lanes, in their order.
export function fates(run, seq) {
  const lanes = run.clients.map(({ name }) => run.ledgers.get(name).fate(seq));
  return { seq, at: lanes.find(({ at }) => at > 0)?.at ?? NaN, lanes };
}

// troubled reports whether an event was lost, came twice, late, out of order, or before its time on one of the lanes.
export function troubled({ lanes }) {
  return lanes.some(
    ({ state, latency, receptions }) => receptions > 1 || latency < 0 || (state !== 'delivered' && state !== 'waiting'),
  );
}

// oldest is the first event that is looked at: older ones are not kept.
export function oldest(run) {
  return Math.max(1, run.published - KEPT + 1);
}

// down returns at most `size` events from number `top` downwards, newest first. trouble: only those with some.
export function down(run, top, { size, trouble }) {
  return walk(run, Math.min(top, run.published), -1, { size, trouble });
}

// up returns the `size` events next above a number, newest first.
export function up(run, above, { size, trouble }) {
  return walk(run, Math.max(above + 1, oldest(run)), 1, { size, trouble }).reverse();
}

function walk(run, from, step, { size, trouble }) {
  const found = [];
  const least = oldest(run);
  for (let seq = from; found.length < size && seq >= least && seq <= run.published; seq += step) {
    const event = fates(run, seq);
    if (!trouble || troubled(event)) found.push(event);
  }
  return found;
}
