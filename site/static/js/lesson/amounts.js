// Measurements in a lesson, as people read them.
import { figure, tally } from '../format.js';

// What the figures are counted in, where a block does not say it.
const UNITS = [
  [/^(latency|rtt|open)\./, 'ms'],
  [/^(wire|payload|framing|http|up|down)PerEvent$/, 'B'],
];

export function unitOf(name) {
  return UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? '';
}

// amount writes a value with its unit: two digits below one, one decimal below ten.
export function amount(value, unit = '') {
  const text = Number.isInteger(value)
    ? tally(value)
    : Math.abs(value) < 1
      ? String(Number(value.toPrecision(2)))
      : figure(value);
  return unit ? `${text}\u00a0${unit}` : text;
}
