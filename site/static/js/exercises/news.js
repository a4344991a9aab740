// What is worth saying to who hears the page: that checks came to the same once more is nothing, unless they were asked for;
// neither is what they come to first, when the page is opened.
import { sentence, stateOf } from './words.js';

export class News {
  #said = new Map(); // name → what its checks came to last, in words
  #asked = new Set();

  // ask notes that the reader has had an exercise's checks run.
  ask(name) {
    this.#asked.add(name);
  }

  // of tells whether there is something to say of an exercise, and takes it as said.
  of(entry) {
    if (stateOf(entry) === 'running' || entry.result?.state === 'unknown') return false;
    const before = this.#said.get(entry.name);
    const now = sentence(entry);
    this.#said.set(entry.name, now);
    return this.#asked.delete(entry.name) || (before !== undefined && before !== now);
  }
}
