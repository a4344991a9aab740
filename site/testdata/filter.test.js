// The filter, as it is typed and as the controls set it.
import { equal } from './check.js';
import { everything, format, isEverything, parse, tester } from '/static/js/wire/filter.js';

const none = everything();
const unit = (changes) => ({
  seq: 1,
  conn: 7,
  dir: 's2c',
  lane: 'sse',
  kind: 'event',
  summary: 'id: 42 · data: {"seq":42}',
  wrong: false,
  ...changes,
});
const passes = (text, changes) => tester(parse(text))(unit(changes));

export const cases = {
  'what is typed becomes terms and words'() {
    equal(parse('lane:sse dir:s2c kind:frame conn:7 error one "two words"'), {
      lane: 'sse',
      dir: 's2c',
      kind: 'frame',
      conn: 7,
      errors: true,
      words: ['one', 'two words'],
    });
    equal(parse(''), none);
    equal(parse('  LANE:SSE  DIR:up Errors '), { ...none, lane: 'sse', dir: 'c2s', errors: true });
    equal(parse('id: 42 GET /x?a=b:c'), { ...none, words: ['id:', '42', 'GET', '/x?a=b:c'] });
    equal(parse('"error" "lane:sse" ""'), { ...none, words: ['error', 'lane:sse'] }, 'in quotes:');
    equal(parse('"not closed'), { ...none, words: ['not closed'] });
  },
  'a term that is not finished changes nothing'() {
    for (const text of ['lane:', 'dir:', 'dir:x', 'kind:', 'conn:', 'conn:x', 'conn:-5', 'conn:1.5', 'conn:1e3'])
      equal(parse(text), none, text);
  },
  'text and controls say the same'() {
    for (const text of [
      'lane:sse dir:c2s kind:frame conn:7 error a "b c"',
      'conn:12',
      'error',
      '"error" "kind:x" plain',
      'id: 42',
      '',
    ]) {
      equal(format(parse(text)), text);
      equal(parse(format(parse(text))), parse(text));
    }
    equal([isEverything(parse('  ')), isEverything(parse('x'))], [true, false]);
  },
  'all terms must hold'() {
    equal(passes('', {}), true);
    equal([passes('lane:sse', {}), passes('lane:s', {}), passes('lane:polling', {})], [true, true, false]);
    equal(passes('lane:polling', { lane: 'longpolling' }), false, 'a name within a name:');
    equal([passes('kind:ev', {}), passes('kind:frame', {})], [true, false]);
    equal([passes('dir:down', {}), passes('dir:c2s', {})], [true, false]);
    equal([passes('conn:7', {}), passes('conn:77', {})], [true, false]);
    equal([passes('error', {}), passes('error', { wrong: true })], [false, true]);
    equal([passes('conn:7 lane:sse dir:s2c ID: 42', {}), passes('conn:7 lane:sse 43', {})], [true, false]);
  },
  'text is taken as it stands, in any case'() {
    equal(passes('{"SEQ":42}'.replaceAll('"', ''), {}), false);
    equal(
      [passes('data:', {}), passes('DATA', {}), passes('event', {}), passes('frame', {})],
      [true, true, true, false],
    );
    equal(passes('.*', {}), false, 'no pattern:');
    equal(passes('(a|b)[c]\\d+$^?{1}', { summary: 'x (A|b)[c]\\d+$^?{1} y' }), true);
  },
};
