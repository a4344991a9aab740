// The answers in a page's address, so that a link asks the same.
const NUMBERS = ['upPerSecond', 'rate', 'lateMs', 'size', 'clients', 'idleSeconds'];
const WORDS = ['direction', 'proxies', 'platforms'];

// read takes from a query what it says of the answers; of the rest, those given.
export function read(query, given) {
  const asked = new URLSearchParams(query);
  const answers = { ...given };
  for (const name of WORDS) if (asked.has(name)) answers[name] = asked.get(name);
  for (const name of NUMBERS) {
    const text = asked.get(name);
    if (text && Number.isFinite(Number(text))) answers[name] = Number(text);
  }
  return answers;
}

// write is the query that read() makes the same answers of. What doesn't count is left out.
export function write(answers) {
  const idle = answers.proxies === 'idle';
  const both = answers.direction === 'both';
  const query = new URLSearchParams();
  for (const name of [...WORDS, ...NUMBERS]) {
    if ((name === 'upPerSecond' && !both) || (name === 'idleSeconds' && !idle)) continue;
    query.set(name, answers[name]);
  }
  return `?${query}`;
}

// same reports whether two answers come to the same.
export function same(a, b) {
  return write(a) === write(b);
}

export { NUMBERS, WORDS };
