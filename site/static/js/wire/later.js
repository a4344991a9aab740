// The wire beside a bench, fetched when somebody is about to use it: a page that is only read does without, and before the
// first run there is nothing to see in it.
import { tell } from '../announce.js';
import { tabs } from './tabs.js';

const AWAY = 'The server does not answer. Is it still running?';

export class WireLater {
  #pane = null;
  #loading = null;
  #lanes = [];
  #box = document.getElementById('wire');
  onPause = () => {}; // as in WirePane
  onShare = () => {};

  constructor() {
    const near = () => this.load().catch(() => {}); // who uses it says so
    for (const sign of ['pointerenter', 'focusin']) this.#box.addEventListener(sign, near, { once: true });
    // A press that comes before there is anybody to hear it is heard as soon as there is.
    const early = ({ target }) => this.#pane ?? this.#when(() => again(target).click());
    this.#box.addEventListener('click', early, { capture: true });
  }

  // load resolves to the WirePane itself, once whoever asks for it has it at hand.
  load() {
    this.#loading ??= import('./pane.js').then(({ WirePane }) => this.#made(new WirePane()));
    this.#loading.catch(() => (this.#loading = null)); // the next one tries again
    return this.#loading;
  }

  get paused() {
    return this.#pane?.paused ?? false;
  }

  lanes(list) {
    this.#lanes = list;
    if (this.#pane) this.#pane.lanes(list);
    else tabs(list);
  }

  // What a run tells: it begins when the pane is there.
  begin(source) {
    this.#pane.begin(source);
  }

  pause(on) {
    this.#pane.pause(on);
  }

  add(units, dropped) {
    this.#pane.add(units, dropped);
  }

  ledger(ledger) {
    this.#pane.ledger(ledger);
  }

  muted(sentence) {
    this.#pane.muted(sentence);
  }

  total(wire) {
    this.#pane?.total(wire);
  }

  // What a reader may ask for at any time.
  step(n) {
    this.#when((pane) => pane.step(n));
  }

  nextError(step) {
    this.#when((pane) => pane.nextError(step));
  }

  compare() {
    this.#when((pane) => pane.compare());
  }

  connections() {
    this.#when((pane) => pane.connections());
  }

  copyLink() {
    this.#when((pane) => pane.copyLink());
  }

  follow(on) {
    this.#when((pane) => pane.follow(on));
  }

  focusFilter() {
    this.#when((pane) => pane.focusFilter());
  }

  event(number) {
    this.#when((pane) => pane.event(number));
  }

  goTo(seq) {
    this.#when((pane) => pane.goTo(seq));
  }

  async #when(act) {
    try {
      act(this.#pane ?? (await this.load()));
    } catch {
      tell(AWAY);
    }
  }

  #made(pane) {
    pane.onPause = () => this.onPause();
    pane.onShare = () => this.onShare();
    pane.lanes(this.#lanes);
    return (this.#pane = pane);
  }
}

// again finds what was pressed; a tab has been drawn anew since.
function again(element) {
  const lane = element.closest('[data-lane]')?.dataset.lane;
  return element.isConnected ? element : document.querySelector(`#tabs [data-lane="${CSS.escape(lane)}"]`);
}
