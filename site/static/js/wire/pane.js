// The wire under the bench: its list, its filters, the chosen unit, the count of all bytes.
import { bytes, count } from '../format.js';
import { UnitDetail } from './detail.js';
import { UnitList } from './list.js';
import { UnitLog } from './log.js';

const HELD = 20_000; // units held back while the picture is paused
const SETTLE = 60; // ms that a unit stays chosen before it is fetched: a held key runs through many

export class WirePane {
  #log = new UnitLog();
  #list;
  #detail;
  #run = null;
  #lane = '';
  #held = null; // units that came during a pause; null when there is none
  #fetching = new AbortController();
  #settling = 0;
  #opened = false; // a unit was shown in this run, by the reader or by us
  #tabs = document.getElementById('tabs');
  #words = document.getElementById('filter');
  #follow = document.getElementById('follow');
  #total = document.getElementById('total');
  #nothing = document.getElementById('nothing');
  #muted = document.getElementById('muted');

  constructor() {
    const units = document.getElementById('units');
    this.#detail = new UnitDetail(document.getElementById('unit'), document.getElementById('say'));
    this.#list = new UnitList(units, this.#log);
    this.#list.onChoose = (seq) => this.#choose(seq);
    this.#list.onClick = () => this.#reveal(units);
    this.#list.onEnter = () => this.#detail.enter();
    this.#list.onFollow = (on) => this.#follow.setAttribute('aria-pressed', on);
    this.#tabs.addEventListener('click', (event) => {
      const tab = event.target.closest('button');
      if (tab) this.#showLane(tab.dataset.lane);
    });
    this.#words.addEventListener('input', () => this.#filter());
    this.#follow.addEventListener('click', () => this.follow(!this.#list.following));
  }

  begin(run) {
    this.#run = run;
    this.#fetching.abort();
    this.#log.clear();
    this.#held = null;
    this.#opened = false;
    this.#list.begin(run.createdAt);
    this.#sayIfEmpty();
    this.total();
  }

  add(units, dropped) {
    this.#log.dropped += dropped;
    if (this.#held) {
      this.#held.push(...units);
      if (this.#held.length > HELD) this.#log.forgotten += this.#held.splice(0, this.#held.length - HELD).length;
      return;
    }
    this.#list.shift(this.#log.add(units));
    this.#sayIfEmpty();
    if (!this.#opened) this.#openOne(units);
  }

  // pause holds back what comes, until it is lifted.
  pause(on) {
    const held = this.#held;
    this.#held = on ? (held ?? []) : null;
    if (!on && held) this.#list.shift(this.#log.add(held));
    this.#sayIfEmpty();
    this.total();
  }

  follow(on) {
    this.#list.follow(on);
  }

  step(n) {
    this.#list.step(n);
  }

  focusFilter() {
    this.#words.focus();
    this.#words.select();
  }

  muted(sentence) {
    if (this.#muted.isConnected) this.#muted.textContent = sentence;
  }

  // total says how many bytes crossed the wire, and how many of them no unit explains.
  total() {
    const wire = this.#run?.wire;
    if (!wire) return this.#total.replaceChildren();
    const unexplained = document.createElement('b');
    unexplained.textContent = `${count(wire.unexplained)} unexplained`;
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

  #showLane(lane) {
    this.#lane = lane;
    for (const tab of this.#tabs.querySelectorAll('button'))
      tab.setAttribute('aria-pressed', tab.dataset.lane === lane);
    this.#filter();
  }

  #filter() {
    this.#log.filter(this.#lane, this.#words.value);
    this.#list.refilter();
    this.#sayIfEmpty();
  }

  // An empty list says why it is empty.
  #sayIfEmpty() {
    this.#nothing.hidden = this.#log.shown.length > 0;
    this.#nothing.textContent = this.#log.size ? 'No unit passes the filter.' : 'No byte has crossed the wire yet.';
  }

  #choose(seq) {
    this.#opened = true;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#fetch(seq), SETTLE);
  }

  // A newcomer sees bytes at once: the first frame or event that comes is shown, without being chosen.
  #openOne(units) {
    const unit = units.find(
      ({ dir, kind, length }) => dir === 's2c' && (kind === 'frame' || kind === 'event') && length > 40,
    );
    if (!unit) return;
    this.#opened = true;
    this.#list.mark(unit.seq);
    this.#fetch(unit.seq);
  }

  // Where list and bytes stand one below the other, a choice by hand brings both into view.
  #reveal(units) {
    const { bottom } = units.getBoundingClientRect();
    if (document.getElementById('detail').getBoundingClientRect().top >= bottom - 1)
      units.scrollIntoView({ block: 'start' });
  }

  async #fetch(seq) {
    this.#fetching.abort();
    this.#fetching = new AbortController();
    try {
      const unit = await this.#run.unit(seq, this.#fetching.signal);
      if (unit) this.#detail.show(unit, this.#run.createdAt);
      else this.#detail.tell('The server keeps a bounded number of bytes, and this unit has made room for newer ones.');
    } catch (trouble) {
      if (trouble.name !== 'AbortError') this.#detail.tell(trouble.message);
    }
  }
}
