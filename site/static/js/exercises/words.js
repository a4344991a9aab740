// What an exercise's state is called. To a person it is idle, started (and its checks have not run here), running, red,
// green or broken.

// stateOf is the state of an exercise, as the server tells of it.
export function stateOf({ started, result }) {
  const state = result?.state ?? 'unknown';
  if (state !== 'unknown') return state;
  return started ? 'started' : 'idle';
}

const WORDS = {
  idle: 'not started',
  started: 'started',
  running: 'running',
  green: 'green',
  red: 'red',
  broken: 'broken',
};

// MARKS stand before the words, and in the cells of the shelf.
export const MARKS = { idle: '○', started: '◐', running: '…', green: '✓', red: '✕', broken: '!' };

// word is the state in a word or two, and more what else there is to say of it in a few.
export function word(entry) {
  return WORDS[stateOf(entry)] ?? WORDS.idle;
}

export function more(entry) {
  const { result } = entry;
  switch (stateOf(entry)) {
    case 'red':
      return result.failed?.[0]?.check ?? failing(result) ?? '';
    case 'broken':
      return unbuilt(result) ? 'does not compile' : 'the tests died';
    case 'started':
      return 'checks not run here';
    case 'green':
      return checks(result.checks?.length ?? 0);
  }
  return '';
}

function checks(n) {
  return `${n} check${n === 1 ? '' : 's'}`;
}

// unbuilt tells a compiler's complaints from a test that died.
export function unbuilt({ output = '' }) {
  return /\[(?:build|setup) failed\]|^#\s|\.go:\d+:\d+:/m.test(output) && !/^panic:|^fatal error:/m.test(output);
}

function failing({ checks = [] }) {
  return checks.find(({ state }) => state === 'failed')?.name;
}

// tally is how many checks of a red exercise pass and fail. Those that did not run, say after one that never returned, are in
// neither figure.
export function tally(entry) {
  if (stateOf(entry) !== 'red') return '';
  const of = (state) => (entry.result.checks ?? []).filter((check) => check.state === state).length;
  const [passed, failed] = [of('passed'), of('failed')];
  return [passed && `${passed} pass${passed === 1 ? 'es' : ''}`, failed && `${failed} fail${failed === 1 ? 's' : ''}`]
    .filter(Boolean)
    .join(', ');
}

// sentence is the whole of it, for who hears the page.
export function sentence(entry) {
  const rest = more(entry);
  const first = stateOf(entry) === 'red' && rest ? `first ${rest}` : rest;
  return `${entry.title}: ${[word(entry), tally(entry), first].filter(Boolean).join(', ')}.`;
}
