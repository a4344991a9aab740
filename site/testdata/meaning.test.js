// What a unit says as a whole.
import { equal } from './check.js';
import { meaning, paragraph } from '/static/js/wire/meaning.js';
import { cut, eventsOf } from '/static/js/wire/value.js';

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const told = (unit) => meaning(unit).map(({ title, text }) => [title, text]);

export const cases = {
  'what would not be seen, or turns text around, is named'() {
    const text = 'a\u202eb\u2066c\ufeffd\n\u0007\u007f\u0085 שלום 👩\u200d💻';
    equal(cut(text), 'a‹U+202E›b‹U+2066›c‹U+FEFF›d↵␇␡‹U+0085› שלום 👩\u200d💻');
  },
  'a message leads to its frames'() {
    const [{ units }] = meaning({ kind: 'message', value: { type: 'text', frames: [3, 4, 9], data: base64('x') } });
    equal(units, [3, 4, 9]);
  },
  'what EventSource makes of a block'() {
    equal(told({ kind: 'event', value: { dispatched: true, type: 'message', data: 'x', lastEventId: '4' } }), [
      ['EventSource dispatches “message”', 'with id 4: x'],
    ]);
    for (const [why, words] of [
      ['unfinished', /ended before the blank line/],
      ['empty', /nothing but a blank line/],
      ['comments-only', /only comments/],
      ['no-data', /No line/],
    ]) {
      const [[title, text]] = told({ kind: 'event', value: { dispatched: false, why } });
      equal([title, words.test(text)], ['EventSource dispatches nothing.', true], why);
    }
    equal(told({ kind: 'event', value: { dispatched: false, why: 'a new reason' } })[0][1], 'a new reason');
  },
  'what a frame says'() {
    equal(told({ kind: 'frame', value: { opcode: 1, masked: true, length: 2, payload: base64('hé') } }), [
      ['Payload without the mask:', 'hé'],
    ]);
    equal(told({ kind: 'frame', value: { opcode: 8, close: { code: 1001, reason: 'going away' } } }), [
      ['Close code 1001.', 'going away'],
    ]);
    equal(told({ kind: 'frame', value: { opcode: 1, length: 2, payload: base64('{}') } }), []);
  },
  'a compressed payload is shown before and after'() {
    const value = { opcode: 1, payload: btoa('\xf2\x48\xcd\xc9\xc9\x07\x00'), inflated: base64('Hello') }; // RFC 7692 7.2.3.1
    equal(told({ kind: 'frame', value }), [
      ['On the wire, compressed: 7 B, 140 % of what it says.', 'f2 48 cd c9 c9 07 00'],
      ['Inflated: 5 B.', 'Hello'],
    ]);
  },
  'a compressed body says by what, how much, and the text'() {
    const value = { size: 30, coding: 'gzip', inflatedSize: 120, inflated: base64('{"a":1}') };
    equal(told({ kind: 'body', value }), [
      ['On the wire, compressed with gzip: 30 B, 25 % of what they say.', ''],
      ['Inflated: 120 B, of which 7 are kept.', '{"a":1}'],
    ]);
    equal(told({ kind: 'body', value: { ...value, inflatedSize: 7 } })[1], ['Inflated: 7 B.', '{"a":1}']);
    const [wire, nothing] = told({ kind: 'body', value: { size: 10, coding: 'gzip', inflatedSize: 0 } });
    equal([wire[0], nothing[0]], ['On the wire, compressed with gzip: 10 B.', 'By themselves they say nothing:']);
    equal(told({ kind: 'body' }), []);
  },
  'an event that was inflated leads to the units that it came in'() {
    const event = (bodies) => meaning({ kind: 'event', value: { dispatched: true, type: 'x', data: '', bodies } });
    equal(
      event([7, 9]).map(({ title, units }) => [title, units]),
      [
        ['Inflated from 2 compressed pieces of the stream:', [7, 9]],
        ['EventSource dispatches “x”', undefined],
      ],
    );
    equal(event([7])[0].title, 'Inflated from a compressed piece of the stream:');
    const many = event(Array.from({ length: 1000 }, (_, i) => i + 1))[0];
    equal([many.units.length, many.units.at(-1), /1,000.*the last 24/.test(many.title)], [24, 1000, true]);
    equal([event([]).length, event(undefined).length], [1, 1]);
  },
  'a pong names its ping and the round trip'() {
    const [answer] = meaning({ kind: 'frame', value: { opcode: 10, pong: { ping: 12, rttMicros: 1500 } } });
    equal([answer.title, answer.units, answer.text.startsWith('after 1.5 ms')], ['It answers ping #12', [12], true]);
    equal(told({ kind: 'frame', value: { opcode: 10 } })[0][0], 'A pong that answers no ping:');
    equal(paragraph(answer).querySelector('button').dataset.unit, '12');
  },
  'a handshake is worked out step by step'() {
    // The example of RFC 6455 1.3.
    const shake = {
      key: 'dGhlIHNhbXBsZSBub25jZQ==',
      guid: '258EAFA5-E914-47DA-95CA-C5AB0DC85B11',
      sha1: 'b37a4f2cc0624f1690f64606cf385945b2bec4ea',
      accept: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      matches: true,
      extensions: [
        { name: 'permessage-deflate', params: [{ name: 'server_no_context_takeover' }, { name: 'x', value: '9' }] },
      ],
      deflate: { serverNoContextTakeover: true, clientNoContextTakeover: false, clientMaxWindowBits: 15 },
      protocol: 'chat',
    };
    const steps = (changes) =>
      Object.fromEntries(meaning({ kind: 'response', value: { handshake: { ...shake, ...changes } } })[0].steps);
    equal(Object.keys(steps()), [
      'Sec-WebSocket-Key',
      'with the GUID',
      'its SHA-1',
      'in base64',
      'extension',
      'context',
      'subprotocol',
    ]);
    equal(steps()['with the GUID'], 'dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
    equal(steps()['in base64'], 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=: it is what stands in the answer');
    equal(steps().extension, 'permessage-deflate; server_no_context_takeover; x=9');
    equal(steps().context, 'server: each message by itself; client: refers back 32,768 B at most');
    equal(/something else/.test(steps({ matches: false })['in base64']), true);
    equal(meaning({ kind: 'response', value: {} }), []);
  },
  'an end that was cut is said to be usual where it is'() {
    const end = (proto, incomplete) => told({ kind: 'end', proto, dir: 's2c', value: { incomplete } });
    equal(end('sse', false), []);
    equal(/has no end of its own/.test(end('sse', true)[0][1]), true);
    const head = { kind: 'end', proto: 'http1', lane: 'sse', dir: 's2c', value: { incomplete: true } };
    equal(/has no end of its own/.test(told(head)[0][1]), true, 'the stream under the events:');
    equal(/before the message was whole/.test(end('http1', true)[0][1]), true);
  },
  'what says all in its fields is left alone'() {
    equal([meaning({ kind: 'request', value: {} }), meaning({ kind: 'raw' })], [[], []]);
  },
  'text from the wire stays text'() {
    const box = paragraph({ title: '<b>', text: '<img src=x>', steps: [['<i>', '<i>']] });
    equal([box.querySelector('img, i'), box.querySelector('b').textContent], [null, '<b>']);
  },

  'the events that a unit carries'() {
    const frame = (text) => ({ kind: 'frame', value: { opcode: 1, payload: base64(text) } });
    equal(eventsOf(frame('{"seq":42}')), [42]);
    equal(eventsOf({ kind: 'frame', value: { opcode: 1, payload: '', inflated: base64('{"seq":42}') } }), [42]);
    for (const text of ['{oops', 'null', '42', '[]', '{"seq":"42"}', '{"seq":-1}'])
      equal(eventsOf(frame(text)), [], text);
    equal(eventsOf({ kind: 'frame', value: { opcode: 9, payload: base64('{"seq":42}') } }), []);
    equal(eventsOf({ kind: 'event', value: { dispatched: true, lastEventId: '7' } }), [7]);
    equal(eventsOf({ kind: 'event', value: { dispatched: true, lastEventId: 'seven' } }), []);
    equal(eventsOf({ kind: 'event', value: { dispatched: false, lastEventId: '7' } }), []);
    equal(eventsOf({ kind: 'event' }), []);
    equal(eventsOf({ kind: 'message', value: { data: base64('{"seq":3}') } }), [3]);
    const body = (text) => ({ kind: 'body', raw: base64(text) });
    equal(eventsOf(body('{"events":[{"seq":1},{"seq":2}],"next":2}')), [1, 2]);
    equal(eventsOf(body('{"events":null}')), []);
    const packed = (text) => ({ kind: 'body', raw: '', value: { coding: 'gzip', inflated: base64(text) } });
    equal([eventsOf(packed('{"events":[{"seq":5}]}')), eventsOf(packed('{"events":[{"s'))], [[5], []]);
    equal(
      eventsOf(body(JSON.stringify({ events: Array.from({ length: 50 }, (_, i) => ({ seq: i + 1 })) }))).length,
      12,
    );
  },
};
