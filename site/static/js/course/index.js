// The index of all that can be found: the lessons section by section, and what the claims and the exercises are called and
// about. It is made in the browser, of what the server tells.
import { call } from '../api.js';
import { tokens, words } from './tokens.js';

const LIBRARY = '../../third_party/minisearch@7.2.0/index.js';
const MOST = 20; // results
const FIELDS = ['title', 'of', 'text'];
const WHOLE = { title: 8, of: 3, text: 2 }; // what a hit in a field weighs
const PART = { title: 0.4, of: 0.2, text: 0.1 }; // of a part of a word: less than the whole anywhere
const LESSER = 0.35; // what a claim or an exercise weighs against a section of a lesson

// load asks for everything, and resolves to an Index. Without the lessons it fails; without the rest it does.
export async function load() {
  const [{ default: MiniSearch }, { lessons }, claims, exercises] = await Promise.all([
    import(LIBRARY),
    call('GET', '/api/lessons'),
    call('GET', '/api/claims').catch(() => ({})),
    call('GET', '/api/exercises').catch(() => ({})),
  ]);
  return new Index(MiniSearch, places({ lessons, claims: claims.claims, exercises: exercises.exercises }));
}

// places lists what can be found: {kind, where, title, of, text, href}. of: what the lesson is about, in which a word counts, too.
export function places({ lessons = [], claims = [], exercises = [] }) {
  return [
    ...lessons.flatMap(({ slug, title, kicker = '', order, summary, sections }) => {
      const where = `Lesson ${order} · ${title}`;
      const href = `/lessons/${slug}`;
      const [first, ...rest] = sections;
      // What stands before the first heading belongs to the lesson itself.
      const lead = first && !first.id ? first.text : '';
      return [
        { kind: 'lesson', where: `Lesson ${order}`, title, of: kicker, text: `${summary} ${lead}`, href },
        ...(lead || !first ? rest : sections).map((section) => ({
          kind: 'lesson', where, title: section.title, of: `${title} ${kicker}`, text: section.text, href: `${href}#${section.id}`,
        })),
      ];
    }),
    ...claims.map(({ claim, title, so = '' }) => ({
      kind: 'claim', where: `Claim ${claim}`, title, of: '', text: so, href: `/claims#claim-${claim}`,
    })),
    ...exercises.map(({ name, title, task = '' }) => ({
      kind: 'exercise', where: 'Exercise', title, of: '', text: task, href: `/exercises#${name}`,
    })),
  ];
}

// Index finds places by words.
export class Index {
  #places;
  #search;

  constructor(MiniSearch, list) {
    this.#places = list;
    this.#search = new MiniSearch({
      fields: FIELDS,
      tokenize: tokens,
      processTerm: (term) => term,
      searchOptions: { tokenize: (term) => [term], prefix, combineWith: 'AND' },
    });
    this.#search.addAll(list.map((place, id) => ({ id, ...place })));
  }

  // find returns {places, total, how}: the best places first, MOST of them, each with the words found in it as `found`. how:
  // they have 'all' of the words; or, because no place has, words 'like' them; or 'some' of them.
  find(text) {
    const queries = words(text).map(queryOf);
    if (!queries.length) return { places: [], total: 0, how: 'all' };
    const all = { combineWith: 'AND', queries };
    for (const [how, query, options] of [
      ['all', all, {}],
      ['like', all, { fuzzy }],
      ['some', { combineWith: 'OR', queries }, {}],
    ]) {
      const hits = this.#ask(query, options);
      if (hits.length) return { places: hits.slice(0, MOST), total: hits.length, how };
    }
    return { places: [], total: 0, how: 'all' };
  }

  #ask(query, options) {
    const boostDocument = (id) => (this.#places[id].kind === 'lesson' ? 1 : LESSER);
    const hits = this.#search.search(query, { ...options, boostDocument });
    return hits.map(({ id, terms }) => ({ ...this.#places[id], found: terms }));
  }
}

// queryOf looks for a word as it is, which counts most, with its colon, or by all of its parts.
function queryOf({ whole, field, parts }) {
  const ways = [{ queries: [whole], boost: WHOLE }];
  if (field) ways.push({ queries: [field], boost: WHOLE });
  if (parts.length) ways.push({ combineWith: 'AND', queries: parts, boost: PART });
  return { combineWith: 'OR', queries: ways };
}

// prefix tells whether what was typed may be a word’s beginning: a letter alone is the beginning of too many.
const prefix = (term) => term.length > 1;

// fuzzy tells how far a word may be from what was typed. Numbers and short words are what they are: 304 is not 302.
const fuzzy = (term) => (term.length > 3 && !/\d/.test(term) ? 0.3 : false);
