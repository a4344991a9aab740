// The exercise book's page: the list as the server wrote it, and what the checks come to while the reader writes.
import { announce } from './announce.js';
import { call } from './api.js';
import { write } from './dom.js';
import { follow } from './exercises/live.js';
import { News } from './exercises/news.js';
import { Row } from './exercises/row.js';
import { Shelf } from './exercises/shelf.js';
import { sentence } from './exercises/words.js';

const WATCHING = 'Watching: save a file, and its checks run.';
const STALE = 'Watching. Restart the server to serve what you saved.';

const news = new News();
const rows = new Map([...document.querySelectorAll('.exercise')].map((row) => [row.id, new Row(row)]));
const shelf = new Shelf();
const watching = document.getElementById('watching');
const status = document.getElementById('status');
const unwatched = document.getElementById('unwatched');

let known = false; // the server runs the checks
let away = false;

for (const row of rows.values()) {
  row.onOpen = () => {
    if (location.hash !== `#${row.name}`) history.replaceState(null, '', `#${row.name}`);
  };
  row.onRun = () => run(row.name);
}
addEventListener('hashchange', unfold);
unfold();

let leave = listen();
addEventListener('pagehide', () => leave());
addEventListener('pageshow', (event) => event.persisted && (leave = listen()));

function listen() {
  return follow({ onAll, onEntry, onStale: ({ stale }) => age(stale), onAway });
}

function onAll(book) {
  known = book.watching;
  for (const entry of book.exercises) {
    show(entry);
    news.of(entry);
  }
  for (const row of rows.values()) row.runnable(known);
  shelf.total(known);
  watching.dataset.state = known ? 'live' : 'off';
  if (!known) write(status, 'Not watching: no checks run here.');
  write(document.getElementById('why'), known ? '' : (book.why ?? ''));
  unwatched.hidden = known;
  if (away) announce('The server is back.');
  away = false;
  age(book.stale ?? []);
}

function onEntry(entry) {
  show(entry);
  shelf.total(known);
  if (news.of(entry)) announce(sentence(entry));
}

function onAway(pause) {
  watching.dataset.state = 'away';
  write(status, `The server is away; asking again in ${Math.max(1, Math.round(pause / 1000))} s.`);
  if (!away) announce('The server is away.');
  away = true;
}

function show(entry) {
  rows.get(entry.name)?.show(entry);
  shelf.show(entry);
}

// age says which code the lanes run as it was before.
function age(names) {
  for (const row of rows.values()) row.stale(names.includes(row.name));
  const lanes = names.some((name) => rows.get(name)?.entry?.lane);
  if (known) write(status, lanes ? STALE : WATCHING);
}

async function run(name) {
  news.ask(name);
  try {
    await call('POST', `/api/exercises/${name}/run`);
  } catch (trouble) {
    write(status, trouble.message);
  }
}

function unfold() {
  rows.get(location.hash.slice(1))?.open();
}
