// The inspector for loose bytes: what an address holds, and how a pasted text is read.
import { equal } from './check.js';
import { address, parse, placed } from '/static/js/inspect/address.js';
import { Loose } from '/static/js/inspect/loose.js';
import { FORMATS, read } from '/static/js/inspect/pasted.js';

const bytes = (...numbers) => Uint8Array.from(numbers);
const hash = (given) => new URL(address(given), location.href).hash;

// message returns what is said about what cannot be.
function message(run) {
  try {
    run();
  } catch (error) {
    return error.message;
  }
  return 'nothing';
}

export const cases = {
  'an address carries bytes there and back'() {
    const all = Uint8Array.from({ length: 20_000 }, (_, i) => i & 255);
    const given = { as: 'websocket', from: 'client', bytes: all, expected: bytes(0, 255), title: 'a & b: “c”' };
    const got = parse(hash(given));
    equal(
      [[...got.bytes], [...got.expected], got.as, got.from, got.title, got.unit, got.field, got.side],
      [[...all], [0, 255], 'websocket', 'client', given.title, 0, 0, 'seen'],
    );
    equal(/^#[\w=&%+.-]*$/.test(hash(given)), true, 'its letters:');
    equal(
      [
        parse(hash({ as: 'sse', from: 'server', bytes: bytes() })).bytes.length,
        parse(hash({ as: 'sse', from: 'server', bytes: bytes() })).expected,
      ],
      [0, null],
    );
  },

  'it can name a side, a unit and a field'() {
    const plain = hash({ as: 'sse', from: 'server', bytes: bytes(65) });
    const at = placed(plain, { side: 'expected', unit: 3, field: 2 });
    const { side, unit, field } = parse(at);
    equal([side, unit, field], ['expected', 3, 2]);
    equal(placed(at, { side: 'seen', unit: 0, field: 0 }), plain);
  },

  'an address that is damaged says so'() {
    for (const [text, want] of [
      ['', 'nothing'],
      ['#field-1', 'nothing'],
      ['#as=tls&from=server&bytes=QQ', 'This address says as=tls; it may be http1, sse, websocket.'],
      ['#as=sse&from=nobody&bytes=QQ', 'This address says from=nobody; it may be server or client.'],
      ['#as=sse&bytes=<b>', 'This address is damaged: perhaps a part of it was lost on the way.'],
      ['#as=sse&bytes=Q', 'This address is damaged: perhaps a part of it was lost on the way.'],
      ['#as=sse&bytes=QQ&expected=%00', 'This address is damaged: perhaps a part of it was lost on the way.'],
    ])
      equal(
        message(() => parse(text)),
        want,
        text,
      );
    equal(parse('#as=sse&from=server'), null);
  },

  'a pasted text is read as it is said to be written'() {
    for (const [text, format, ...want] of [
      ['a\nb', 'text', 97, 10, 98],
      ['a\r\nb\r', 'text', 97, 10, 98, 10],
      ['a\nb\r\n', 'crlf', 97, 13, 10, 98, 13, 10],
      ['ü', 'text', 0xc3, 0xbc],
      ['81 05 48', 'hex', 0x81, 5, 0x48],
      ['0x81,0x05:FF', 'hex', 0x81, 5, 255],
      ['8105ff', 'hex', 0x81, 5, 255],
      ['00000000: 81 05\n00000010: ff', 'hex', 0x81, 5, 255],
      ['0000  81 05\n0010  ff', 'hex', 0x81, 5, 255],
      ['gQX/', 'base64', 0x81, 5, 255],
      ['gQX_', 'base64', 0x81, 5, 255],
      [' gQ ==\n', 'base64', 0x81],
    ])
      equal([...read(text, format)], want, text);
    equal(Object.keys(FORMATS), ['text', 'crlf', 'hex', 'base64']);
    equal(
      message(() => read('81 0', 'hex')),
      'These are not pairs of hex digits: a single digit is left over, after 1 bytes.'.replace('1 bytes', '1 byte'),
    );
    equal(
      message(() => read('81 xy', 'hex')),
      'These are not pairs of hex digits: “xy” is none, after 1 byte.',
    );
    equal(message(() => read('a?', 'base64')).startsWith('This is not base64'), true);
  },

  'loose bytes know their units, and where a byte stands'() {
    const unit = (seq, from, to, fields, rest = {}) => ({
      seq,
      kind: 'event',
      length: to - from,
      spans: to > from ? [[from, to]] : [],
      fields,
      ...rest,
    });
    const field = (from, to) => ({ spans: [[from, to]] });
    const loose = new Loose(
      [
        unit(1, 0, 10, [field(0, 4), field(4, 10)]),
        unit(2, 10, 12, [field(10, 12)], { kind: 'raw', error: {} }),
        unit(3, 12, 12, []),
      ],
      { as: 'http1', side: 'seen' },
    );
    equal([loose.sum, loose.broken, loose.unit(2).lane, loose.unit(9)], [{ bytes: 12, raw: 2 }, 1, 'http', null]);
    equal(
      [loose.at(0), loose.at(5), loose.at(11), loose.at(12)],
      [
        { seq: 1, field: 0 },
        { seq: 1, field: 1 },
        { seq: 2, field: 0 },
        { seq: 2, field: 0 },
      ],
    );
    equal(new Loose([], { as: 'sse', side: 'seen' }).at(0), { seq: 0, field: 0 });
  },
};
