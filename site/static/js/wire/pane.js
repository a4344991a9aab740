// The wire, on whatever page it stands: its list, its filter, the chosen unit, its connections, the count of all bytes.
import { announce, tell } from '../announce.js';
import { el } from '../dom.js';
import { bytes, count } from '../format.js';
import { Connections } from './connections.js';
import { Copies } from './copies.js';
import { UnitDetail } from './detail.js';
import { files } from './files.js';
import { FilterBar } from './filterbar.js';
import { know } from './lanenames.js';
import { say, UnitList } from './list.js';
import { LIMIT, UnitLog } from './log.js';
import { Reference } from './reference.js';

const SETTLE = 60; // ms that a unit stays chosen before it is fetched: a held key runs through many
const STREAMS = ['sse', 'websocket', 'fallback'];

export class WirePane {
  #log = new UnitLog();
  #list;
  #detail;
  #copies = new Copies();
  #bar = new FilterBar();
  #conns;
  #reference;
  #source = null;
  #wire = null; // the ledger's count of all bytes
  #held = null; // units that came during a pause; null when there is none
  #fetching = new AbortController();
  #settling = 0;
  #streams = true; // there is a lane with events or frames of its own
  #opened = false; // a unit was shown in this run, by the reader or by us
  #units = document.getElementById('units');
  #pause = document.getElementById('pause');
  #follow = document.getElementById('follow');
  #total = document.getElementById('total');
  #nothing = document.getElementById('nothing');
  #muted = document.getElementById('muted');
  #empty = 'No byte has crossed the wire yet.';
  onPause = () => this.pause(!this.paused); // the reader asks for a pause, or for its end
  onShare = () => {}; // the reader opened or copied an address in this run
  onPlace = () => {}; // (seq, field) the reader is at; field from 0

  constructor() {
    const box = document.getElementById('unit');
    this.#detail = new UnitDetail(box, document.getElementById('say'), this.#copies);
    this.#detail.onField = (field) => this.onPlace(this.#detail.unit.seq, field);
    this.#list = new UnitList(this.#units, this.#log);
    this.#list.onChoose = (unit) => this.#choose(unit);
    this.#list.onClick = () => this.#reveal();
    this.#list.onEnter = () => this.#detail.enter();
    this.#list.onFollow = (on) => this.#follow.setAttribute('aria-pressed', on);
    this.#bar.onChange = (filter) => this.#filter(filter);
    this.#copies.onChange = () => this.#detail.redraw();
    this.#conns = new Connections(this.#log);
    this.#conns.onChoose = (conn) => this.#bar.change({ conn });
    this.#conns.onUnit = (seq) => this.goTo(seq);
    this.#reference = new Reference(box, () => this.onShare());
    box.addEventListener('click', (event) => this.#clicked(event.target));
    this.#pause.addEventListener('click', () => this.onPause());
    this.#follow.addEventListener('click', () => this.follow(!this.#list.following));
    document.getElementById('conns-open').addEventListener('click', () => this.connections());
  }

  // begin shows another run, from nothing. empty: what to say while no byte has crossed.
  begin(source, empty) {
    this.#source = source;
    this.#fetching.abort();
    this.#log.clear();
    this.#detail.clear();
    this.#opened = false;
    this.#empty = empty ?? this.#empty;
    this.#wire = null;
    this.#held = null;
    this.#pause.setAttribute('aria-pressed', 'false');
    this.#list.begin(source.since);
    this.#copies.begin(source);
    this.#conns.begin(source);
    files(source.files());
    this.#sayIfEmpty();
    this.total(null);
  }

  // lanes sets which lanes there are, each {name, technique, title}.
  lanes(list) {
    know(list);
    this.#streams = list.some(({ technique }) => STREAMS.includes(technique));
    this.#bar.lanes(list);
  }

  add(units, dropped = 0) {
    this.#log.dropped += dropped;
    if (this.#held) {
      this.#held.push(...units);
      if (this.#held.length > LIMIT) this.#log.forgotten += this.#held.splice(0, this.#held.length - LIMIT).length;
      return;
    }
    this.#list.shift(this.#log.add(units));
    this.#sayIfEmpty();
    if (!this.#opened) this.#openOne(units);
  }

  get paused() {
    return this.#held !== null;
  }

  // pause holds back what comes, until it is lifted.
  pause(on) {
    const held = this.#held;
    this.#held = on ? (held ?? []) : null;
    this.#pause.setAttribute('aria-pressed', on);
    if (!on && held) this.#list.shift(this.#log.add(held));
    announce(on ? 'Paused: what comes is held back.' : 'Going on.');
    this.#sayIfEmpty();
    this.total(this.#wire);
  }

  follow(on) {
    this.#list.follow(on);
  }

  step(n) {
    this.#list.step(n);
  }

  // nextError chooses the next unit in the list that breaks a rule, or the one before, and goes round at the ends. While
  // the list follows its end, the reader has chosen none to go on from.
  nextError(step) {
    const end = step < 0 ? Infinity : 0;
    const from = this.#list.following ? end : this.#list.chosen || end;
    const seq = this.#log.next(from, step) || this.#log.next(end, step);
    if (seq) this.#list.select(seq);
    else tell('No unit in the list breaks a rule.');
  }

  // compare shows the chosen unit's event on every wire, or puts that away.
  compare() {
    const [event] = this.#detail.events;
    if (event) this.#copies.toggle(this.#copies.event || event);
    else tell(this.#detail.unit ? 'This unit carries no event of the feed.' : 'Choose a unit first.');
  }

  // event shows an event on every wire, beside one of the units that brought it: one that brought it alone, if there is.
  async event(number) {
    document.getElementById('unit').focus();
    try {
      const copies = await this.#copies.show(number);
      if (copies.length) this.goTo((copies.find(({ events }) => events === 1) ?? copies[0]).unit);
      else tell(`No wire has carried event ${count(number)}, or it is no longer kept.`);
    } catch (trouble) {
      if (trouble.name !== 'AbortError') tell(trouble.message);
    }
  }

  connections() {
    this.#conns.toggle();
    document.getElementById('conns-open').setAttribute('aria-expanded', this.#conns.open);
    this.#list.refresh();
  }

  copyLink() {
    this.#reference.copy();
  }

  focusFilter() {
    this.#bar.focus();
  }

  muted(sentence) {
    if (this.#muted.isConnected) this.#muted.textContent = sentence;
  }

  // goTo chooses a unit by its number, also one that the filter hides or that is no longer in the list.
  goTo(seq, field) {
    if (this.#list.select(seq)) return;
    if (this.#log.has(seq)) {
      this.#bar.clear();
      this.#list.select(seq);
      return;
    }
    this.open(seq, field);
  }

  // open fetches and shows a unit, with one of its fields chosen, wherever the list stands.
  async open(seq, field = 0) {
    this.#opened = true;
    this.#list.mark(seq);
    if (await this.#fetch(seq, field)) this.#list.locate(seq);
  }

  // locate brings the unit that was opened into view, once the list has it.
  locate() {
    this.#list.locate(this.#list.chosen);
  }

  // pick chooses a field of the unit that is shown.
  pick(field) {
    this.#detail.pick(field);
  }

  ledger(ledger) {
    this.total(ledger.wire);
    this.#conns.ledger(ledger);
  }

  // total says how many bytes crossed the wire, and how many of them no unit explains.
  total(wire) {
    this.#wire = wire;
    if (!wire) return this.#total.replaceChildren();
    const unexplained = el('b', {}, `${count(wire.unexplained)} unexplained`);
    unexplained.classList.toggle('bad', wire.unexplained > 0);
    const { dropped, forgotten } = this.#log;
    const asides = [
      [this.#held?.length, 'held back'],
      [forgotten, 'older let go'],
      [dropped, 'missed'],
    ];
    const aside = asides.filter(([n]) => n).map(([n, what]) => ` · ${count(n)} ${what}`);
    this.#total.replaceChildren(`${bytes(wire.bytes)} on the wire · `, unexplained, ...aside);
  }

  #filter(filter) {
    const passing = this.#log.filter(filter);
    this.#list.refilter();
    this.#conns.mark(filter.conn);
    this.#sayIfEmpty();
    return passing;
  }

  // An empty list says why it is empty.
  #sayIfEmpty() {
    this.#nothing.hidden = this.#log.shown.length > 0;
    this.#nothing.textContent = this.#log.size ? 'No unit passes the filter.' : this.#empty;
  }

  #clicked(target) {
    const { event, conn, unit } = target.closest('[data-event], button[data-conn], button[data-unit]')?.dataset ?? {};
    if (event) this.#copies.toggle(Number(event));
    else if (conn) this.#bar.change({ conn: Number(conn) });
    else if (unit) this.goTo(Number(unit));
  }

  #choose(unit) {
    this.#opened = true;
    if (!this.#list.focused) announce(`Unit ${unit.seq}: ${say(unit, this.#source.since)}`);
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#fetch(unit.seq), SETTLE);
  }

  // A newcomer sees bytes at once: the first frame or event that comes is shown, without being chosen, or where no lane
  // streams the first answer.
  #openOne(units) {
    const kinds = this.#streams ? ['frame', 'event'] : ['response'];
    const unit = units.find(({ dir, kind, length }) => dir === 's2c' && kinds.includes(kind) && length > 40);
    if (!unit) return;
    this.#opened = true;
    this.#list.mark(unit.seq);
    this.#fetch(unit.seq, 0, false);
  }

  // Where list and bytes stand one below the other, a choice by hand brings both into view.
  #reveal() {
    const { bottom } = this.#units.getBoundingClientRect();
    if (document.getElementById('detail').getBoundingClientRect().top >= bottom - 1)
      this.#units.scrollIntoView({ block: 'start' });
  }

  // fetch shows a unit and returns whether it could. byHand: the reader asked for it.
  async #fetch(seq, field = 0, byHand = true) {
    this.#fetching.abort();
    this.#fetching = new AbortController();
    try {
      const unit = await this.#source.unit(seq, this.#fetching.signal);
      if (!unit) {
        this.#detail.tell(`Unit #${seq} is not there: it has not come yet, or has made room for newer ones.`);
        return false;
      }
      this.#detail.show(unit, this.#source, field);
      if (byHand) this.onPlace(seq, field);
      return true;
    } catch (trouble) {
      if (trouble.name !== 'AbortError') this.#detail.tell(trouble.message);
      return false;
    }
  }
}
