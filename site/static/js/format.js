// Figures as people read them.
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

// figure writes a measurement: one decimal below ten, none above, a dash where there is none.
export function figure(value) {
  if (!Number.isFinite(value)) return '–';
  return value < 9.95 ? tenth.format(value) : whole.format(value);
}

// tally writes a count, with a dash where nothing was counted.
export function tally(value) {
  return Number.isFinite(value) ? whole.format(value) : '–';
}

export function count(value) {
  return whole.format(value);
}

export function bytes(value) {
  return `${whole.format(value)} B`;
}

// elapsed writes ms as minutes, seconds and tenths: 01:04.2.
export function elapsed(ms) {
  const tenths = Math.max(0, Math.floor(ms / 100));
  const seconds = Math.floor(tenths / 10);
  const two = (n) => String(n).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}.${tenths % 10}`;
}

// duration writes seconds as a person says them: "45 s", "10 min".
export function duration(seconds) {
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
