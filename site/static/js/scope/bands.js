// Under the marks of the time axis: what was done to the lanes, as a band where it lasts and as a tick where it was a
// moment, each with its name; and the times at which nobody could see the page.
const LABEL = 12; // px from the top: the first line of names
const LINE = 11; // px to the second, where the first is taken

export function bands(c, { width, top, row, foot, x, now, oldest, lanes, faults, hidden, colours }) {
  c.font = '11px system-ui, sans-serif';
  c.textAlign = 'left';
  for (const { at, until } of hidden) {
    if (until < oldest) continue;
    veil(c, { left: x(at), right: x(until), top: 0, bottom: foot, colour: colours['ink-3'], depth: 0.14 });
    name(c, 'tab hidden', Math.max(x(at), 0), foot - 6, colours['ink-2']);
  }
  const names = [...lanes.keys()];
  const shown = [...faults]
    .filter(({ at, until }) => (until || at) >= oldest && at <= now)
    .map(({ at, until, lane, text }) => {
      // A fault of simulated clients has no row of its own: it stands on the server's.
      const i = names.indexOf(lane);
      const from = lane ? (i < 0 ? 18 : top + i * row) : top;
      const to = lane ? (i < 0 ? top - 12 : top + (i + 1) * row) : foot;
      return { left: x(at), right: until && x(Math.min(until, now)), from, to, text, until };
    });
  for (const { left, right, from, to } of merged(shown.filter(({ until }) => until)))
    veil(c, { left, right, top: from, bottom: to, colour: colours.bad, depth: 0.13 });
  // What began before the picture does is named once, in its corner.
  const before = new Set(shown.filter(({ left }) => left < 0).map(({ text }) => text));
  const ends = [before.size ? name(c, [...before].join(', '), 0, LABEL, colours.bad) : 0, 0]; // px: of the names in a line
  for (const { left, to, text, until } of shown) {
    if (left < 0) continue;
    c.globalAlpha = 0.75;
    c.strokeStyle = colours.bad;
    c.lineWidth = 1.25;
    c.setLineDash(until ? [] : [3, 2]);
    c.beginPath();
    c.moveTo(left, LABEL - 8);
    c.lineTo(left, to);
    c.stroke();
    c.setLineDash([]);
    c.globalAlpha = 1;
    const clear = ends.findIndex((end) => left > end + 4);
    if (clear >= 0) ends[clear] = name(c, text, left, LABEL + clear * LINE, colours.bad, width);
  }
}

// merged joins bands on the same rows that overlap: twice as bad is not twice as red.
function merged(all) {
  const joined = [];
  for (const band of all.toSorted((a, b) => a.left - b.left)) {
    const last = joined.find(({ from, to, right }) => from === band.from && to === band.to && right >= band.left);
    if (last) last.right = Math.max(last.right, band.right);
    else joined.push({ ...band });
  }
  return joined;
}

function veil(c, { left, right, top, bottom, colour, depth }) {
  c.globalAlpha = depth;
  c.fillStyle = colour;
  c.fillRect(left, top, Math.max(right - left, 1), bottom - top);
  c.globalAlpha = 1;
}

// name writes a band's name to the right of its beginning, or to the left where there is no room, and returns where it ends.
function name(c, text, left, y, colour, width = Infinity) {
  const wide = c.measureText(text).width;
  const at = left + 3 + wide > width ? left - 3 - wide : Math.max(left, 0) + 3;
  c.fillStyle = colour;
  c.fillText(text, at, y);
  return at + wide;
}
