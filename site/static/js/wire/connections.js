// The connections of a run, a row each with its life line. Choosing one shows its units alone; a tick on its life line
// chooses the unit.
import { el, write } from '../dom.js';
import { count, figure } from '../format.js';
import { called, hue, inOrder } from './lanenames.js';
import { axis, draw, lifeline, nearest } from './lifeline.js';

const EVERY = 2000; // ms between two looks while the view is open
const SIDE = 300; // px above and below what can be seen, in which life lines are drawn, too

// The columns behind the life line: [name, what a connection has there].
const COLUMNS = [
  ['units', (c) => count(c.units)],
  ['errors', (c) => (c.errors ? `⚠ ${count(c.errors)}` : '0')],
  ['↑ bytes', (c) => count(c.bytes.c2s)],
  ['↓ bytes', (c) => count(c.bytes.s2c)],
  ['opened', (c, { since }) => `${seconds(c.opened - since)} s`],
  ['lasted', (c, { now }) => `${seconds((c.closed ?? now) - c.opened)} s${c.closed ? '' : ' …'}`],
  ['client port', (c) => c.client?.split(':').at(-1) ?? '–'],
  ['segments ↑/↓', ({ tcp }) => (tcp ? `${count(tcp.segmentsIn)} / ${count(tcp.segmentsOut)}` : '–')],
  ['sent again', ({ tcp }) => (tcp ? count(tcp.retransmits) : '–')],
  ['least RTT', ({ tcp }) => (tcp?.minRtt ? brief(tcp.minRtt) : '–')],
];

export class Connections {
  #log;
  #source = null;
  #timer = 0;
  #rows = new Map(); // number → {row, choose, lane, line, svg, cells, connection, drawn}
  #x = () => 0;
  #now = 0; // µs
  #chosen = 0;
  #box = document.getElementById('conns');
  #head = this.#box.querySelector('thead tr');
  #body = this.#box.querySelector('tbody');
  #note = document.getElementById('conns-note');
  #lanes = document.getElementById('conns-lanes');
  onChoose = () => {}; // a connection's number; 0: none any more
  onUnit = () => {};

  constructor(log) {
    this.#log = log;
    for (const [name] of COLUMNS) this.#head.append(el('th', { scope: 'col' }, name));
    this.#body.addEventListener('click', (event) => this.#clicked(event));
    this.#body.addEventListener('keydown', (event) => this.#pressed(event));
    this.#box.addEventListener('scroll', () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#scale()).observe(this.#box);
  }

  get open() {
    return !this.#box.hidden;
  }

  begin(source) {
    this.#source = source;
    this.#rows.clear();
    this.#body.replaceChildren();
    this.#lanes.replaceChildren();
    if (this.open) this.#refresh();
  }

  toggle() {
    this.#box.hidden = this.open;
    clearInterval(this.#timer);
    if (!this.open) return;
    this.#refresh();
    this.#timer = setInterval(() => this.#refresh(), EVERY);
  }

  // mark shows which connection the list is filtered to; 0 for none.
  mark(conn) {
    const before = this.#chosen;
    this.#chosen = conn;
    for (const number of [before, conn]) {
      const known = this.#rows.get(number);
      known?.row.classList.toggle('on', number === conn);
      known?.choose.setAttribute('aria-pressed', number === conn);
    }
  }

  // ledger has the kernel's figures for each lane, in a line above.
  ledger({ lanes, tcp }) {
    if (!this.open) return;
    const figures = inOrder(Object.keys(lanes))
      .filter((name) => lanes[name].tcp)
      .map((name) => {
        const { segmentsIn, segmentsOut } = lanes[name].tcp;
        const total = el('b', {}, `${count(segmentsIn)} ↑ ${count(segmentsOut)} ↓`);
        return el(
          'span',
          { className: hue(name) },
          el('i', { className: `mark ${hue(name)}` }),
          ` ${called(name)} `,
          total,
        );
      });
    const label = tcp?.source ? `TCP segments, from the kernel (${tcp.source}):` : 'No TCP figures:';
    this.#lanes.replaceChildren(
      `${label} `,
      ...(figures.length ? figures : [tcp?.source ? 'none yet.' : (tcp?.note ?? 'the server tells none.')]),
    );
  }

  async #refresh() {
    if (!this.#source) return void write(this.#note, 'Start a run to see its connections.');
    const asked = this.#source;
    try {
      const told = await asked.connections();
      if (asked !== this.#source || !this.open) return;
      this.#show(told);
    } catch (trouble) {
      write(this.#note, trouble.message);
    }
  }

  #show({ connections, dropped, tcp }) {
    this.#now = Math.max(...connections.map(({ opened, closed }) => closed ?? opened), this.#log.newest);
    const kernel = tcp?.source
      ? `Segments, resends and round trips: ${tcp.note}`
      : `No TCP figures: ${tcp?.note ?? ''}`;
    const gone = dropped ? ` No longer listed: ${count(dropped)} older.` : '';
    write(this.#note, connections.length ? `${kernel}${gone}` : 'No connection has carried a unit yet.');
    const kept = new Set(connections.map(({ conn }) => conn));
    for (const [number, { row }] of this.#rows) {
      if (kept.has(number)) continue;
      row.remove();
      this.#rows.delete(number);
    }
    for (const connection of connections) this.#update(connection);
    if (!this.#body.querySelector('[tabindex="0"]')) this.#body.querySelector('button')?.setAttribute('tabindex', '0');
    this.mark(this.#chosen);
    this.#scale();
  }

  #update(connection) {
    const known = this.#rows.get(connection.conn) ?? this.#add(connection.conn);
    const before = known.connection;
    known.connection = connection;
    if (before?.closed && before.units === connection.units) return; // nothing of it changes any more
    const { lanes, closed, errors } = connection;
    const names = lanes.join(' ');
    if (known.lane.dataset.names !== names) {
      known.lane.dataset.names = names;
      known.lane.replaceChildren(...lanes.flatMap(lane));
      known.lane.title = lanes.map(called).join(', '); // several may not fit
    }
    known.row.classList.toggle('open', !closed);
    known.row.classList.toggle('bad', errors > 0);
    COLUMNS.forEach(([, tell], i) =>
      write(known.cells[i], tell(connection, { since: this.#source.since, now: this.#now })),
    );
  }

  #add(number) {
    const choose = el('button', { type: 'button', tabIndex: -1, data: { conn: number } }, String(number));
    choose.setAttribute('aria-label', `Connection ${number}: show its units alone`);
    choose.setAttribute('aria-pressed', 'false');
    const svg = lifeline();
    const known = {
      choose,
      svg,
      lane: el('td', { className: 'lanes-of' }),
      line: el('td', { className: 'life' }, svg),
      cells: COLUMNS.map(() => el('td', {})),
    };
    known.row = el('tr', {}, el('th', { scope: 'row' }, choose), known.lane, known.line, ...known.cells);
    this.#rows.set(number, known);
    this.#body.append(known.row);
    return known;
  }

  // draw fills the life lines that can be seen, and were not drawn since the last look.
  #draw() {
    const all = [...this.#rows.values()];
    if (!this.open || !all.length) return;
    const high = all[0].row.offsetHeight;
    const { scrollTop, clientHeight } = this.#box;
    const from = Math.max(0, Math.floor((scrollTop - SIDE) / high));
    const due = all.slice(from, Math.ceil((scrollTop + clientHeight + SIDE) / high)).filter((row) => !row.drawn);
    if (!due.length) return;
    const units = this.#log.byConnection(due.map(({ connection }) => connection.conn));
    for (const row of due) {
      draw(row.svg, row.connection, units.get(row.connection.conn), this.#x, this.#now);
      row.drawn = true;
    }
  }

  // scale lays the time axis over all connections. Every life line has to be drawn anew.
  #scale() {
    const all = [...this.#rows.values()];
    if (!this.open || !all.length) return;
    const from = Math.min(...all.map(({ connection }) => connection.opened));
    this.#x = axis(from, this.#now, all[0].line.clientWidth);
    for (const row of all) row.drawn = false;
    const [start, end] = this.#head.cells[2].querySelectorAll('small');
    write(start, `${seconds(from - this.#source.since)} s`);
    write(end, `${seconds(this.#now - this.#source.since)} s`);
    this.#draw();
  }

  #clicked(event) {
    const row = event.target.closest('tr');
    const number = Number(row?.querySelector('button').dataset.conn);
    const known = this.#rows.get(number);
    if (!known) return;
    if (known.line.contains(event.target)) {
      const place = event.clientX - known.svg.getBoundingClientRect().left;
      const unit = nearest(this.#log.byConnection([number]).get(number), this.#x, place);
      if (unit) return void this.onUnit(unit.seq);
    }
    this.#rove(known.choose);
    this.onChoose(number === this.#chosen ? 0 : number);
  }

  #pressed(event) {
    const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
    const next = step && event.target.closest('tr')?.[step]?.querySelector('button');
    if (!next) return;
    event.preventDefault();
    this.#rove(next);
    next.focus();
  }

  // rove makes one row's button the one that the Tab key reaches.
  #rove(button) {
    for (const other of this.#body.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    button.tabIndex = 0;
  }
}

function lane(name, i) {
  return [
    i ? ' ' : '',
    el('span', { className: hue(name) }, el('i', { className: `mark ${hue(name)}` }), ` ${called(name)}`),
  ];
}

function seconds(micros) {
  return (Math.max(0, micros) / 1e6).toFixed(micros < 99.95e6 ? 2 : 0);
}

// brief writes µs as people do: 38 µs, 4.2 ms.
function brief(micros) {
  return micros < 1000 ? `${micros} µs` : `${figure(micros / 1000)} ms`;
}
