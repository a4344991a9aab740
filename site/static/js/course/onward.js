// What is known of the reader, in the words of the list of lessons, and where to go on.
import { measured } from './merge.js';

// standing returns how far a lesson is: state ('new', 'begun', 'read'), and the words for it. predictions: how many the
// lesson has; 0: not known.
export function standing(entry, predictions = 0) {
  const done = Object.values(entry.predictions).filter(measured).length;
  const begun = entry.opened || entry.labs.length || Object.keys(entry.predictions).length;
  const state = entry.read ? 'read' : begun ? 'begun' : 'new';
  const words = { new: '', begun: '◐ begun', read: '✓ read' }[state];
  const of = done <= predictions ? ` of ${predictions}` : '';
  return { state, words: done ? `${words}, ${done}${of} measured` : words };
}

// onward returns where to go on: {lesson, place, how}. lessons: [{slug, entry}] in order, at least one. how: 'start' for who
// has begun none; 'go on' in one that is begun, at a place; 'next' for the one after what was read; 'done' when all is read,
// without a lesson.
export function onward(lessons) {
  const states = lessons.map(({ entry }) => standing(entry).state);
  if (states.every((state) => state === 'read')) return { how: 'done' };
  if (states.every((state) => state === 'new')) return { how: 'start', lesson: lessons[0], place: '' };
  // Where the reader was last: a tie is the later lesson's.
  let last = -1;
  for (const [i, { entry }] of lessons.entries()) {
    if (states[i] !== 'new' && (last < 0 || entry.opened >= lessons[last].entry.opened)) last = i;
  }
  if (states[last] === 'begun') return { how: 'go on', lesson: lessons[last], place: lessons[last].entry.place };
  const unread = (i) => states[i] !== 'read';
  const after = lessons.findIndex((_, i) => i > last && unread(i));
  const lesson = lessons[after < 0 ? states.findIndex((_, i) => unread(i)) : after];
  const begun = standing(lesson.entry).state === 'begun';
  return { how: begun ? 'go on' : 'next', lesson, place: begun ? lesson.entry.place : '' };
}
