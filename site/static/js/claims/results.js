// The newest result of each claim that this browser's reader has made.
import { resultOf } from './result.js';
import { read, remove, write } from './store.js';

const MOST = 60; // claims; the article makes thirty

// A lab that is broken on purpose has results of its own, which take no place of others.
const key = (broken) => `wireside.results${broken && `/${broken}`}`;

// newest returns a Map: claim → Result. What is stored but no Result is left out.
export function newest(broken = '') {
  const stored = read(key(broken));
  const results = new Map();
  if (!Array.isArray(stored)) return results;
  for (const item of stored.slice(0, MOST)) {
    try {
      const result = resultOf(item);
      if ((result.broken ?? '') === broken) results.set(result.claim, result);
    } catch {
      // written by another program, or by another version of this one
    }
  }
  return results;
}

// keep stores a Result in place of the one before. It throws a Fault if it is none.
export function keep(result) {
  const checked = resultOf(result);
  const { broken = '' } = checked;
  const results = newest(broken).set(checked.claim, checked);
  write(key(broken), [...results.values()].slice(-MOST));
}

export function forget(broken = '') {
  remove(key(broken));
}
