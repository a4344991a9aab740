// The page that ranks the techniques: its address, its figures and its list.
import { equal } from './check.js';
import { read, same, write } from '/static/js/which/answers.js';
import { changes } from '/static/js/which/changes.js';
import { Form } from '/static/js/which/form.js';
import { places } from '/static/js/which/places.js';
import { interval, value } from '/static/js/which/words.js';

const given = {
  direction: 'down',
  proxies: 'none',
  platforms: 'browsers',
  upPerSecond: 0,
  rate: 5,
  lateMs: 250,
  size: 100,
  clients: 1000,
  idleSeconds: 60,
};
const figure = (unit, median, low = median, high = median, n = 3) => ({ unit, median, low, high, n });
const place = (more = {}) => ({
  technique: 'sse',
  title: 'SSE + POST',
  place: 1,
  fit: 'care',
  before: 'The next one costs 4 times as much.',
  sure: true,
  reasons: [{ fit: 'care', text: '<b>bold</b>' }],
  estimate: { bytes: figure('B/s', 606_417, 606_400, 640_000), cpu: figure('cores', 0.164) },
  ...more,
});

// filled is a form that asks the six questions, filled in.
function filled() {
  const form = document.createElement('div');
  form.id = 'questions';
  const radios = { direction: ['down', 'both'], proxies: ['none', 'idle'], platforms: ['browsers', 'scripts'] };
  for (const [name, values] of Object.entries(radios))
    for (const value of values)
      form.append(Object.assign(document.createElement('input'), { type: 'radio', name, value, checked: value === given[name] }));
  for (const name of ['upPerSecond', 'rate', 'lateMs', 'size', 'clients', 'idleSeconds']) {
    const label = document.createElement('label');
    const field = Object.assign(document.createElement('input'), { type: 'number', name, min: 0, max: 1000, step: 'any' });
    Object.assign(field, { required: true, value: given[name] });
    label.append(Object.assign(document.createElement('span'), { textContent: name }), field);
    form.append(label);
  }
  document.body.replaceChildren(form);
  return new Form();
}

export const cases = {
  'an address fills the questions in; what no field takes leaves it as it was'() {
    const form = filled();
    form.answers = { ...given, rate: 7, lateMs: -5, size: 1e308, proxies: 'idle', platforms: '__proto__' };
    equal(form.answers, { ...given, rate: 7, proxies: 'idle' });
    equal(form.wrong, null);
  },
  'a number that can’t be is named, unless it doesn’t count'() {
    const form = filled();
    document.querySelector('[name=upPerSecond]').value = '';
    equal(form.wrong, null);
    document.querySelector('[name=rate]').value = '5000';
    equal(form.wrong.startsWith('rate: '), true, form.wrong);
  },
  'an address asks the same as the answers that it was made of'() {
    for (const more of [
      {},
      { direction: 'both', upPerSecond: 0.1 },
      { proxies: 'idle', idleSeconds: 7.5 },
      { rate: 0.001, clients: 1e6 },
    ]) {
      const answers = { ...given, ...more };
      equal(read(write(answers), given), answers, write(answers));
    }
  },
  'what an address doesn’t say, or can’t, is as it was given'() {
    equal(read('', given), given);
    equal(read('?rate=often&size=1e999&clients=&lateMs=NaN&other=1', given), given);
    equal(read('?rate=0.5&direction=both', given), { ...given, rate: 0.5, direction: 'both' });
  },
  'what doesn’t count tells no answers apart'() {
    equal(same(given, { ...given, upPerSecond: 9, idleSeconds: 9 }), true);
    equal(same(given, Object.fromEntries(Object.entries(given).reverse())), true);
    equal(same(given, { ...given, direction: 'both' }), false);
    equal(same(given, { ...given, proxies: 'idle' }), false);
  },
  'figures have the unit that reads best'() {
    const cases = [
      [figure('B/s', 606_417), '606 kB/s'],
      [figure('B/s', 0.5), '0.5 B/s'],
      [figure('B/s', 2.18e6), '2.18 MB/s'],
      [figure('cores', 0.164), '16.4%'],
      [figure('cores', 12.3), '12.3 cores'],
      [figure('ms', 12_500), '12.5 s'],
      [figure('ms', 0.399), '0.399 ms'],
      [figure('1/s', 4000), '4,000/s'],
      [figure('1/s', 0), 'none'],
      [figure('1/s', 0.25), 'one in 4 s'],
      [figure('×', 1.19), '1.19 ×'],
      [figure('', 2.09), '2.09'],
    ];
    for (const [of, want] of cases) equal(value(of).replace(/\u00a0/g, ' '), want);
  },
  'an interval is in its median’s unit, and left out where it doesn’t show'() {
    equal(interval(figure('ms', 1500, 900, 2000)), '0.9 to 2');
    equal(interval(figure('B/s', 606_417, 606_400, 606_420)), '');
    equal(interval(figure('ms', 125, 125, 125, 0)), '');
  },
  'a place says what it costs, and text stays text'() {
    const [item] = places({ places: [place()], measured: true });
    equal(item.querySelector('h3').textContent, 'Place 1.SSE + POSTfits with care');
    equal(item.querySelector('li').textContent, '<b>bold</b>');
    equal(
      [...item.querySelectorAll('dt')].map(({ textContent }) => textContent),
      ['On the wire', 'CPU, of a core'],
    );
    equal(item.querySelector('.before').textContent, 'The next one costs 4 times as much.');
  },
  'more CPU time than two cores have is counted in cores'() {
    const many = place({ estimate: { cpu: figure('cores', 12.3) } });
    const [item] = places({ places: [many], measured: true });
    equal([item.querySelector('dt').textContent, item.querySelector('dd').firstChild.textContent], ['CPU', '12.3\u00a0cores']);
  },
  'an order that is not sure says so; without costs there is none'() {
    const [unsure] = places({ places: [place({ sure: false })], measured: true });
    equal(unsure.querySelector('.before b') !== null, true);
    const [first] = places({ places: [place({ sure: false, before: '', estimate: {} })], measured: false });
    equal(
      [first.querySelector('.rank'), first.querySelector('dl'), first.querySelector('.before')],
      [null, null, null],
    );
  },
  'a question that several answers turn has its label once'() {
    const answered = ['buffering', 'no-upgrade'].map((choice) => {
      return { name: 'proxies', title: 'Proxies', text: `With ${choice}, …`, choice, first: 'websocket' };
    });
    const [, questions] = changes({ answered, factors: [] });
    equal(questions.children.length, 1);
    equal(questions.querySelectorAll('.what').length, 1);
    equal(questions.querySelectorAll('.says').length, 2);
    equal(questions.querySelectorAll('.stays').length, 0);
  },
  'what can’t change the first place is listed apart'() {
    const factors = [
      { name: 'post', title: 'A POST', text: 'If it were more …', value: 1.5, first: 'websocket' },
      { name: 'frame', title: 'A frame', text: 'However far off …' },
      { name: 'cpu', title: 'CPU time', text: 'However far off …' },
    ];
    const answered = [{ name: 'size', title: 'Size', text: 'No other number …' }];
    const [, questions, , list, rest] = changes({ answered, factors });
    equal(questions.querySelectorAll('.stays').length, 1);
    equal(list.children.length, 1);
    equal(rest.textContent.endsWith('stay: a frame; CPU time.'), true, rest.textContent);
  },
};
