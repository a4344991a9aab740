import { equal } from './check.js';
import MiniSearch from '/static/third_party/minisearch@7.2.0/index.js';
import { Index, places } from '/static/js/course/index.js';
import { marked, snippet } from '/static/js/course/snippet.js';
import { tokens } from '/static/js/course/tokens.js';

const section = (id, title, text) => ({ id, title, text });
const given = {
  lessons: [
    { slug: 'polling', title: 'Asking again and again', kicker: 'Polling', order: 2, summary: 'What a question costs.', sections: [
      section('', '', 'Before the first heading stands the word prelude.'),
      section('nothing-new', 'Nothing new', 'The answer 304 has no body, and an ETag with it.'),
      section('other', 'Something else', 'A redirect is 302, and a fault is 404.'),
    ] },
    { slug: 'sse', title: 'One response', order: 4, summary: 'An event stream.', sections: [
      section('fields', 'Fields', 'A field id: sets what the browser sends as Last-Event-ID when it comes back.'),
      section('api', 'EventSource', 'Its readyState is 0, 1 or 2. The last event of all has an ID.'),
      section('masking', 'Who masks', 'An id is a number. Framing costs bytes.'),
    ] },
    { slug: 'websocket', title: 'Two ways at once', order: 5, summary: 'Frames.', sections: [
      section('bits', 'Three bits', 'RSV1 says that permessage-deflate was at work. The client’s frames are masked.'),
    ] },
  ],
  claims: [{ claim: 12, title: 'SSE comes back by itself', so: 'The browser sends Last-Event-ID.' }],
  exercises: [{ name: 'sse-resume', title: 'Resume a stream', task: 'Read Last-Event-ID.' }],
};
const index = new Index(MiniSearch, places(given));
const hrefs = (text) => index.find(text).places.map(({ href }) => href);

export const cases = {
  'words with marks in them are one word and several': () => {
    for (const [text, want] of [
      ['Last-Event-ID', ['last-event-id', 'last', 'event', 'id']],
      ['“id:” is', ['id', 'id:', 'is']],
      ['RSV1, 304.', ['rsv1', '304']],
      ['readyState', ['readystate', 'ready', 'state']],
      ['HTTPServer', ['httpserver', 'http', 'server']],
      ['permessage-deflate', ['permessage-deflate', 'permessage', 'deflate']],
      ['/labs/sse?after=1', ['labs/sse', 'labs', 'sse', 'after', '1']],
      ['server’s', ["server's", 'server']],
      ['… – ::', []],
    ])
      equal(tokens(text), want, text);
  },

  'what this lab speaks of is found': () => {
    for (const [text, first] of [
      ['Last-Event-ID', '/lessons/sse#fields'],
      ['last-event', '/lessons/sse#fields'],
      ['RSV1', '/lessons/websocket#bits'],
      ['rsv', '/lessons/websocket#bits'],
      ['304', '/lessons/polling#nothing-new'],
      ['id:', '/lessons/sse#fields'],
      ['EventSource', '/lessons/sse#api'],
      ['event source', '/lessons/sse#api'],
      ['readystate', '/lessons/sse#api'],
      ['deflate', '/lessons/websocket#bits'],
      ['prelude', '/lessons/polling'],
      ['asking etag', '/lessons/polling#nothing-new'], // one word in the lesson's title, one in the section
      ['polling etag', '/lessons/polling#nothing-new'], // what the lesson is about
      ['client’s', '/lessons/websocket#bits'],
    ])
      equal(hrefs(text)[0], first, text);
  },

  'numbers are what they are, and letters alone': () => {
    equal(hrefs('304'), ['/lessons/polling#nothing-new']);
    equal([hrefs('s'), hrefs('30').sort()], [[], ['/lessons/polling#nothing-new', '/lessons/polling#other']]);
  },

  'a claim and an exercise are found, after the lessons': () => {
    const all = hrefs('Last-Event-ID');
    equal(all.at(0), '/lessons/sse#fields');
    equal([all.includes('/claims#claim-12'), all.includes('/exercises#sse-resume')], [true, true]);
    equal(hrefs('resume'), ['/exercises#sse-resume']);
  },

  'a title counts for more': () => equal(hrefs('fields')[0], '/lessons/sse#fields'),

  'what nothing has is looked for in other spellings, then in parts': () => {
    const how = (text) => index.find(text).how;
    equal([how('framing'), how('framign'), how('framing zzzz')], ['all', 'like', 'some']);
    equal([index.find('zzzz').total, index.find('').total, index.find(' … ').total], [0, 0, 0]);
    equal(hrefs('framign')[0], '/lessons/sse#masking');
  },

  'a snippet shows the hit amid its words': () => {
    const text = `${'One word after another. '.repeat(20)}Here is Last-Event-ID at last. ${'And so on. '.repeat(30)}`;
    const parts = snippet(text, ['last-event-id']);
    equal(parts.filter(([, hit]) => hit), [['Last-Event-ID', true]]);
    equal([parts[0][0], parts.at(-1)[0]], ['… ', ' …']);
    const whole = parts.map(([part]) => part).join('');
    equal([whole.length < 200, text.includes(whole.slice(2, -2))], [true, true], whole);
  },

  'a snippet is of the word that says most': () => {
    const parts = snippet(`The last event. ${'And so on. '.repeat(30)} A Last-Event-ID.`, ['last', 'event', 'last-event-id']);
    equal(parts.filter(([, hit]) => hit).at(-1), ['Last-Event-ID', true]);
  },

  'a short text is shown whole, and marks nothing within words': () => {
    equal(snippet('It  prevents\nevents.', ['events']), [['It prevents ', false], ['events', true], ['.', false]]);
    equal(marked('ask s', ['s', 'k']), [['ask ', false], ['s', true]]);
    equal(marked('ask', ['s', 'k']), [['ask', false]]);
    equal(marked('readyState', ['state']), [['ready', false], ['State', true]]);
    equal(marked('a.bc', ['.bc']), [['a', false], ['.bc', true]]);
    equal(marked('a (c', ['(c']), [['a ', false], ['(c', true]]);
    equal([marked('', ['x']), marked('none', [])], [[], [['none', false]]]);
    equal(marked('client’s', ["client's"]), [['client’s', true]]);
  },
};
