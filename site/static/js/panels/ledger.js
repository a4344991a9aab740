// The ledger in full: what was published and what became of it, how long it took, what it cost in bytes and requests.
import { el, write } from '../dom.js';
import { figure, tally } from '../format.js';
import { Events } from './events.js';

// The tables. A column is a heading, a value of a lane {figure(name), ledger}, and how to write it. some: a number above
// zero is bad news.
const events = [
  { head: 'published', value: ({ run }) => run.published },
  { head: '= delivered', name: 'delivered' },
  { head: '+ lost', name: 'lost', some: true },
  { head: '+ waiting', name: 'waiting' },
  { head: '', sum: true },
  { head: 'dupli\u00adcated', name: 'duplicated', some: true, first: true },
  { head: 're\u00adordered', name: 'reordered', some: true },
  { head: 'late', name: 'late', some: true },
  { head: 'unread\u00adable', name: 'unreadable', some: true },
  { head: 'foreign', name: 'foreign', some: true },
];
const latency = [
  { head: 'p50', name: 'latency.p50', write: figure },
  { head: 'p90', name: 'latency.p90', write: figure },
  { head: 'p99', name: 'latency.p99', write: figure },
  { head: 'most', name: 'latency.max', write: figure },
  { head: 'before its time', name: 'early', some: true },
  { head: 'sent\u00a0up', name: 'sent', first: true },
  { head: 'came back', name: 'echoed' },
  { head: 'round trip', name: 'rtt.p50', write: figure },
];
const layer =
  (dir, part) =>
  ({ ledger }) =>
    ledger.bytes?.[dir]?.[part] ?? NaN;
const segments =
  (name) =>
  ({ ledger }) =>
    ledger.tcp?.[name] ?? NaN;
const bytes = [
  { head: 'payload', value: layer('s2c', 'payload') },
  { head: 'framing', value: layer('s2c', 'framing') },
  { head: 'HTTP', value: layer('s2c', 'http') },
  { head: 'seg\u00adments', value: segments('segmentsOut') },
  { head: 'payload', value: layer('c2s', 'payload'), first: true },
  { head: 'framing', value: layer('c2s', 'framing') },
  { head: 'HTTP', value: layer('c2s', 'http') },
  { head: 'seg\u00adments', value: segments('segmentsIn') },
  { head: 'in all', value: ({ ledger }) => ledger.bytes?.total ?? NaN, first: true },
];
const requests = [
  { head: 'requests', name: 'requests' },
  { head: 'empty answers', name: 'emptyAnswers' },
  { head: 'connections', name: 'connections' },
  { head: 'came back', name: 'reconnects' },
  { head: 'bytes swallowed', value: ({ ledger }) => ledger.network?.bytesSwallowed ?? NaN, first: true },
];
const TABLES = [
  { title: 'Events', columns: events, note: 'as this browser saw them' },
  { title: 'Time', columns: latency, note: 'ms, from publication to arrival' },
  {
    title: 'Bytes',
    columns: bytes,
    note: 'on the wire, counted at the socket',
    groups: [
      ['to the browser', 4],
      ['to the server', 4],
      ['both', 1],
    ],
  },
  { title: 'Requests', columns: requests, note: 'and connections' },
];

// What is told of simulated clients.
const HERD = [
  ['simulated', 'clients'],
  ['connected now', 'connected'],
  ['connects', 'connects'],
  ['requests', 'requests'],
  ['failures', 'failures'],
  ['delivered', 'delivered'],
  ['lost', 'lost'],
  ['duplicated', 'duplicated'],
];

export class Panel {
  #bench;
  #body;
  #sum = el('span', {});
  #clock = el('span', {});
  #csv = el('a', { className: 'button', download: '' }, 'CSV');
  #json = el('a', { className: 'button', download: '' }, 'JSON');
  #tables = [];
  #known = ''; // the lanes that the tables have
  #herd;
  #events;
  #down = el('button', { type: 'button', className: 'ref' }, 'one by one ↓');

  constructor(box, bench) {
    this.#bench = bench;
    this.#events = new Events(bench);
    const aside = el('span', { className: 'end' }, this.#clock, this.#csv, this.#json);
    this.#down.addEventListener('click', () => this.#events.element.scrollIntoView());
    const head = el('div', { className: 'panelhead' }, this.#sum, aside);
    this.#body = el('div', { className: 'accounts' });
    box.replaceChildren(head, this.#body);
  }

  tick() {
    const { run, lanes } = this.#bench;
    const shown = run ? run.clients : lanes.filter(({ off }) => !off);
    const key = shown.map(({ name, title }) => `${name} ${title}`).join();
    if (key !== this.#known) this.#build(shown, key);
    for (const { columns, rows } of this.#tables) for (const row of rows) fill(row, columns, run);
    this.#summary(run);
    this.#simulated(run?.herd);
    this.#events.tick();
  }

  #build(lanes, key) {
    this.#known = key;
    this.#tables = TABLES.map((table) => build(table, lanes));
    this.#herd = null;
    this.#tables[0].element.querySelector('caption').append(this.#down);
    this.#events.lanes(lanes);
    this.#body.replaceChildren(...this.#tables.map(({ element }) => element), this.#events.element);
  }

  #summary(run) {
    const base = run && `/api/runs/${run.id}/ledger`;
    link(this.#csv, run && `${base}.csv`);
    link(this.#json, base);
    if (!run) {
      this.#sum.replaceChildren('Start a run, and each event of it is accounted for here.');
      return write(this.#clock, '');
    }
    const lanes = run.clients.map(({ name }) => balance(run, name));
    const right = lanes.filter(({ adds }) => adds).length;
    const open = lanes.filter(({ waiting }) => waiting > 0).length;
    const all = right === lanes.length;
    const verdict = el('b', { className: all ? 'ok' : 'bad' }, all ? ' ✓ ' : ' ✗ ');
    const words =
      open && !run.running ? `; ${open} of them never said so` : open ? `; ${open} still have some on the way` : '';
    this.#sum.replaceChildren(
      el('b', {}, 'published = delivered + lost'),
      verdict,
      `on ${right} of ${lanes.length} lanes${words}`,
    );
    const { offset, error } = run.clock;
    const way = offset < 0 ? 'behind' : 'ahead of';
    return write(this.#clock, `server’s clock ${figure(Math.abs(offset))} ms ${way} this one, ± ${figure(error)} ms`);
  }

  #simulated(herd) {
    if (!herd) return;
    if (!this.#herd) {
      this.#herd = HERD.map(([head, name]) => ({ name, head, cell: el('td', {}) }));
      const table = el(
        'table',
        {},
        el('caption', {}, 'Simulated clients', el('small', {}, 'over sockets of their own, on the server’s machine')),
        el('thead', {}, el('tr', {}, ...this.#herd.map(({ head }) => el('th', { scope: 'col' }, head)))),
        el('tbody', {}, el('tr', {}, ...this.#herd.map(({ cell }) => cell))),
      );
      this.#events.element.before(
        el('div', { className: 'account', tabIndex: 0, role: 'group', aria: { label: 'Simulated clients' } }, table),
      );
    }
    for (const { name, cell } of this.#herd) write(cell, tally(herd[name]));
  }
}

// balance is whether a lane's events add up.
export function balance(run, lane) {
  const [delivered, lost, waiting] = ['delivered', 'lost', 'waiting'].map((name) => run.figure(lane, name));
  return { adds: delivered + lost + waiting === run.published, waiting };
}

function build({ title, columns, note, groups }, lanes) {
  const head = el('tr', {}, el('th', { scope: 'col' }, el('span', { className: 'quiet' }, 'Lane')));
  for (const { head: words, first, sum } of columns)
    head.append(
      el(
        'th',
        { scope: 'col', className: first ? 'first' : '' },
        sum ? el('span', { className: 'quiet' }, 'adds up') : words,
      ),
    );
  const thead = el('thead', {}, head);
  if (groups) {
    const over = groups.map(([words, wide], i) =>
      el('th', { colSpan: wide, scope: 'colgroup', className: i ? 'first' : '' }, words),
    );
    thead.prepend(el('tr', {}, el('td', {}), ...over));
  }
  const rows = lanes.map(({ name, technique, title: called }) => {
    const mark = el('i', { className: `mark ${technique}` });
    const cells = columns.map(({ first }) => el('td', { className: first ? 'first' : '' }, '–'));
    return {
      name,
      cells,
      row: el(
        'tr',
        { className: technique },
        el('th', { scope: 'row', title: called }, mark, el('span', {}, called)),
        ...cells,
      ),
    };
  });
  const caption = el('caption', {}, title, el('small', {}, note));
  const table = el('table', {}, caption, thead, el('tbody', {}, ...rows.map(({ row }) => row)));
  const scroll = el('div', { className: 'account', tabIndex: 0, role: 'group', aria: { label: title } }, table);
  return { element: scroll, columns, rows };
}

function fill({ name, cells }, columns, run) {
  const ledger = run?.ledgers.get(name);
  columns.forEach(({ name: what, value, write: put = tally, some, sum, first }, i) => {
    if (!ledger) return write(cells[i], sum ? '' : '–');
    if (sum) return tick(cells[i], balance(run, name));
    const amount = what ? run.figure(name, what) : value({ run, ledger });
    cells[i].className = [first && 'first', some && amount > 0 && 'some'].filter(Boolean).join(' ');
    return write(cells[i], put(amount));
  });
}

function tick(cell, { adds, waiting }) {
  cell.className = `sum ${adds ? (waiting ? '' : 'ok') : 'bad'}`;
  write(cell, adds ? '✓' : '✗');
}

function link(anchor, href) {
  if (href) {
    anchor.href = href;
    anchor.removeAttribute('aria-disabled');
    anchor.removeAttribute('role');
    return;
  }
  anchor.removeAttribute('href');
  anchor.role = 'link';
  anchor.ariaDisabled = 'true';
}
