// The views under the time axis: the wire, and others that are loaded when the reader first turns to one.
import { el } from './dom.js';

const SHEET = '/static/panels.css';
const PANELS = {
  ledger: () => import('./panels/ledger.js'),
  charts: () => import('./panels/charts.js'),
  code: () => import('./panels/code.js'),
};

let styled = null;

// sheet loads the style sheet of what is not there at first.
export function sheet() {
  styled ??= new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: SHEET });
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
  return styled;
}

export class Views {
  #bench;
  #tabs = [...document.querySelectorAll('#views [role=tab]')];
  #panels = new Map(); // name → what is shown there, once it is loaded
  current = 'wire';

  constructor(bench) {
    this.#bench = bench;
    for (const tab of this.#tabs) tab.addEventListener('click', () => this.show(nameOf(tab)));
    document.getElementById('views').addEventListener('keydown', (event) => this.#key(event));
  }

  // show turns to a view; what it needs is loaded the first time.
  async show(name) {
    this.current = name;
    for (const tab of this.#tabs) {
      const on = nameOf(tab) === name;
      tab.setAttribute('aria-selected', on);
      tab.tabIndex = on ? 0 : -1;
      document.getElementById(nameOf(tab)).hidden = !on;
    }
    const box = document.getElementById(name);
    if (!PANELS[name]) return undefined;
    if (!this.#panels.has(name)) {
      box.ariaBusy = 'true';
      try {
        const [{ Panel }] = await Promise.all([PANELS[name](), sheet()]);
        if (!this.#panels.has(name)) this.#panels.set(name, new Panel(box, this.#bench));
      } catch {
        const text = 'This view could not be loaded. Is the server still running? Turn to it again when it is.';
        box.replaceChildren(el('p', { className: 'notice plain' }, text));
        return undefined;
      } finally {
        box.ariaBusy = 'false';
      }
    }
    this.tick();
    return this.#panels.get(name);
  }

  // tick brings the view that is shown up to date.
  tick() {
    this.#panels.get(this.current)?.tick();
  }

  #key(event) {
    const i = this.#tabs.indexOf(event.target);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 }[event.key];
    if (i < 0 || to === undefined) return;
    event.preventDefault();
    const tab = this.#tabs.at(to % this.#tabs.length);
    tab.focus();
    this.show(nameOf(tab));
  }
}

function nameOf(tab) {
  return tab.getAttribute('aria-controls');
}
