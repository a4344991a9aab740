// What the modules' tests need: a table of cases, and comparison by value.

export function equal(got, want, what = '') {
  const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
  if (a !== b) throw new Error(`${what} got ${a}, want ${b}`);
}

export function near(got, want, part, what = '') {
  if (!(Math.abs(got - want) <= part * Math.abs(want)))
    throw new Error(`${what} got ${got}, want ${want} ± ${100 * part} %`);
}

// run returns [{name, error}] for all cases of the modules named; error is empty where the case holds.
export async function run(files) {
  const results = [];
  for (const file of files) {
    const { cases } = await import(`./${file}`);
    for (const [name, test] of Object.entries(cases)) {
      let error = '';
      try {
        await test();
      } catch (thrown) {
        error = String(thrown.stack ?? thrown);
      }
      results.push({ name: `${file.replace('.test.js', '')}/${name}`, error });
    }
  }
  return results;
}
