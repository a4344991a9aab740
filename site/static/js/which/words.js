// Figures of the ranking as people read them.
const rough = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const when = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

const KINDS = {
  'B/s': [
    ['B/s', 1],
    ['kB/s', 1e3],
    ['MB/s', 1e6],
    ['GB/s', 1e9],
    ['TB/s', 1e12],
  ],
  ms: [
    ['ms', 1],
    ['s', 1e3],
  ],
  '1/s': [['/s', 1]],
};
const PERCENT_UP_TO = 2; // cores; from there on they are counted

export function number(value) {
  return (Math.abs(value) >= 1000 ? whole : rough).format(value);
}

// scale finds the unit in which a value reads best: [unit, how many of the first one it is].
function scale(unit, value) {
  if (unit === 'cores') return value < PERCENT_UP_TO ? ['%', 0.01] : ['cores', 1];
  const units = KINDS[unit] ?? [[unit, 1]];
  return units.findLast(([, size]) => value >= size) ?? units[0];
}

// parts reports whether a figure is written in parts of a core.
export function parts({ median, unit }) {
  return unit === 'cores' && scale(unit, median)[0] === '%';
}

// value writes a figure's median with its unit.
export function value({ median, unit }) {
  if (unit === '1/s' && median === 0) return 'none';
  if (unit === '1/s' && median < 1) return `one in\u00a0${number(1 / median)}\u00a0s`;
  const [name, size] = scale(unit, median);
  const text = number(median / size);
  if (name === '%' || name === '/s') return text + name;
  return name ? `${text}\u00a0${name}` : text;
}

// interval writes between what a figure lies, in the unit of its median; empty if it can't vary, or not by what is shown.
export function interval({ median, low, high, unit, n }) {
  if (!n || low === high) return '';
  const [, size] = scale(unit, median);
  const [from, to] = [number(low / size), number(high / size)];
  return from === to ? '' : `${from} to ${to}`;
}

// moment writes µs since 1970 as a day and a time.
export function moment(at) {
  return at ? when.format(at / 1000) : '';
}

// left writes seconds as a person waits for them.
export function left(seconds) {
  return `${Math.max(0, Math.round(seconds))} s`;
}
