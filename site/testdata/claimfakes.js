// What the tests of the claims' modules begin with.

// result makes a Result; more replaces fields of it.
export function result(more = {}) {
  return {
    wireside: 'claim/1',
    claim: 24,
    title: 'WebSocket has lower latency than SSE',
    verdict: 'depends',
    words: 'Down: a tie at 0.1 ms. Up: 2.1 ms less.',
    at: 1_790_000_000_000_000,
    client: { kind: 'page', name: 'Chromium 156, Linux' },
    server: { os: 'linux', arch: 'amd64', cpus: 2, go: 'go1.26' },
    rules: '9f3c5a0011223344',
    cases: [testCase(), testCase({ case: 'up', answer: 'open', why: 'no trial gave it', n: 0, values: [] })],
    ...more,
  };
}

export function testCase({ n = 3, values = [0.1, -0.2, 0.4], why, ...more } = {}) {
  return {
    case: 'down',
    text: 'It comes down sooner',
    figure: 'median latency, WebSocket − SSE',
    unit: 'ms',
    rule: 'Holds if the median of 6 trials or more is below −1 ms.',
    ranges: [],
    answer: 'tie',
    ...(why && { why }),
    n,
    values,
    ...(n > 0 && { median: 0.1, low: -0.2, high: 0.4 }),
    ...more,
  };
}

// stored runs a test on storage in which there is nothing, and leaves it as it was.
export async function stored(test) {
  const before = { ...localStorage };
  localStorage.clear();
  try {
    await test();
  } finally {
    localStorage.clear();
    for (const [key, value] of Object.entries(before)) localStorage.setItem(key, value);
  }
}

// forbidden runs a test where storage takes and gives nothing, as some browsers do in their private mode.
export async function forbidden(test) {
  const refuse = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  const names = ['getItem', 'setItem', 'removeItem'];
  const before = names.map((name) => Storage.prototype[name]);
  for (const name of names) Storage.prototype[name] = refuse;
  try {
    await test();
  } finally {
    names.forEach((name, i) => (Storage.prototype[name] = before[i]));
  }
}

// refused returns the message of what a function throws, or what its promise is rejected with.
export async function refused(work) {
  try {
    await work();
  } catch (error) {
    return error.message;
  }
  throw new Error('nothing was refused');
}
