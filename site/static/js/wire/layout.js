// Where a unit's fields lie in its own bytes. Spans count from the connection's first byte; a page wants to count from
// the unit's. They differ by more than a constant, since a unit may consist of several pieces of the stream.

// pieces returns, for each field, its [from, to) pairs in the unit's bytes laid side by side.
export function pieces(unit) {
  return (unit.fields ?? []).map((field) => (field.spans ?? []).flatMap((span) => place(unit.spans, span)));
}

function place(unitSpans, [start, end]) {
  const found = [];
  let before = 0; // how many of the unit's bytes lie before this piece of it
  for (const [from, to] of unitSpans) {
    const low = Math.max(start, from);
    const high = Math.min(end, to);
    if (low < high) found.push([before + low - from, before + high - from]);
    before += to - from;
  }
  return found;
}

// owners returns for each of the first `length` bytes the number of its field; -1 where there is none.
export function owners(unit, length) {
  const owner = new Int32Array(length).fill(-1);
  pieces(unit).forEach((list, field) => {
    for (const [from, to] of list) owner.fill(field, from, Math.min(to, length));
  });
  return owner;
}
