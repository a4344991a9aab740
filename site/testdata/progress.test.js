import { equal } from './check.js';
import { Fault, join, open, parse, text } from '/static/js/course/file.js';
import { merged } from '/static/js/course/merge.js';
import { onward, standing } from '/static/js/course/onward.js';
import { follow } from '/static/js/course/reading.js';
import { el } from '/static/js/dom.js';
import { all, cleaned, keep, lesson, onElsewhere, store } from '/static/js/progress.js';

const KEY = 'wireside.progress';
const EMPTY = { labs: [], predictions: {}, opened: 0, read: 0, place: '' };
const entry = (part = {}) => ({ ...EMPTY, ...part });

// stored runs a test with something in the storage, and leaves it empty.
const stored = (value, test) => async () => {
  localStorage.setItem(KEY, typeof value === 'string' ? value : JSON.stringify(value));
  try {
    await test();
  } finally {
    localStorage.removeItem(KEY);
  }
};

// refusal returns what a file is refused for.
function refusal(file) {
  try {
    parse(typeof file === 'string' ? file : JSON.stringify(file));
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
  return '';
}
const file = (lessons, rest = {}) => ({ format: 'progress/1', date: '2026-11-23T14:30:00.000Z', lessons, ...rest });

export const cases = {
  'what readers had before is kept': stored(
    { 'four-lanes': { labs: ['a'], predictions: { p: { guess: 5, measured: 7 } } } },
    () => {
      equal(lesson('four-lanes'), entry({ labs: ['a'], predictions: { p: { guess: 5, measured: 7 } } }));
      keep('four-lanes', (state) => state.labs.push('b'));
      equal(lesson('four-lanes'), entry({ labs: ['a', 'b'], predictions: { p: { guess: 5, measured: 7 } } }));
    },
  ),

  'a prediction says when it changed': stored({ x: { predictions: { old: { guess: 1 } } } }, () => {
    const before = Date.now();
    keep('x', ({ predictions }) => (predictions.young = { guess: 'sse' }));
    const { old, young } = lesson('x').predictions;
    equal([old, young.guess, young.at >= before], [{ guess: 1 }, 'sse', true]);
  }),

  'what another program wrote does no harm': async () => {
    for (const text of ['', '{', '[]', 'null', '7', '"x"', '{"x":null}', '{"x":[]}', '{"x":"y"}', '{"x":{"labs":{},"predictions":[],"opened":"now","read":-1,"place":5}}'])
      await stored(text, () => {
        equal(lesson('x'), EMPTY, text);
        keep('x', (state) => (state.opened = 5));
        equal(lesson('x').opened, 5, text);
      })();
    const mixed = '{"x":{"labs":["a",7,"<i>"],"predictions":{"p":{"guess":1},"Q R":{"guess":1},"__proto__":{"guess":2},"q":{"guess":{}},"r":[1]}}}';
    await stored(mixed, () => equal(lesson('x'), entry({ labs: ['a'], predictions: { p: { guess: 1 } } })))();
    await stored({}, () => equal(lesson('constructor'), EMPTY))();
  },

  'another tab’s change is told': stored({}, () => {
    let told = 0;
    onElsewhere(() => told++);
    for (const key of [KEY, 'wireside.theme', null]) dispatchEvent(new StorageEvent('storage', { key }));
    equal(told, 2); // null: the whole storage was emptied
  }),

  'a page that comes back from where the browser had put it away is told'() {
    let told = 0;
    onElsewhere(() => told++);
    for (const persisted of [false, true]) dispatchEvent(new PageTransitionEvent('pageshow', { persisted }));
    equal(told, 1);
  },

  'a lesson that the reader comes back to is the last that was opened': stored({}, () => {
    const article = el('article', {}, el('div', { className: 'prose' }));
    follow(article, 'x');
    keep('x', (state) => (state.opened = 1));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    equal(lesson('x').opened, 1);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    equal(lesson('x').opened > 1, true);
  }),
  'a place can stand in an address': stored('{"x":{"place":"a\\ud800"},"y":{"place":"é💡"}}', () => {
    equal([lesson('x').place, lesson('y').place], ['', 'é💡']);
  }),

  'a file comes back as it was saved': stored(
    { a: entry({ labs: ['l'], predictions: { p: { guess: 1, measured: 2, at: 9 } }, opened: 8, read: 9, place: 'h' }), 'b c': {}, d: 7 },
    () => {
      const { date, lessons } = parse(text(1_000_000));
      equal([date, lessons], [1_000_000, { a: lesson('a'), d: EMPTY }]);
      localStorage.removeItem(KEY);
      const { entries, news } = join(lessons);
      equal([store(entries), news, lesson('a').place], [true, ['a'], 'h']);
      equal(join(lessons).news, [], 'a second time');
    },
  ),

  'what is no such file is refused, with the reason': () => {
    for (const [given, why] of [
      ['', 'no JSON'],
      ['{"format":', 'no JSON'],
      ['null', 'not a file of progress'],
      ['[]', 'not a file of progress'],
      [{ wireside: 'claims/1', results: [] }, 'not a file of progress'],
      [file({}, { format: 'progress/2' }), '“progress/2”'],
      [file({}, { format: `progress/${'9'.repeat(5000)}` }), 'progress/1'],
      [file({}, { date: 'soon' }), 'date'],
      [file({}, { date: {} }), 'date'],
      [file([]), 'lessons'],
      [file(null), 'lessons'],
      [file(Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`s${i}`, {}]))), 'lessons'],
      [file({ '../x': {} }), '“../x”'],
      [file({ x: 5 }), '“x”'],
      [file({ x: [] }), '“x”'],
      [file({ x: { labs: 'a' } }), '“labs”'],
      [file({ x: { labs: ['<img src=x>'] } }), '“labs”'],
      [file({ x: { labs: Array(201).fill('a') } }), '“labs”'],
      [file({ x: { predictions: { p: 5 } } }), '“predictions”'],
      [file({ x: { predictions: { 'p q': {} } } }), '“predictions”'],
      [file({ x: { predictions: { p: { guess: 'x'.repeat(201) } } } }), '“predictions”'],
      [file({ x: { predictions: { p: { guess: 1, measured: { a: { b: 1 } } } } } }), '“predictions”'],
      [file({ x: { opened: '5' } }), '“opened”'],
      [file({ x: { read: -1 } }), '“read”'],
      [file({ x: { place: 'x'.repeat(201) } }), '“place”'],
      [`{"format":"progress/1","date":"2026-11-23","lessons":{"__proto__":{"labs":["a"]}}}`, '“__proto__”'],
    ]) {
      const got = refusal(given);
      equal(got.includes(why) && got.length < 200, true, `${JSON.stringify(given).slice(0, 80)}: ${got}`);
    }
    equal(refusal(file({ x: {} })), '');
  },

  'a file that is too large is not even read': async () => {
    const large = { size: 300_000, text: () => Promise.reject(new Error('it was read')) };
    const why = await open(large).catch((fault) => fault);
    equal([why instanceof Fault, why.message.includes('300,000 bytes')], [true, true]);
  },

  'no time in a file lies ahead': () => {
    const far = 9e15;
    const given = file({ x: { opened: far, read: far, predictions: { p: { guess: 1, at: far }, q: { guess: 1, at: 'x' } } } });
    const { lessons } = parse(JSON.stringify(given), 1e12);
    equal(lessons.x, entry({ predictions: { p: { guess: 1, at: 1e12 }, q: { guess: 1, at: 0 } }, opened: 1e12, read: 1e12 }));
  },

  'two accounts are joined, and nothing is lost': () => {
    const mine = entry({ labs: ['a', 'b'], opened: 5, read: 4, place: 'mine', predictions: { p: { guess: 1, measured: 2, at: 3 }, q: { guess: 1, at: 3 }, s: { guess: 0, measured: 0, at: 1 } } });
    const theirs = entry({ labs: ['b', 'c'], opened: 7, place: 'theirs', predictions: { p: { guess: 9, at: 8 }, q: { guess: 2, measured: 3, at: 1 }, r: { guess: 4 }, s: { guess: 1, measured: 1, at: 2 } } });
    const predictions = { p: mine.predictions.p, q: theirs.predictions.q, s: theirs.predictions.s, r: theirs.predictions.r };
    equal(merged(mine, theirs), { labs: ['a', 'b', 'c'], predictions, opened: 7, read: 4, place: 'theirs' });
    equal(merged(theirs, mine).place, 'theirs', 'the newer');
    equal(merged(mine, mine), mine, 'with itself');
    equal([merged(EMPTY, mine).read, merged(EMPTY, EMPTY).read], [4, 0], 'read');
  },

  'each lesson’s state has words': () => {
    const done = { guess: 1, measured: 0 };
    for (const [given, predictions, state, words] of [
      [{}, 3, 'new', ''],
      [{ opened: 1 }, 3, 'begun', '◐ begun'],
      [{ labs: ['a'] }, 3, 'begun', '◐ begun'],
      [{ opened: 1, predictions: { p: done, q: { guess: 1 }, r: done } }, 3, 'begun', '◐ begun, 2 of 3 measured'],
      [{ opened: 1, read: 2, predictions: { p: done } }, 0, 'read', '✓ read, 1 measured'],
      [{ opened: 1, read: 2 }, 3, 'read', '✓ read'],
    ])
      equal(standing(entry(given), predictions), { state, words });
  },

  'it goes on where the reader was': () => {
    const course = (...entries) => entries.map((given, i) => ({ slug: `l${i + 1}`, entry: entry(given) }));
    for (const [given, how, slug, place] of [
      [[{}, {}], 'start', 'l1', ''],
      [[{ opened: 5, place: 'h' }, {}], 'go on', 'l1', 'h'],
      [[{ labs: ['a'] }, {}], 'go on', 'l1', ''], // of a reader from before times were kept
      [[{ opened: 5, read: 6 }, {}, {}], 'next', 'l2', ''],
      [[{ opened: 5 }, { opened: 7, read: 7 }, {}], 'next', 'l3', ''],
      [[{ opened: 5, place: 'h' }, { opened: 7, read: 7 }], 'go on', 'l1', 'h'],
      [[{ opened: 9, read: 6 }, { opened: 7, place: 'h' }, {}], 'go on', 'l2', 'h'],
      [[{ opened: 9, read: 6 }, { opened: 7, read: 8 }], 'done', undefined, undefined],
    ]) {
      const got = onward(course(...given));
      equal([got.how, got.lesson?.slug, got.place], [how, slug, place], JSON.stringify(given));
    }
  },

  'what is cleaned is whole': () => {
    equal(cleaned(undefined), EMPTY);
    equal(all(), {}, 'without storage');
  },
};
