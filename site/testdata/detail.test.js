// The chosen unit, as it is drawn.
import { equal } from './check.js';
import { el } from '/static/js/dom.js';
import { UnitDetail } from '/static/js/wire/detail.js';
import { Source } from '/static/js/wire/source.js';

const source = new Source({ id: 'x', since: 0, events: false });

// shown draws a unit on the page and returns its box.
function shown(unit) {
  const [box, say] = [el('div', { tabIndex: 0 }), el('div')];
  document.body.append(box, say);
  const defaults = { seq: 1, conn: 1, at: 0, dir: 's2c', proto: 'http', lane: '', length: 0, fields: [] };
  new UnitDetail(box, say, { event: 0, follow() {} }).show({ ...defaults, ...unit }, source);
  return box;
}

export const cases = {
  'the keyboard stays where more bytes were asked for'() {
    const length = 9000;
    const spans = [[0, length]];
    const raw = btoa('x'.repeat(length));
    const box = shown({ kind: 'body', length, raw, spans, fields: [{ name: 'content', spans }] });
    const more = () => box.querySelector('[data-act=more]');
    more().focus();
    more().click();
    equal(document.activeElement === more(), true);
    equal(box.querySelector('.cut').textContent, 'The first 8,192 of 9,000 bytes. show more');
    more().click();
    equal([more(), document.activeElement === box], [null, true]);
    box.remove();
  },
  'a message says whose its bytes are, and leads there'() {
    const box = shown({ kind: 'message', raw: '', value: { type: 'text', data: btoa('ab'), frames: [4, 7] } });
    equal(/those of its frames/.test(box.textContent), true);
    equal(
      [...box.querySelectorAll('[data-unit]')].map(({ dataset }) => dataset.unit),
      ['4', '7'],
    );
    box.remove();
  },
  'what a browser passes over is said first, with the likeliest reason, and leads to its line'() {
    const ignored = (value) => ({
      name: 'ignored',
      value,
      note: 'Ignored: no such field.',
      spec: 'WHATWG 9.2.6',
      spans: [[0, 1]],
    });
    const data = { name: 'data', value: 'a', spans: [[0, 1]] };
    const told = (...fields) =>
      shown({ kind: 'event', proto: 'sse', raw: btoa('x'), length: 1, spans: [[0, 1]], fields });
    const box = told(ignored('ID: 1'), data, ignored('b'));
    const text = box.querySelector('.violation').textContent;
    equal(/passes over 2 lines of it: ID: 1, b\. “ID” is not “id”/.test(text), true, text);
    equal(/Each line of the data needs a “data:”/.test(text), true, text);
    box.querySelectorAll('.violation button')[1].click();
    equal(box.querySelector('#field-3').classList.contains('on') || box.querySelector('#field-3 .on') !== null, true);
    box.remove();

    const quiet = [
      told(data),
      shown({ kind: 'body', proto: 'http1', raw: btoa('x'), length: 1, spans: [[0, 1]], fields: [ignored('x')] }),
    ];
    equal(
      quiet.map((b) => b.querySelector('.violation')),
      [null, null],
    );
    for (const other of quiet) other.remove();
    const front = told(ignored('x: 1'), data);
    equal(/passes over a line of it: x: 1\. (?!.*Each line)/.test(front.querySelector('.violation').textContent), true);
    front.remove();
  },
  'an inflated event leads to the bytes that it came in'() {
    const value = { dispatched: true, type: 'message', data: 'x', lastEventId: '4', bodies: [11] };
    const box = shown({ kind: 'event', raw: '', value });
    equal(/no bytes of its own: they were inflated from others/.test(box.textContent), true);
    equal(box.querySelector('[data-unit]').dataset.unit, '11');
    box.remove();
  },
};
