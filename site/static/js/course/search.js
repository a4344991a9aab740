// The search over all lessons: a dialog with what is found while the reader types.
import { el, write } from '../dom.js';
import { load } from './index.js';
import { marked, snippet } from './snippet.js';

const SHEET = '/static/search.css';
const HINT = 'In every lesson, claim and exercise: masking, Last-Event-ID, 304, RSV1.';

const input = el('input', {
  type: 'search', id: 'search-words', maxLength: 200, autocomplete: 'off', spellcheck: false, placeholder: 'Search the lessons',
  aria: { label: 'Search the lessons', describedby: 'search-says' },
});
const close = el('button', { type: 'button', className: 'button', textContent: 'Close' });
const says = el('p', { className: 'says', id: 'search-says', role: 'status' });
const again = el('button', { type: 'button', className: 'button', textContent: 'Try again', hidden: true });
const list = el('ol', { className: 'hits' });
const key = (name) => el('kbd', {}, name);
const dialog = el(
  'dialog',
  { id: 'search', aria: { label: 'Search' } },
  el('div', { className: 'ask' }, input, close),
  says,
  again,
  list,
  el('p', { className: 'keys' }, key('↓'), ' ', key('↑'), ' choose · ', key('Enter'), ' goes there · ', key('Esc'), ' closes'),
);

let styled = null; // Promise that the sheet is there
let index = null; // the Index, once it is there
let loading = null;

input.addEventListener('input', show);
close.addEventListener('click', () => dialog.close());
again.addEventListener('click', () => {
  input.focus(); // the button goes
  fill();
});
dialog.addEventListener('click', (event) => {
  // Beside the box; or a link, which may lead to a place on this page.
  if (event.target === dialog || (event.target.closest('a') && !event.ctrlKey && !event.metaKey && !event.shiftKey)) dialog.close();
});
dialog.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...list.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const to = at + (event.key === 'ArrowDown' ? 1 : -1);
    (links[Math.min(to, links.length - 1)] ?? input).focus();
    event.preventDefault();
  } else if (event.key === 'Escape') {
    dialog.close(); // some browsers would empty the field first
    event.preventDefault();
  } else if (event.key === 'Enter' && event.target === input) {
    links[0]?.click();
    event.preventDefault();
  } else if (at >= 0 && (event.key.length === 1 || event.key === 'Backspace') && event.key !== ' ') {
    input.focus(); // to type on
  }
});

// search opens the dialog.
export async function search() {
  styled ??= sheet();
  await styled;
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  input.select();
  fill();
}

// fill loads what there is to find, unless it is there.
async function fill() {
  if (index) return;
  again.hidden = true;
  write(says, 'Reading the lessons…');
  try {
    loading ??= load();
    index = await loading;
  } catch (trouble) {
    loading = null;
    again.hidden = false;
    write(says, `There is nothing to search in: ${trouble.message}`);
    return;
  }
  show();
}

function show() {
  if (!index) return;
  const text = input.value.trim();
  const { places, total, how } = index.find(text);
  list.replaceChildren(...places.map(hit));
  list.scrollTop = 0;
  write(says, sentence(text, total, places.length, how));
}

function sentence(text, total, shown, how) {
  if (!text) return HINT;
  if (!total) return `Nothing has “${text}”. Try another word, or its beginning.`;
  const few = total === 1 ? '1 place' : `${total} places`;
  const found = total > shown ? `${few}, the best ${shown} of them` : few;
  if (how === 'like') return `Nothing has “${text}”. Like it: ${found}.`;
  return how === 'some' ? `No place has all of it. With a part: ${found}.` : `${found}.`;
}

function hit({ where, title, text, href, found }) {
  const link = el(
    'a',
    { href },
    el('span', { className: 'where' }, where),
    el('b', {}, ...parts(marked(title, found))),
    el('span', { className: 'snippet' }, ...parts(snippet(text, found))),
  );
  return el('li', {}, link);
}

const parts = (pieces) => pieces.map(([text, hit]) => (hit ? el('mark', {}, text) : text));

// sheet resolves when the dialog's style sheet is there, or can't be had.
function sheet() {
  const link = el('link', { rel: 'stylesheet', href: SHEET });
  return new Promise((done) => {
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}
