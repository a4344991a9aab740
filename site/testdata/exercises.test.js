// The exercise book's page: what a state is called, how bytes are compared, what a red check unfolds to, and who tells it all.
import { equal } from './check.js';
import { faked } from './fakes.js';
import { aligned, differAt, told } from '/static/js/exercises/aligned.js';
import { Checks } from '/static/js/exercises/checks.js';
import { failure } from '/static/js/exercises/failure.js';
import { follow } from '/static/js/exercises/live.js';
import { News } from '/static/js/exercises/news.js';
import { more, sentence, stateOf, tally, word } from '/static/js/exercises/words.js';
import { parse } from '/static/js/inspect/address.js';

const bytes = (text) => new TextEncoder().encode(text);
const check = (name, state) => ({ name, state });
const marks = (element) => [...element.querySelectorAll('mark')].map(({ textContent }) => textContent);

// failed is a red check, with the second line of an event's data forgotten.
const failed = (check, rest = {}) => ({
  exercise: 'sse-encode',
  check,
  what: 'Encode({Data: "a\\nb"})',
  expected: btoa('data: a\ndata: b\n\n'),
  seen: btoa('data: a\nb\n\n'),
  compared: true,
  text: 'not shown',
  spec: { name: 'WHATWG HTML 9.2.6', url: 'https://html.spec.whatwg.org/' },
  hint: 'the hint',
  more: 'the second hint',
  solution: 'labs/sse/eventstream.go, AppendEvent',
  ...rest,
});
const SSE = { as: 'sse', from: 'server' };

export const cases = {
  'an exercise is in a state, which has words'() {
    const compiler = '# wireside/labs/x\nlabs/x/x.go:3:2: undefined: y\nFAIL wireside/labs/x [build failed]';
    for (const [entry, ...want] of [
      [{ started: false, result: { state: 'unknown' } }, 'idle', 'not started', ''],
      [{ started: true, result: { state: 'unknown' } }, 'started', 'started', 'checks not run here'],
      [{ started: true, result: { state: 'idle' } }, 'idle', 'not started', ''],
      [{ result: { state: 'running', failed: [failed('one')] } }, 'running', 'running', ''],
      [{ result: { state: 'red', failed: [failed('one'), failed('two')] } }, 'red', 'red', 'one'],
      [{ result: { state: 'red', checks: [check('one', 'passed'), check('two', 'failed')] } }, 'red', 'red', 'two'],
      [{ result: { state: 'green', checks: [check('one', 'passed')] } }, 'green', 'green', '1 check'],
      [{ result: { state: 'green', checks: [check('one'), check('two')] } }, 'green', 'green', '2 checks'],
      [{ result: { state: 'broken', output: compiler } }, 'broken', 'broken', 'does not compile'],
      [
        { result: { state: 'broken', output: 'panic: oops\n\ngoroutine 7:\n\tx.go:3:2' } },
        'broken',
        'broken',
        'the tests died',
      ],
    ])
      equal([stateOf(entry), word(entry), more(entry)], want, JSON.stringify(entry));
    const checks = [check('zero', 'passed'), check('one', 'failed'), check('two', 'failed')];
    const red = { title: 'Mask', result: { state: 'red', checks, failed: [failed('one'), failed('two')] } };
    equal([tally(red), sentence(red)], ['1 passes, 2 fail', 'Mask: red, 1 passes, 2 fail, first one.']);
    const green = { title: 'Mask', result: { state: 'green', checks: checks.slice(0, 1) } };
    equal([tally(green), sentence(green)], ['', 'Mask: green, 1 check.']);
  },

  'what is said aloud is what is new'() {
    const news = new News();
    const told = (state, rest = {}) => news.of({ name: 'x', title: 'X', result: { state, ...rest } });
    const red = (check) => told('red', { failed: [failed(check)] });
    equal(
      [told('unknown'), told('running'), told('idle'), told('running'), told('idle')],
      [false, false, false, false, false],
    );
    equal([told('running'), red('one'), told('running'), red('one'), red('two')], [false, true, false, false, true]);
    news.ask('x');
    equal([told('running'), red('two'), red('two'), told('green')], [false, true, false, true]);
  },

  'the first difference is found and told'() {
    for (const [a, b, at, says] of [
      ['abc', 'abc', -1, 'Both are the same.'],
      ['abc', 'adc', 1, 'The first difference is byte 1, counted from 0: expected 62 (“b”), seen 64 (“d”).'],
      [
        'a\n',
        'a\r\n',
        1,
        'The first difference is byte 1, counted from 0: expected 0a (line feed), seen 0d (carriage return).',
      ],
      ['ab', 'a', 1, 'The first difference is byte 1, counted from 0: expected 62 (“b”), seen the end.'],
      ['a', 'ab', 1, 'The first difference is byte 1, counted from 0: expected the end, seen 62 (“b”).'],
      ['a', '', 0, 'Nothing was seen; 1 byte were expected.'],
    ]) {
      equal(differAt(bytes(a), bytes(b)), at, `${a} ${b}`);
      equal(told(bytes(a), bytes(b)), says.replace('1 byte were', '1 byte was'));
    }
  },

  'bytes stand row under row, with the first difference marked in both'() {
    const figure = aligned(bytes('data: a\ndata: b\n\n'), bytes('data: a\nb\n\n'), 8);
    equal(marks(figure), ['64', 'd', '62', 'b']);
    const rows = [...figure.querySelectorAll('.codes')].map(({ textContent }) => textContent);
    equal(rows, [
      '64 61 74 61 3a 20 61 0a',
      '64 61 74 61 3a 20 61 0a',
      '64 61 74 61 3a 20 62 0a',
      '62 0a 0a',
      '0a',
      '',
    ]);
    equal(figure.querySelector('.text').textContent, 'data: a\\n');
  },

  'where one side ends, its end is what differs'() {
    equal(marks(aligned(bytes('ab'), bytes('a'), 8)), ['62', 'b', 'end']);
    equal(marks(aligned(bytes('a'), bytes(''), 8)), ['61', 'a', 'end']);
    const full = aligned(bytes('12345678'), bytes('123456789'), 8); // the end of a row is the start of the next
    equal(marks(full), ['end', '39', '9']);
  },

  'of many bytes, those around the first difference are shown'() {
    const same = 'x'.repeat(1000);
    const figure = aligned(bytes(`${same}a${same}`), bytes(`${same}b${same}`), 16);
    equal(marks(figure), ['61', 'a', '62', 'b']);
    equal(figure.querySelectorAll('.codes').length, 20);
    equal(figure.querySelector('.cut').textContent, '960 bytes before these are the same; 881 bytes follow.');
  },

  'a red check leads to the inspector with both sides, and gives one hint after the other'() {
    const asked = [];
    const box = failure(failed('a line end'), { bytes: SSE, asked: 0, onAsk: (n) => asked.push(n) });
    const { as, from, bytes: seen, expected, title } = parse(new URL(box.querySelector('a.button').href).hash);
    const decode = (b) => new TextDecoder().decode(b);
    equal(
      [as, from, decode(seen), decode(expected), title],
      ['sse', 'server', 'data: a\nb\n\n', 'data: a\ndata: b\n\n', 'sse-encode: a line end'],
    );
    const [hints, button] = [
      () => [...box.querySelectorAll('dd')].map((d) => d.textContent),
      box.querySelector('.further button'),
    ];
    equal(hints(), ['WHATWG HTML 9.2.6', 'the hint']);
    equal(button.textContent, 'Show another hint');
    button.click();
    equal([hints()[2], button.textContent], ['the second hint', 'Where is the solution?']);
    button.click();
    equal([hints()[3].split(':')[0], button.hidden, asked], ['labs/sse/eventstream.go, AppendEvent', true, [1, 2]]);
  },

  'what compares no bytes shows its difference, and leads nowhere'() {
    const text = '- expected, + seen\n  x{\n- \tA: 1,\n+ \tA: 2,\n  }';
    const box = failure(failed('one', { compared: false, text, more: '', solution: '' }), {
      bytes: SSE,
      asked: 0,
      onAsk() {},
    });
    equal([box.querySelector('a.button'), box.querySelector('.further button').hidden], [null, true]);
    equal(
      [...box.querySelectorAll('pre .minus, pre .plus')].map((s) => s.textContent),
      ['- expected, + seen\n', '- \tA: 1,\n', '+ \tA: 2,\n'],
    );
  },

  async 'what a reader has unfolded and asked for stays while she mends it'() {
    const box = document.body.appendChild(document.createElement('div'));
    const checks = new Checks(box);
    const entry = (red, seen) => ({
      bytes: SSE,
      result: {
        state: 'red',
        checks: ['one', 'two', 'three'].map((name) => check(name, red.includes(name) ? 'failed' : 'passed')),
        failed: red.map((name) => failed(name, { seen: btoa(seen) })),
      },
    });
    const open = () => [...box.querySelectorAll('details[open]')].map((d) => d.closest('.check').dataset.check);
    checks.show(entry(['one', 'three'], 'a'));
    equal(open(), ['one']);
    const toggled = new Promise((done) => box.querySelectorAll('details')[1].addEventListener('toggle', done));
    box.querySelectorAll('details')[1].open = true;
    await toggled;
    box.querySelectorAll('.further button')[1].click();
    const drawn = box.firstChild;
    checks.show(entry(['one', 'three'], 'a'));
    equal(box.firstChild === drawn, true, 'drawn anew, though nothing has changed:');
    checks.show(entry(['one', 'three'], 'b'));
    equal([open(), box.querySelectorAll('.further dd').length], [['one', 'three'], 1]);
    checks.show(entry(['three'], 'b'));
    equal(open(), ['three']);
    checks.show({ result: { state: 'broken', checks: [], failed: [], output: 'x.go:1:2: no' } });
    equal(box.textContent, 'The compiler saysx.go:1:2: no');
    checks.show({ result: { state: 'green', checks: [check('one', 'passed')], failed: [], output: 'key 3\n' } });
    equal(box.lastChild.textContent, 'key 3', 'what a learner prints:');
    box.remove();
  },

  'the live view is opened again and again, ever more slowly, until the server is back'() {
    return faked(
      async ({ time, sockets }) => {
        const heard = [];
        const leave = follow({
          onAll: ({ exercises }) => heard.push(exercises.length),
          onEntry: ({ name }) => heard.push(name),
          onStale: ({ stale }) => heard.push(stale),
          onAway: (ms) => heard.push(ms),
        });
        equal(new URL(sockets[0].url).pathname, '/api/exercises/live');
        sockets[0].message({ exercises: [1, 2] });
        sockets[0].message({ exercise: { name: 'sse-encode' } });
        sockets[0].message({ built: 1, stale: ['sse-encode'] });
        sockets[0].message({ built: 1, stale: [] });
        for (let i = 0; i < 6; i++) {
          sockets.at(-1).drop();
          await time.pass(8000);
        }
        equal(heard, [2, 'sse-encode', ['sse-encode'], [], 250, 500, 1000, 2000, 4000, 4000]);
        sockets.at(-1).message({ exercises: [] });
        sockets.at(-1).drop();
        equal(heard.at(-1), 250);
        leave();
        const had = sockets.length;
        await time.pass(60_000);
        equal(sockets.length, had, 'opened again after leaving:');
      },
      { random: 0 },
    );
  },
};
