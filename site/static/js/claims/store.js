// What this browser keeps of the claims, as JSON by key. Storage may be forbidden or full: then the page keeps it as
// long as it is open.
const kept = new Map(); // key → JSON, of what storage didn't take

// read returns what is stored, which another program may have written; null if there is none, or no JSON.
export function read(key) {
  try {
    return JSON.parse(kept.get(key) ?? localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function write(key, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(key, text);
    kept.delete(key);
  } catch {
    kept.set(key, text);
  }
}

export function remove(key) {
  kept.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // then there is nothing
  }
}
