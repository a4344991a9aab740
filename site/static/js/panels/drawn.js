// What the charts are made of: lines with the lanes' hues, axes in the page's colours.
const DASHES = [[], [7, 3], [2, 3], [10, 3, 2, 3], [4, 2], [12, 4], [2, 6], [6, 2, 2, 2]];
const FINE = [1, 3]; // of a line that goes with another: p99 beside p50
const NINES = 3; // the last percentile: 99.9
const STEPS = Array.from({ length: 30 }, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3)); // no halves of an event
const TENTHS = 6000; // of a second that are drawn at most

// PERCENTILES are where the distribution is looked at, as places on its axis: 0 is the least, 1 the 90th, 2 the 99th.
export const PERCENTILES = Array.from({ length: 61 }, (_, i) => (NINES * i) / 60);

// dashes tells the lanes of one technique apart, which share a hue.
export function dashes(lanes) {
  const seen = {};
  return lanes.map(({ technique }) => {
    seen[technique] = (seen[technique] ?? 0) + 1;
    return DASHES[(seen[technique] - 1) % DASHES.length];
  });
}

// distribution is a histogram's latencies at PERCENTILES, in ms.
export function distribution(histogram) {
  return PERCENTILES.map((nines) => (histogram?.count ? Math.max(histogram.quantile(1 - 10 ** -nines), 0.01) : null));
}

// lines has one line a lane.
export function lines(lanes) {
  return [{}, ...lanes.map(({ title, colour, dash }) => line(title, colour, dash))];
}

// latency has a line a lane, then a fine one a lane.
export function latency(lanes) {
  return [...lines(lanes), ...lanes.map(({ title, colour }) => ({ ...line(title, colour, FINE), width: 1.5 }))];
}

// spikes are the simulated clients' requests and, on top, connects.
export function spikes(colours, bars) {
  const column = (label, colour) => ({ ...line(label, colour, []), width: 0, fill: colour, paths: bars });
  return [{}, column('requests', colours.server), column('connects', colours.bad)];
}

// everyTenth makes a row of each tenth of a second up to now, from those in which something was: [tenth, connects,
// requests]. It returns seconds, requests and connects.
export function everyTenth(told, now) {
  const first = told[0]?.[0] ?? 0;
  const last = Math.max(told.at(-1)?.[0] ?? 0, Math.min(Math.floor(now), first + TENTHS));
  const length = told.length ? last - first + 1 : 0;
  const rows = [Array.from({ length }, (_, i) => (first + i) / 10), Array(length).fill(0), Array(length).fill(0)];
  for (const [tenth, connects, requests] of told) {
    rows[1][tenth - first] = requests;
    rows[2][tenth - first] = connects;
  }
  return rows;
}

function line(label, colour, dash) {
  const points = { show: false, filter: (plot, i) => alone(plot.data[i]), size: 5, fill: colour };
  return { label, stroke: colour, width: 1.75, dash, points, spanGaps: false };
}

// alone are the places of values without a neighbour. No line leads to them: they are drawn as points, or else rare events
// would not be seen at all.
export function alone(values) {
  const known = (i) => Number.isFinite(values[i]);
  return Array.from(values.keys()).filter((i) => known(i) && !known(i - 1) && !known(i + 1));
}

// axes are the rest of uPlot's options. log: the values' axis goes in proportion; percentiles: the other one has places of
// PERCENTILES.
export function axes(colours, { log = false, percentiles = false }) {
  const look = {
    stroke: colours['ink-2'],
    font: '11px system-ui, sans-serif',
    grid: { stroke: colours['rule-2'], width: 1 },
    ticks: { stroke: colours.rule, width: 1, size: 4 },
  };
  const at = percentiles
    ? { splits: () => [0, 0.30103, 1, 2, 3], values: () => ['0', '50', '90', '99', '99.9'], space: 20 }
    : { values: (_, all) => all.map((s) => (Number.isInteger(s) ? `${s} s` : '')) };
  return {
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 5 } },
    padding: [10, 18, 0, 0],
    scales: { x: { time: false }, y: log ? { distr: 3 } : { range: (_, __, most) => [0, Math.max(most * 1.1, 1)] } },
    axes: [
      { ...look, size: 26, ...at },
      { ...look, size: 50, ...(log ? {} : { incrs: STEPS }), values: (_, all) => all.map((v) => (v === null ? '' : brief(v))) },
    ],
  };
}

// brief writes a value beside an axis: 1,200 is 1.2k.
export function brief(value) {
  if (Math.abs(value) >= 1e6) return `${+(value / 1e6).toFixed(1)}M`;
  if (Math.abs(value) >= 1000) return `${+(value / 1000).toFixed(1)}k`;
  return String(+value.toPrecision(3));
}
