// What the wire's view works out.
import { equal } from './check.js';
import { UnitLog } from '/static/js/wire/log.js';
import { owners, pieces } from '/static/js/wire/layout.js';
import { where } from '/static/js/wire/spec.js';
import { bits, parts } from '/static/js/wire/bits.js';
import { hex } from '/static/js/wire/hex.js';
import { parse } from '/static/js/wire/filter.js';

const unit = (seq, lane = 'sse', kind = 'event', summary = `id: ${seq}`) => ({
  seq,
  at: seq,
  conn: 1,
  dir: 's2c',
  lane,
  kind,
  length: 1,
  summary,
});
const units = (from, to, ...rest) => Array.from({ length: to - from + 1 }, (_, i) => unit(from + i, ...rest));

export const cases = {
  'the log keeps a bounded number of units'() {
    const log = new UnitLog(100);
    let gone = 0;
    for (let seq = 1; seq <= 1000; seq++) gone += log.add([unit(seq)]);
    equal(log.size <= 200, true);
    equal(
      [log.size + log.forgotten, log.shown.length + gone, log.shown.at(-1).seq, log.shown[0].seq],
      [1000, 1000, 1000, log.forgotten + 1],
    );
  },
  'what is shown leaves with what is kept'() {
    const log = new UnitLog(100);
    log.filter(parse('lane:sse'));
    const gone = log.add([...units(1, 40), ...units(41, 400, 'websocket'), ...units(401, 410)]);
    equal([gone, log.shown.length, log.shown[0].seq], [40, 10, 401]);
  },
  'the filter holds for what comes later'() {
    const log = new UnitLog();
    log.add([unit(1, 'polling', 'request', 'GET /labs/polling?after=0'), unit(2)]);
    equal(log.filter(parse('lane:websocket')), 0);
    log.add([unit(3, 'websocket'), unit(4)]);
    equal(
      log.shown.map(({ seq }) => seq),
      [3],
    );
  },
  'the next error is found in both directions'() {
    const log = new UnitLog();
    const broken = (seq) => ({ ...unit(seq), error: { name: 'x' } });
    log.add([unit(1), broken(2), unit(3), broken(4), unit(5)]);
    equal([log.next(0, 1), log.next(2, 1), log.next(3, 1), log.next(4, 1)], [2, 4, 4, 0]);
    equal([log.next(Infinity, -1), log.next(4, -1), log.next(3, -1), log.next(2, -1)], [4, 2, 2, 0]);
  },
  'a line that browsers pass over is wrong, too, though it breaks no rule'() {
    const log = new UnitLog();
    log.add([unit(1), unit(2, 'sse', 'event', 'data: a · ⚠ ignored: b'), unit(3, 'sse', 'body', '⚠ ignored: b')]);
    equal([log.next(0, 1), log.next(2, 1), log.filter(parse('error'))], [2, 0, 1]);
  },
  'units are told apart by their connection, filter or not'() {
    const log = new UnitLog();
    log.add([unit(1), { ...unit(2), conn: 7 }, unit(3), { ...unit(4), conn: 9 }]);
    log.filter(parse('nothing'));
    const found = log.byConnection([1, 7]);
    equal(
      [...found].map(([conn, list]) => [conn, list.map(({ seq }) => seq)]),
      [
        [1, [1, 3]],
        [7, [2]],
      ],
    );
    equal([log.has(4), log.has(5)], [true, false]);
  },
  'a unit is found by its number, or where it would be'() {
    const log = new UnitLog();
    log.add([unit(2), unit(4), unit(8)]);
    equal(
      [0, 2, 3, 4, 8, 9].map((seq) => log.indexOf(seq)),
      [0, 0, 1, 1, 2, 3],
    );
  },
  'a summary is cut'() {
    const log = new UnitLog();
    log.add([
      unit(1, 'sse', 'event', 'x'.repeat(100_000)),
      { seq: 2, at: 2, dir: 'c2s', proto: 'raw', kind: 'raw', length: 3, error: { name: 'x' } },
    ]);
    equal(
      [log.shown[0].summary.length, log.shown[1].summary, log.shown[1].lane, log.shown[1].broken],
      [200, 'x', '', true],
    );
  },
  'the rule that a unit breaks is in its line, once'() {
    const log = new UnitLog();
    const of = (summary, name) => ({ ...unit(1), summary, error: { name } });
    log.add([of('ping 126 B', 'frame-long-control'), of('end, incomplete', 'incomplete')]);
    equal(
      log.shown.map(({ summary }) => summary),
      ['frame-long-control · ping 126 B', 'end, incomplete'],
    );
  },

  'fields are placed in a unit that lies in pieces'() {
    // An event over two chunks: bytes 100–110 and 116–120 of the connection.
    const split = {
      spans: [
        [100, 110],
        [116, 120],
      ],
      fields: [
        { spans: [[100, 104]] },
        {
          spans: [
            [104, 110],
            [116, 119],
          ],
        },
        { spans: [[119, 120]] },
      ],
    };
    equal(pieces(split), [
      [[0, 4]],
      [
        [4, 10],
        [10, 13],
      ],
      [[13, 14]],
    ]);
    equal(Array.from(owners(split, 14)), [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
    equal(Array.from(owners(split, 6)), [0, 0, 0, 0, 1, 1], 'cut:');
    equal(Array.from(owners({ spans: [[0, 2]], fields: null }, 2)), [-1, -1], 'without fields:');
  },
  'hex has each byte once, with its field'() {
    const bytes = Uint8Array.from({ length: 21 }, (_, i) => i + 60);
    const owner = Int32Array.from(bytes, (_, i) => (i < 18 ? 0 : 1));
    const element = hex(bytes, owner, 16, (field) => `field ${field}`);
    const rows = [...element.children].map((child) => child.textContent);
    equal(rows.length, 6);
    equal(rows[1], Array.from(bytes.slice(0, 16), (b) => b.toString(16)).join(' '));
    equal([rows[0], rows[3], rows[4], rows[5]], ['0000', '0010', '4c 4d 4e 4f 50', 'LMNOP']);
    equal(
      [...element.querySelectorAll('[tabindex]')].map((e) => e.getAttribute('aria-label')),
      [`field 0 Bytes ${rows[1]}`, 'field 1 Bytes 4e 4f 50'],
    );
    equal(
      [...element.querySelectorAll('[data-f="1"]')].map((e) => e.textContent),
      ['4e 4f 50', 'NOP'],
    );
  },
  'text from the wire stays text'() {
    const bytes = new TextEncoder().encode('<b>&lt;');
    const element = hex(bytes, new Int32Array(7), 16, () => '');
    equal([element.lastChild.textContent, element.querySelector('b')], ['<b>&lt;', null]);
  },

  'the bits of RFC 6455 5.7'() {
    const names = (...bytes) => parts(Uint8Array.from(bytes)).map(([name]) => name);
    equal(names(0x81, 0x05), ['FIN', 'RSV 1–3', 'opcode 1 = text', 'MASK', 'length 5']);
    equal(names(0x82, 0x7e, 0x01, 0x00).slice(4), ['length 126: 16 bits follow', 'length 256, in 16 bits']);
    equal(names(0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0).slice(4), [
      'length 127: 64 bits follow',
      'length 65536, in 64 bits',
    ]);
    equal(names(0x83, 0xff)[2], 'opcode 3 = reserved');
    equal(names(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f).slice(5), [
      'masking key 1: 37',
      'masking key 2: fa',
      'masking key 3: 21',
      'masking key 4: 3d',
    ]);
    equal(names(0x81, 0x7e, 0x01).length, 5, 'a header cut short:');
  },
  'each bit of a header is drawn once, with its field'() {
    const header = Uint8Array.of(0x81, 0xfe, 0x01, 0x00, 0x37, 0xfa, 0x21, 0x3d);
    const drawn = bits(header, Int32Array.of(0, 1, 2, 2, 3, 3, 3, 3));
    const digits = [...drawn.querySelectorAll('.d')];
    equal(
      digits.map((e) => e.textContent).join(''),
      Array.from(header, (byte) => byte.toString(2).padStart(8, '0')).join(''),
    );
    equal(digits.map((e) => e.dataset.f).join(''), '0'.repeat(8) + '1'.repeat(8) + '2'.repeat(16) + '3'.repeat(32));
    const labels = [...drawn.querySelectorAll('[tabindex]')];
    equal(labels.map((e) => e.dataset.f).join(''), '0001123333');
    equal(labels[5].getAttribute('aria-label'), 'length 256, in 16 bits. Bits 0000000100000000.');
    const long = bits(Uint8Array.of(0x81, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0), new Int32Array(10));
    equal([long.querySelectorAll('.d').length, long.lastChild.className], [80, 'l s16']);
  },

  'a source leads to its section'() {
    equal(where('RFC 6455 5.2'), {
      label: 'RFC 6455 §5.2',
      href: 'https://www.rfc-editor.org/rfc/rfc6455#section-5.2',
    });
    equal(where('RFC 9112'), { label: 'RFC 9112', href: 'https://www.rfc-editor.org/rfc/rfc9112' });
    equal(where('WHATWG 9.2.6'), {
      label: 'WHATWG HTML §9.2.6',
      href: 'https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation',
    });
    equal(where('somewhere else'), { label: 'somewhere else', href: '' });
    equal(where('javascript:alert(1)').href, '');
  },
};
