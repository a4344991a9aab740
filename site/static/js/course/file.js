// Progress as a file: `{"format": "progress/1", "date": "2026-11-23T14:30:00.000Z", "lessons": {slug: entry}}`.
import { all, cleaned, isName, record } from '../progress.js';
import { merged } from './merge.js';

export const NAME = 'wireside-progress.json';

const FORMAT = 'progress/1';
const LARGEST = 256 << 10; // bytes
const MOST = 200; // lessons

// Fault says to a person why a file was not taken.
export class Fault extends Error {}

// text returns the file for what is stored.
export function text(now = Date.now()) {
  const lessons = Object.entries(all())
    .filter(([slug]) => isName(slug))
    .map(([slug, entry]) => [slug, cleaned(entry)]);
  const file = { format: FORMAT, date: new Date(now).toISOString(), lessons: Object.fromEntries(lessons) };
  return `${JSON.stringify(file, null, 1)}\n`;
}

// open reads a File; see parse.
export async function open(file) {
  if (file.size > LARGEST)
    throw new Fault(`it has ${file.size.toLocaleString('en')} bytes, and progress has at most ${LARGEST.toLocaleString('en')}`);
  return parse(await file.text());
}

// parse reads a file's text: {date, lessons}. It takes all of it or nothing: a Fault says what is wrong. No time in it lies
// ahead: it would count as the newest for ever.
export function parse(file, now = Date.now()) {
  let given;
  try {
    given = JSON.parse(file);
  } catch {
    throw new Fault('it is no JSON');
  }
  if (typeof given?.format !== 'string' || !given.format.startsWith('progress/'))
    throw new Fault('it is not a file of progress');
  if (given.format !== FORMAT)
    throw new Fault(`its format is “${given.format.slice(0, 40)}”, and this page reads “${FORMAT}”`);
  const date = typeof given.date === 'string' && given.date.length < 40 ? Date.parse(given.date) : NaN;
  if (!Number.isFinite(date)) throw new Fault('its date is none');
  const entries = Object.entries(record(given.lessons) ?? {});
  if (!record(given.lessons) || entries.length > MOST) throw new Fault(`its lessons are not a list of ${MOST} at most`);

  const lessons = entries.map(([slug, entry]) => {
    if (!isName(slug)) throw new Fault(`“${slug.slice(0, 40)}” is no lesson’s name`);
    const right = cleaned(entry, (what) => {
      throw new Fault(what === 'entry' ? `what it has of “${slug}” is no entry` : `of “${slug}”, “${what}” is not as it should be`);
    });
    for (const prediction of Object.values(right.predictions)) {
      if ('at' in prediction) prediction.at = Number.isFinite(prediction.at) ? Math.min(prediction.at, now) : 0;
    }
    return [slug, { ...right, opened: Math.min(right.opened, now), read: Math.min(right.read, now) }];
  });
  return { date: Math.min(date, now), lessons: Object.fromEntries(lessons) };
}

// join returns all that is stored with a file's lessons in it, and the slugs of those that brought something new.
export function join(lessons) {
  const entries = { ...all() };
  const news = [];
  for (const [slug, theirs] of Object.entries(lessons)) {
    const mine = cleaned(Object.hasOwn(entries, slug) ? entries[slug] : {});
    const both = merged(mine, theirs);
    if (JSON.stringify(both) !== JSON.stringify(mine)) news.push(slug);
    entries[slug] = both;
  }
  return { entries, news };
}
