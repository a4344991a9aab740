// Two accounts of the same reading become one, and nothing that was done is lost.

// merged joins two entries of a lesson (see progress.js). Of what can be in one way only, the newer counts.
export function merged(mine, theirs) {
  const [older, newer] = theirs.opened > mine.opened ? [mine, theirs] : [theirs, mine];
  const predictions = { ...mine.predictions };
  for (const [name, prediction] of Object.entries(theirs.predictions)) {
    if (!Object.hasOwn(predictions, name) || outdoes(prediction, predictions[name])) predictions[name] = prediction;
  }
  return {
    labs: [...new Set([...mine.labs, ...theirs.labs])],
    predictions,
    opened: newer.opened,
    read: Math.min(mine.read || Infinity, theirs.read || mine.read),
    place: newer.place || older.place,
  };
}

// outdoes tells whether a prediction counts more than another of the same name: what was measured, then what is newer.
function outdoes(one, other) {
  if (measured(one) !== measured(other)) return measured(one);
  return (one.at ?? 0) > (other.at ?? 0);
}

export const measured = (prediction) => (prediction?.measured ?? null) !== null;
