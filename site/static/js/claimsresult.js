// The page of a claim's result: what a link or a file holds, to read only.
import { announce } from './announce.js';
import { open } from './claims/file.js';
import { parse } from './claims/link.js';
import { heading, Shown } from './claims/shown.js';
import { el, write } from './dom.js';

const place = document.getElementById('results');
const title = document.getElementById('heading');
const file = document.getElementById('file');

const MOST_NAMED = 8; // claims that are named by their numbers

let newest = 0; // what was asked for last is shown

document.getElementById('open').addEventListener('click', () => file.click());
file.addEventListener('change', () => {
  const [chosen] = file.files;
  file.value = ''; // so that the same file can be chosen once more
  if (chosen) show(open(chosen));
});
addEventListener('hashchange', follow);
follow();

function follow() {
  show(parse(location.hash).then((result) => [result]));
}

async function show(reading) {
  const turn = ++newest;
  let results;
  try {
    results = await reading;
  } catch (fault) {
    if (turn === newest) refuse(fault.message);
    return;
  }
  if (turn !== newest) return;
  const several = results.length > 1;
  head(several ? `${results.length} results` : heading(results[0]));
  const shown = results.map((result) => new Shown(result, several));
  const summary = el('p', { className: 'again', hidden: !several }, 'Judging them again here …');
  place.replaceChildren(summary, ...shown.map(({ element }) => element));
  const kinds = { same: [], other: [], unknown: [] }; // the claims' numbers
  for (const [i, one] of shown.entries()) {
    const { kind, text } = await one.judge();
    if (turn !== newest) return;
    kinds[kind].push(results[i].claim);
    if (!several) announce(text);
  }
  if (!several) return;
  write(summary, counted(kinds));
  announce(summary.textContent);
}

function refuse(text) {
  head('No result');
  place.replaceChildren(el('p', { className: 'notice', role: 'alert' }, text));
}

function head(text) {
  write(title, text);
  document.title = `${text} · wireside`;
}

function counted({ same, other, unknown }) {
  const named = (claims) => {
    if (claims.length > MOST_NAMED) return String(claims.length);
    return `claim${claims.length > 1 ? 's' : ''} ${claims.join(', ')}`;
  };
  const parts = [
    same.length && `${same.length === 1 ? '1 comes' : `${same.length} come`} to the same verdict`,
    other.length && `${named(other)} not as the file says`,
    unknown.length && `${named(unknown)} can’t be judged here`,
  ];
  return `Judged again here, by this server’s rules: ${parts.filter(Boolean).join('; ')}.`;
}
