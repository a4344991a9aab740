// What the wire's view works out.
import { equal } from './check.js';
import { UnitLog } from '/static/js/wire/log.js';
import { owners, pieces } from '/static/js/wire/layout.js';
import { where } from '/static/js/wire/spec.js';
import { bits, parts } from '/static/js/wire/bits.js';
import { hex } from '/static/js/wire/hex.js';
import { eventOf, meaning } from '/static/js/wire/value.js';

const unit = (seq, lane = 'sse', kind = 'event', summary = `id: ${seq}`) => ({
  seq,
  at: seq,
  dir: 's2c',
  lane,
  kind,
  length: 1,
  summary,
});
const units = (from, to, ...rest) => Array.from({ length: to - from + 1 }, (_, i) => unit(from + i, ...rest));
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

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
    log.filter('sse', '');
    const gone = log.add([...units(1, 40), ...units(41, 400, 'websocket'), ...units(401, 410)]);
    equal([gone, log.shown.length, log.shown[0].seq], [40, 10, 401]);
  },
  'the filter takes a lane and each of the words'() {
    const log = new UnitLog();
    log.add([
      unit(1, 'polling', 'request', 'GET /labs/polling?after=0'),
      unit(2, 'polling', 'response', '304 Not Modified'),
      unit(3, 'sse', 'request', 'GET /labs/sse'),
    ]);
    const shown = (lane, text) => (log.filter(lane, text), log.shown.map(({ seq }) => seq));
    equal(shown('', ''), [1, 2, 3]);
    equal(shown('polling', ''), [1, 2]);
    equal(shown('', ' get  POLLING '), [1]);
    equal(shown('', 'request'), [1, 3]);
    equal(shown('websocket', ''), []);
    log.add([unit(4, 'websocket')]);
    equal(
      log.shown.map(({ seq }) => seq),
      [4],
    );
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
      [200, '', '', true],
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
      ['field 0', 'field 1'],
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
    const names = (...bytes) => parts(...bytes).map(([name]) => name);
    equal(names(0x81, 0x05), ['FIN', 'RSV 1–3', 'opcode 1 = text', 'MASK', 'length 5']);
    equal(names(0x82, 0x7e)[4], 'length 126: 16 bits follow');
    equal(names(0x82, 0x7f)[4], 'length 127: 64 bits follow');
    equal(names(0x83, 0xff)[2], 'opcode 3 = reserved');
    const drawn = bits(Uint8Array.of(0x81, 0x85), Int32Array.of(0, 1));
    equal(
      [...drawn.children]
        .slice(0, 16)
        .map((e) => e.textContent)
        .join(''),
      '1000000110000101',
    );
    const spoken = 'FIN: 1, RSV 1–3: 000, opcode 1 = text: 0001, MASK: 1, length 5: 0000101';
    equal(drawn.getAttribute('aria-label'), spoken);
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

  'what a unit means as a whole'() {
    equal(meaning({ kind: 'event', value: { dispatched: false } })[0], 'EventSource dispatches nothing.');
    equal(meaning({ kind: 'event', value: { dispatched: true, type: 'message', data: 'x', lastEventId: '4' } }), [
      'EventSource dispatches “message”',
      'with id 4: x',
    ]);
    equal(meaning({ kind: 'frame', value: { masked: true, length: 2, payload: base64('hé') } }), [
      'Payload without the mask',
      'hé',
    ]);
    equal(meaning({ kind: 'frame', value: { close: { code: 1001, reason: 'going away' } } }), [
      'Close code 1001',
      'going away',
    ]);
    equal(meaning({ kind: 'request', value: {} }), null);
    equal(meaning({ kind: 'raw' }), null);
  },
  'the event that a unit carries'() {
    equal(eventOf({ kind: 'frame', value: { opcode: 1, payload: base64('{"seq":42}') } }), 42);
    equal(eventOf({ kind: 'frame', value: { opcode: 1, payload: base64('{oops') } }), 0);
    equal(eventOf({ kind: 'frame', value: { opcode: 9, payload: '' } }), 0);
    equal(eventOf({ kind: 'event', value: { dispatched: true, lastEventId: '7' } }), 7);
    equal(eventOf({ kind: 'event', value: { dispatched: false, lastEventId: '7' } }), 0);
    equal(eventOf({ kind: 'event' }), 0);
  },
};
