// What the modules' tests need: a table of cases, and comparison by value.

export function equal(got, want, what = '') {
  const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
  if (a !== b) throw new Error(`${what} got ${a}, want ${b}`);
}

export function near(got, want, part, what = '') {
  if (!(Math.abs(got - want) <= part * Math.abs(want)))
    throw new Error(`${what} got ${got}, want ${want} ± ${100 * part} %`);
}

const LIMIT = 30_000; // ms
const later = setTimeout.bind(globalThis); // a case may replace it

// patience fails a case that would never end, so that the others have their turn.
const patience = () => new Promise((_, fail) => later(fail, LIMIT, new Error(`not over after ${LIMIT} ms`)));

// run returns [{name, error}] for all cases of the modules named; error is empty where the case holds.
export async function run(files) {
  const results = [];
  for (const file of files) {
    const { cases } = await import(`./${file}`);
    for (const [name, test] of Object.entries(cases)) {
      let error = '';
      try {
        await Promise.race([test(), patience()]);
      } catch (thrown) {
        error = String(thrown.stack ?? thrown);
      }
      results.push({ name: `${file.replace('.test.js', '')}/${name}`, error });
    }
  }
  return results;
}
