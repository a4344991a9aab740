// Results as a file: `{"wireside":"claims/1","results":[…]}`, which is also what `go run ./server claims --json`
// prints. A file of one Result alone is read, too.
import { Fault, resultOf } from './result.js';

const FORMAT = 'claims/1';
const LARGEST = 1 << 20; // bytes
const MOST = 100; // results
const SOON = 10_000; // ms in which a browser has taken what it saves

// save has the browser save results under a name.
export function save(results, name = 'wireside-claims.json') {
  const text = `${JSON.stringify({ wireside: FORMAT, results }, null, 1)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const anchor = Object.assign(document.createElement('a'), { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), SOON);
}

// open reads a File and resolves to its Results, at least one. It throws a Fault that says what is wrong with it.
export async function open(file) {
  if (file.size > LARGEST) throw new Fault(`${file.name} has ${file.size} bytes; results have at most ${LARGEST}.`);
  return parse(await file.text());
}

// parse reads a file's text.
export function parse(text) {
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Fault('This file is no JSON. Choose one that was saved on this page, or printed by “claims --json”.');
  }
  if (given?.wireside !== FORMAT) return [resultOf(given)];
  if (!Array.isArray(given.results) || !given.results.length) throw new Fault('There are no results in this file.');
  if (given.results.length > MOST)
    throw new Fault(`This file has ${given.results.length} results; at most ${MOST} are read.`);
  return given.results.map((result, i) => {
    try {
      return resultOf(result);
    } catch (fault) {
      throw new Fault(`Result ${i + 1} of this file: ${fault.message}`);
    }
  });
}
