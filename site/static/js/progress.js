// What the reader did, kept in this browser alone: an entry a lesson, by its slug. An entry is
//   labs         the names of those that were started
//   predictions  {name: {guess, measured, at, …}}: measured once it is; at: when it changed, ms since 1970
//   opened, read when it was last opened, and first read to its end, ms since 1970; 0: not that is known
//   place        the id of the heading where the reader was; '' at its beginning
const KEY = 'wireside.progress';

// What an entry may hold. Lessons come nowhere near.
const NAME = /^[a-z0-9-]{1,64}$/;
const MOST = 200; // names in a list
const LONGEST = 200; // characters

// all returns what is stored, by slug. Another program may have written it: an entry is to be cleaned before use.
export function all() {
  try {
    return record(JSON.parse(localStorage.getItem(KEY))) ?? {};
  } catch {
    return {}; // storage may be forbidden, or hold no JSON
  }
}

export function lesson(slug) {
  const stored = all();
  return cleaned(Object.hasOwn(stored, slug) ? stored[slug] : {});
}

// keep changes what is stored of a lesson: change(entry) edits it in place.
export function keep(slug, change) {
  const entry = lesson(slug);
  const before = structuredClone(entry.predictions);
  change(entry);
  for (const [name, prediction] of Object.entries(entry.predictions)) {
    if (JSON.stringify(prediction) !== JSON.stringify(before[name])) prediction.at = Date.now();
  }
  store({ ...all(), [slug]: entry });
}

// store puts entries in the place of all that is stored. It returns whether the browser has taken them: if not, they are
// forgotten with the page.
export function store(entries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries));
    return true;
  } catch {
    return false;
  }
}

// onElsewhere calls back when another page may have changed what is stored: one in another tab, or, of a page that the browser
// had put away as it was, the one that the reader comes back from.
export function onElsewhere(change) {
  addEventListener('storage', ({ key }) => (key === KEY || key === null) && change());
  addEventListener('pageshow', ({ persisted }) => persisted && change());
}

// cleaned returns what is right of an entry. wrong(what) is called for each part that is not.
export function cleaned(given, wrong = () => {}) {
  const take = (key, right, fallback) => {
    const value = given?.[key] ?? fallback;
    if (right(value)) return value;
    wrong(key);
    return fallback;
  };
  if (!record(given)) wrong('entry');
  const labs = take('labs', (list) => Array.isArray(list) && list.length <= MOST, []).filter(
    (name) => isName(name) || wrong('labs'),
  );
  const predictions = Object.entries(take('predictions', few, {})).filter(
    ([name, value]) => (isName(name) && isPrediction(value)) || wrong('predictions'),
  );
  return {
    labs,
    predictions: Object.fromEntries(predictions),
    opened: take('opened', isTime, 0),
    read: take('read', isTime, 0),
    place: take('place', isPlace, ''),
  };
}

export const isName = (name) => typeof name === 'string' && NAME.test(name);

// record returns what is an object of keys and values; else null.
export const record = (value) => (Object(value) === value && !Array.isArray(value) ? value : null);

const few = (value) => record(value) && Object.keys(value).length <= MOST;
// isPlace takes no half of a character: it can't stand in an address.
const isPlace = (id) => typeof id === 'string' && id.length <= LONGEST && !/\p{Surrogate}/u.test(id);
const isTime = (ms) => Number.isFinite(ms) && ms >= 0;
const isPlain = (value) =>
  value === null || typeof value === 'boolean' || Number.isFinite(value) ||
  (typeof value === 'string' && value.length <= LONGEST);
const isFlat = (value) =>
  isPlain(value) || (Object.keys(value).length <= MOST && Object.values(value).every(isPlain));

function isPrediction(value) {
  return few(value) && isPlain(value.guess ?? null) && Object.values(value).every(isFlat);
}
