// What the reader did, kept in this browser alone: {slug: {labs: [name], predictions: {name: {…}}}}.
const KEY = 'wireside.progress';

function all() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {}; // storage may be forbidden, or hold what another program wrote
  }
}

export function lesson(slug) {
  const { labs, predictions } = all()[slug] ?? {};
  return { labs: Array.isArray(labs) ? labs : [], predictions: predictions ?? {} };
}

// keep changes what is stored of a lesson: change(state) edits it in place.
export function keep(slug, change) {
  const state = lesson(slug);
  change(state);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...all(), [slug]: state }));
  } catch {
    // then it is forgotten with the page
  }
}
