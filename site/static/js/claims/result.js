// A Result: what a claim came to, with all that it was judged by. It comes from files, links and storage, which anybody
// may have written, so it is read field by field.
const FORMAT = 'claim/1';
const MOST_CASES = 20;
const MOST_VALUES = 1000; // of a case

// Fault says why something is no Result, for people to read.
export class Fault extends Error {}

// resultOf returns a copy with the fields that are known here; anything else in it is left out. It throws a Fault that
// names the field. at, client, server, broken, and a case's why and missing may be lacking; so may its median, low and
// high, always where n is 0.
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
    title: top.text('title', 300),
    verdict: top.one('verdict', ['true', 'false', 'depends', 'inconclusive']),
    words: top.text('words', 2000),
    ...top.maybe('at', () => top.whole('at', 0, Number.MAX_SAFE_INTEGER)),
    ...top.maybe('client', () => clientOf(top.part('client'))),
    ...top.maybe('server', () => serverOf(top.part('server'))),
    ...top.maybe('broken', () => top.text('broken', 60)),
    rules: top.text('rules', 128),
    cases: top.list('cases', MOST_CASES).map((item, i) => caseOf(item, `Case ${i + 1}`)),
  };
}

function clientOf(client) {
  return { kind: client.one('kind', ['page', 'go']), name: client.text('name', 200) };
}

function serverOf(server) {
  return {
    os: server.text('os', 60),
    arch: server.text('arch', 60),
    cpus: server.whole('cpus', 0, 1e6),
    go: server.text('go', 200),
  };
}

function caseOf(given, where) {
  const fields = new Fields(given, where);
  const n = fields.whole('n', 0, MOST_VALUES);
  const values = fields.has('values') ? fields.list('values', MOST_VALUES) : [];
  if (!values.every(Number.isFinite)) throw new Fault(`${where}: “values” must be numbers.`);
  if (values.length !== n)
    throw new Fault(`${where}: “n” is ${n}, but there are ${values.length} values.`);
  const number = (name) => fields.maybe(name, () => fields.number(name));
  return {
    case: fields.text('case', 60),
    text: fields.text('text', 2000),
    figure: fields.text('figure', 300),
    unit: fields.text('unit', 20),
    rule: fields.text('rule', 2000),
    answer: fields.one('answer', ['holds', 'fails', 'tie', 'open']),
    ...fields.maybe('why', () => fields.text('why', 1000)),
    n,
    ...fields.maybe('missing', () => fields.whole('missing', 0, MOST_VALUES)),
    values,
    ...(n > 0 && { ...number('median'), ...number('low'), ...number('high') }),
  };
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
    if (typeof value !== 'string') this.#refuse(name, 'must be text');
    if (value.length > longest) this.#refuse(name, `must not be longer than ${longest} characters`);
    return value;
  }

  one(name, allowed) {
    const value = this.#get(name);
    if (!allowed.includes(value)) this.#refuse(name, `must be one of ${allowed.join(', ')}`);
    return value;
  }

  number(name) {
    const value = this.#get(name);
    if (!Number.isFinite(value)) this.#refuse(name, 'must be a number');
    return value;
  }

  whole(name, min, max) {
    const value = this.#get(name);
    if (!Number.isSafeInteger(value) || value < min || value > max)
      this.#refuse(name, `must be a whole number from ${min} to ${max}`);
    return value;
  }

  list(name, most) {
    const value = this.#get(name);
    if (!Array.isArray(value)) this.#refuse(name, 'must be a list');
    if (value.length > most) this.#refuse(name, `must not have more than ${most} entries`);
    return value;
  }

  part(name) {
    return new Fields(this.#get(name), `${this.#where}’s “${name}”`);
  }

  #get(name) {
    return Object.hasOwn(this.#of, name) ? this.#of[name] : undefined;
  }

  #refuse(name, why) {
    throw new Fault(`${this.#where}: “${name}” ${why}.`);
  }
}
