// A Result: what a claim came to, with all that it was judged by. It comes from files, links and storage, which anybody
// may have written, so it is read field by field.
const FORMAT = 'claim/1';
const MOST_CASES = 16;
const MOST_TRIALS = 100; // of a case
const LINE = 300; // bytes
const TEXT = 2000;
const WORDS = 4000;
const LATEST = 2 ** 53 - 1; // µs

// Fault says why something is no Result, for people to read.
export class Fault extends Error {}

// resultOf returns a copy with the fields that are known here; anything else in it is left out. It throws a Fault that
// names the field. Lacking may be: at, client, server, broken, a case's ranges, why and missing; and its median, low and high are
// where n is 0. What is accepted is what the server accepts.
export function resultOf(given) {
  const top = new Fields(given, 'The result');
  const format = top.text('wireside', 40);
  if (format !== FORMAT) {
    if (/^claims?\//.test(format))
      throw new Fault(`This result is of the format ${format}; this page reads ${FORMAT}.`);
    throw new Fault('This is no result of a claim.');
  }
  return {
    wireside: FORMAT,
    claim: top.whole('claim', 1, 999),
    title: top.text('title', LINE),
    verdict: top.one('verdict', ['true', 'false', 'depends', 'inconclusive']),
    words: top.text('words', WORDS),
    ...top.maybe('at', () => top.whole('at', 0, LATEST)),
    ...top.maybe('client', () => clientOf(top.part('client'))),
    ...top.maybe('server', () => serverOf(top.part('server'))),
    ...top.maybe('broken', () => top.match('broken', /^[a-z0-9-]{0,32}$/, 'must be a name of lower case letters')),
    rules: top.match('rules', /^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits'),
    cases: casesOf(top.list('cases', 1, MOST_CASES)),
  };
}

function clientOf(client) {
  return { kind: client.one('kind', ['page', 'go']), name: client.text('name', LINE) };
}

function serverOf(server) {
  return {
    os: server.text('os', LINE),
    arch: server.text('arch', LINE),
    cpus: server.whole('cpus', 0, 65_536),
    go: server.text('go', LINE),
  };
}

function casesOf(given) {
  const cases = given.map((item, i) => caseOf(new Fields(item, `Case ${i + 1}`)));
  const names = new Set(cases.map((item) => item.case));
  if (names.size < cases.length) throw new Fault('The result: two cases have the same name.');
  return cases;
}

function caseOf(fields) {
  const n = fields.whole('n', 0, MOST_TRIALS);
  const values = fields.has('values') ? fields.list('values', n, n) : [];
  if (values.length < n || !values.every(Number.isFinite)) fields.refuse('values', `must be ${n} numbers`);
  return {
    case: fields.text('case', LINE),
    text: fields.text('text', TEXT),
    figure: fields.text('figure', LINE),
    unit: fields.text('unit', LINE),
    rule: fields.text('rule', TEXT),
    ...fields.maybe('ranges', () => fields.list('ranges', 0, 3).map((item) => rangeOf(new Fields(item, 'A range')))),
    answer: fields.one('answer', ['holds', 'fails', 'tie', 'open']),
    ...fields.maybe('why', () => fields.text('why', TEXT)),
    n,
    ...fields.maybe('missing', () => fields.whole('missing', 0, MOST_TRIALS - n)),
    values,
    ...(n > 0 && { median: fields.number('median'), low: fields.number('low'), high: fields.number('high') }),
  };
}

// An end that is open lacks.
function rangeOf(fields) {
  const range = {
    answer: fields.one('answer', ['holds', 'fails', 'tie']),
    ...fields.maybe('from', () => fields.number('from')),
    ...fields.maybe('to', () => fields.number('to')),
  };
  if (range.from > range.to) fields.refuse('from', 'must not be above its end');
  return range;
}

// Fields reads an object's.
class Fields {
  #of;
  #where;

  constructor(of, where) {
    if (typeof of !== 'object' || of === null || Array.isArray(of)) throw new Fault(`${where} is no object.`);
    this.#of = of;
    this.#where = where;
  }

  has(name) {
    return Object.hasOwn(this.#of, name) && this.#of[name] !== null;
  }

  maybe(name, read) {
    return this.has(name) ? { [name]: read() } : {};
  }

  text(name, longest) {
    const value = this.#get(name);
    if (typeof value !== 'string') this.refuse(name, 'must be text');
    if (new Blob([value]).size > longest) this.refuse(name, `must not be longer than ${longest} bytes`);
    // Characters that turn the text around them, or break out of it, have no place in what strangers send.
    if (/[\p{Cc}\p{Bidi_Control}]/u.test(value)) this.refuse(name, 'must have no control characters');
    return value;
  }

  match(name, pattern, why) {
    const value = this.#get(name);
    if (typeof value !== 'string' || !pattern.test(value)) this.refuse(name, why);
    return value;
  }

  one(name, allowed) {
    const value = this.#get(name);
    if (!allowed.includes(value)) this.refuse(name, `must be one of ${allowed.join(', ')}`);
    return value;
  }

  number(name) {
    const value = this.#get(name);
    if (!Number.isFinite(value)) this.refuse(name, 'must be a number');
    return value;
  }

  whole(name, min, max) {
    const value = this.#get(name);
    if (!Number.isSafeInteger(value) || value < min || value > max)
      this.refuse(name, `must be a whole number from ${min} to ${max}`);
    return value;
  }

  list(name, least, most) {
    const value = this.#get(name);
    if (!Array.isArray(value)) this.refuse(name, 'must be a list');
    const entries = least === most ? `${most}` : `${least} to ${most}`;
    if (value.length < least || value.length > most) this.refuse(name, `must have ${entries} entries`);
    return value;
  }

  part(name) {
    return new Fields(this.#get(name), `${this.#where}’s “${name}”`);
  }

  #get(name) {
    return Object.hasOwn(this.#of, name) ? this.#of[name] : undefined;
  }

  refuse(name, why) {
    throw new Fault(`${this.#where}: “${name}” ${why}.`);
  }
}
