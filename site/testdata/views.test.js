// An event on every wire, a connection's life line, and the addresses of units.
import { equal } from './check.js';
import { lines } from '/static/js/wire/backlog.js';
import { Copies, picture } from '/static/js/wire/copies.js';
import { axis, nearest, paths } from '/static/js/wire/lifeline.js';
import { placeOf } from '/static/js/wire/address.js';
import { Source } from '/static/js/wire/source.js';

const copy = (lane, at, payload, framing, http, rest) => ({
  lane,
  at,
  payload,
  framing,
  http,
  total: payload + framing + http,
  unit: 1,
  units: [1],
  events: 1,
  ...rest,
});

async function read(...pieces) {
  const body = new ReadableStream({
    start(to) {
      for (const piece of pieces) to.enqueue(new TextEncoder().encode(piece));
      to.close();
    },
  });
  const all = [];
  for await (const batch of lines(body)) all.push(...batch);
  return all;
}

export const cases = {
  'copies are drawn to one scale'() {
    const [table] = picture(42, [
      copy('websocket', 1000, 46, 2, 0),
      copy('polling', 501_000, 46, 0, 454, { unit: 9, events: 5 }),
    ]);
    const rows = [...table.tBodies[0].rows];
    const widths = (row) => [...row.querySelectorAll('.bar i')].map((part) => parseFloat(part.style.width));
    equal(rows.map(widths), [
      [9.2, 0.4, 0],
      [9.2, 0, 90.8],
    ]);
    equal(
      [...rows[1].cells].map((cell) => cell.textContent),
      [' Polling', '+500 ms', 'with 4 others', '46', '0', '454', '500'],
    );
    equal(rows[1].querySelector('button').dataset.unit, '9');
  },
  async 'the view of an event stays while its units are walked through'() {
    const views = new Copies();
    views.begin({ copies: async (event) => [copy('sse', 1, 46, 9, 0, { unit: event * 10, units: [event * 10, 99] })] });
    await views.show(4);
    const here = () => views.element.querySelectorAll('[aria-current]').length;
    views.follow([], 99); // a chunk, which carries no event of its own
    equal([views.event, here()], [4, 1]);
    views.follow([4, 5], 70); // an answer that brought it, too
    equal([views.event, here()], [4, 0]);
    views.follow([7], 70);
    equal(views.event, 7);
    views.follow([], 3);
    equal([views.event, views.element.textContent], [0, '']);
  },
  'an event that no wire has carried is said to be so'() {
    equal(/No wire has carried event 42/.test(picture(42, [])[0].textContent), true);
  },

  'a life line has its ticks in their places'() {
    const x = axis(1000, 2000, 108); // 100 px for a millisecond, 4 to spare at each end
    equal([x(1000), x(1500), x(2000), x(9000)], [4, 54, 104, 104]);
    const unit = (at, dir, lane, kind, broken) => ({ at, dir, lane, kind, broken });
    const drawn = paths(
      [
        unit(1000, 'c2s', 'polling', 'request'),
        unit(1500, 's2c', 'sse', 'chunk'),
        unit(2000, 's2c', 'sse', 'event', true),
      ],
      x,
    );
    equal(drawn, { polling: 'M4 13v-10', sse: 'M54 13v4M104 13v7', broken: 'M101 1h6l-3 6z' });
  },
  'a pixel is drawn once, however many units fall on it'() {
    const x = axis(0, 1e6, 300);
    const units = Array.from({ length: 50_000 }, (_, i) => ({ at: i * 20, dir: 's2c', lane: '', kind: 'frame' }));
    equal(paths(units, x)[''].split('M').length - 1 <= 300, true);
  },
  'a click means the nearest tick, if one is near'() {
    const x = axis(0, 100, 108);
    const units = [
      { at: 10, seq: 1 },
      { at: 20, seq: 2 },
      { at: 80, seq: 3 },
    ];
    equal([nearest(units, x, 22)?.seq, nearest(units, x, 50)?.seq, nearest(units, x, 80)?.seq], [2, undefined, 3]);
  },

  'an address leads to its unit and field'() {
    const source = new Source({ id: 'k3x9', since: 0 });
    for (const place of [
      { seq: 17, field: 0 },
      { seq: 17, field: 2 },
    ]) {
      const { pathname, hash } = new URL(source.address(place.seq, place.field), 'http://x');
      equal(placeOf({ pathname, hash }), place);
    }
    equal(
      [source.address(), source.address(17), source.address(17, 0)],
      ['/runs/k3x9', '/runs/k3x9/units/17', '/runs/k3x9/units/17#field-1'],
    );
    equal(placeOf({ pathname: '/runs/k3x9', hash: '#field-x' }), { seq: 0, field: 0 });
    equal(placeOf({ pathname: '/runs/k3x9/units/17', hash: '#field-0' }), { seq: 17, field: 0 });
  },

  async 'lines are read however the body is cut'() {
    equal(await read('{"seq":1}\n{"se', 'q":2}\n', '\n{"seq":3}'), [{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
    equal(await read('{"s":"h', 'é"}\n'), [{ s: 'hé' }]);
    equal(await read(), []);
  },
};
