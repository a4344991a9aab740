// The clients' code as it runs: the module that this page has loaded, and the same client written in Go.
import { el } from '../dom.js';
import { moduleOf, sourceOf } from '../lanes/lanes.js';
import { choicesOf } from '../settings.js';
import { paint } from './paint.js';

const LANGUAGES = [
  { name: 'js', title: 'JavaScript', path: (client) => sourceOf(client) },
  { name: 'go', title: 'Go', path: (client) => `/code/go/${bare(client) ? 'websocket-bare' : moduleOf(client)}` },
];

// bare: the client in Go does without a library. A browser's has none to do without.
const bare = ({ technique, choices }) => technique === 'websocket' && choices.library === false;

export class Panel {
  #bench;
  #lanes = el('div', { className: 'code-lanes', role: 'group', aria: { label: 'Lane' } });
  #languages = el('span', { className: 'end', role: 'group', aria: { label: 'Language' } });
  #choices = el('p', { className: 'choice-list' });
  #source = el('pre', { className: 'source', tabIndex: 0 });
  #lane = '';
  #language = LANGUAGES[0];
  #known = '';
  #texts = new Map(); // path → what it has

  constructor(box, bench) {
    this.#bench = bench;
    box.replaceChildren(
      el('div', { className: 'panelhead' }, this.#lanes, this.#languages),
      this.#choices,
      this.#source,
    );
    for (const language of LANGUAGES) {
      const button = el('button', { type: 'button', className: 'pill toggle', value: language.name }, language.title);
      button.addEventListener('click', () => {
        this.#language = language;
        this.#draw();
      });
      this.#languages.append(button);
    }
  }

  // show turns to one lane's client.
  show(lane) {
    this.#lane = lane;
    this.#draw();
  }

  tick() {
    const key = JSON.stringify(this.#clients());
    if (key === this.#known) return;
    this.#known = key;
    this.#draw();
  }

  // clients are the run's, with all choices settled; before a run, what the settings say.
  #clients() {
    const { run, lanes } = this.#bench;
    const planned = lanes.map((lane) => ({ ...lane, choices: { reconnect: 'none', ...choicesOf(lane) } }));
    return run
      ? run.clients.map(({ name, technique, title, choices }) => ({ name, technique, title, choices }))
      : planned;
  }

  #draw() {
    const clients = this.#clients();
    const client = clients.find(({ name }) => name === this.#lane) ?? clients[0];
    this.#lane = client.name;
    const focused = this.#lanes.contains(document.activeElement);
    this.#lanes.replaceChildren(...clients.map((lane) => this.#tab(lane, lane === client)));
    if (focused) this.#lanes.querySelector('[aria-pressed=true]').focus();
    for (const button of this.#languages.children)
      button.setAttribute('aria-pressed', button.value === this.#language.name);
    const { reconnect, ...others } = client.choices;
    const choices = client.technique === 'websocket' ? client.choices : others;
    const said = Object.entries(choices).map(([name, value]) =>
      el('code', {}, `${name}: `, el('b', {}, Array.isArray(value) ? value.join(', ') || 'none' : String(value))),
    );
    this.#choices.replaceChildren(
      `${this.#bench.run ? 'In force' : 'Chosen'}: `,
      ...(said.length ? said : ['everything at its default']),
    );
    this.#print(this.#language.path(client));
  }

  #tab({ name, technique, title }, on) {
    const mark = el('i', { className: `mark ${technique}` });
    const button = el('button', { type: 'button', className: 'pill', aria: { pressed: on } }, mark, title);
    button.addEventListener('click', () => this.show(name));
    return button;
  }

  async #print(path) {
    if (this.#source.dataset.path === path) return;
    this.#source.dataset.path = path;
    this.#source.ariaLabel = path;
    try {
      if (!this.#texts.has(path)) {
        const response = await fetch(path);
        if (!response.ok) throw new Error(`status ${response.status}`);
        this.#texts.set(path, await response.text());
      }
      if (this.#source.dataset.path === path) this.#source.replaceChildren(...paint(this.#texts.get(path)));
    } catch {
      if (this.#source.dataset.path !== path) return;
      delete this.#source.dataset.path;
      this.#source.textContent = `${path} could not be fetched. Is the server still running?`;
    }
  }
}
