// The first page: where to go on, how far each lesson is, and the command for the address that the page came from.
import { Controls } from './course/controls.js';
import { onward, standing } from './course/onward.js';
import { el, write } from './dom.js';
import { lesson, onElsewhere } from './progress.js';

for (const place of document.querySelectorAll('[data-host]')) place.textContent = location.host;

const rows = [...document.querySelectorAll('.list a[data-slug]')];
const button = document.getElementById('onward');
const note = document.getElementById('onward-note');
const fresh = { note: note?.textContent, states: rows.map((row) => stateOf(row).textContent) };

if (rows.length) {
  const controls = new Controls(rows.map((row) => row.dataset.slug));
  controls.onChange = show;
  onElsewhere(() => {
    show();
    controls.rest();
  });
  show();
}

function show() {
  const lessons = rows.map((row) => ({ row, slug: row.dataset.slug, entry: lesson(row.dataset.slug) }));
  for (const [i, { row, entry }] of lessons.entries()) {
    const { state, words } = standing(entry, Number(row.dataset.predictions));
    row.dataset.state = state;
    write(stateOf(row), words || fresh.states[i]);
  }
  lead(onward(lessons));
  const read = rows.filter((row) => row.dataset.state === 'read').length;
  if (read === rows.length) {
    const claims = link('/claims', 'put the claims to the test');
    note.replaceChildren('Or ', claims, ', or have ', link('/which', 'your own case'), ' decided by measurement.');
  } else if (rows.some((row) => row.dataset.state !== 'new')) write(note, `${read} of ${rows.length} lessons read.`);
  else write(note, fresh.note);
}

// lead has the page's one button lead to where the reader goes on.
function lead({ how, lesson: to, place }) {
  const [said, title] = button.children;
  if (how === 'done') {
    button.href = '/exercises';
    write(said, 'All lessons are read. What now?');
    write(title, 'Write the techniques yourself');
    return;
  }
  const no = to.row.querySelector('.no').textContent;
  const words = { start: 'Start with', 'go on': 'Go on with', next: 'Go on with' }[how];
  button.href = `/lessons/${to.slug}${place ? `#${encodeURIComponent(place)}` : ''}`;
  write(said, `${words} lesson ${no}`);
  write(title, to.row.querySelector('b').textContent);
}

function link(href, text) {
  return el('a', { href }, text);
}

function stateOf(row) {
  return row.querySelector('.state');
}
