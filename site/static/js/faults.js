// What the reader can do to the lanes while a run goes on. A press on a kind lets it happen, with the parameters that
// stand below; the sentence there says what it is, and where on the way of the bytes it acts.
import { announce, tell } from './announce.js';

const LINGER = 250; // ms that the mouse stays on a kind before its sentence is shown

export class Faults {
  #bench;
  #box = document.getElementById('faults'); // null where the server offers none
  #lane = document.getElementById('fault-lane');
  #kinds;

  constructor(bench) {
    this.#bench = bench;
    if (!this.#box) return;
    const open = document.getElementById('faults-open');
    open.addEventListener('click', () => this.#open(open, this.#box.hidden));
    this.#open(open, open.getAttribute('aria-expanded') === 'true');
    this.#kinds = [...this.#box.querySelectorAll('.kinds button')];
    let timer = 0;
    for (const button of this.#kinds) {
      button.addEventListener('click', () => this.#strike(button));
      button.addEventListener('focus', () => this.#show(button.value));
      button.addEventListener('pointerenter', () => (timer = setTimeout(() => this.#hint(button.value), LINGER)));
      button.addEventListener('pointerleave', () => clearTimeout(timer));
    }
  }

  // lanes sets where a fault can strike, each {name, title, off}.
  lanes(lanes) {
    if (!this.#box) return;
    const chosen = this.#lane.value;
    const options = lanes.filter(({ off }) => !off).map(({ name, title }) => new Option(title, name));
    this.#lane.replaceChildren(new Option('all lanes', ''), ...options);
    this.#choose(chosen);
  }

  // title is what a kind is called.
  title(kind) {
    return this.#kinds?.find((button) => button.value === kind)?.textContent ?? kind;
  }

  // herd adds the simulated clients of a run to what can be struck.
  herd() {
    if (this.#box && !this.#lane.namedItem('herd'))
      this.#lane.append(Object.assign(new Option('simulated clients', 'herd'), { id: 'herd' }));
  }

  #choose(lane) {
    this.#lane.value = lane;
    if (this.#lane.selectedIndex < 0) this.#lane.value = '';
  }

  #open(button, on) {
    this.#box.hidden = !on;
    button.setAttribute('aria-expanded', on);
  }

  // hint is for the mouse: where a sentence stands, it changes to that of the kind under it.
  #hint(kind) {
    if (this.#kinds.some((button) => button.classList.contains('on'))) this.#show(kind);
  }

  // show says what a kind does, and has its parameters.
  #show(kind) {
    for (const how of this.#box.querySelectorAll('.how')) how.hidden = how.dataset.kind !== kind;
    for (const button of this.#kinds) button.classList.toggle('on', button.value === kind);
  }

  async #strike(button) {
    this.#show(button.value);
    const { run, running } = this.#bench;
    if (!running) return tell('Nothing runs that could be struck: press Start first.');
    const inputs = [...this.#box.querySelectorAll(`.how[data-kind="${button.value}"] input`)];
    if (inputs.some((input) => !input.reportValidity())) return undefined;
    const lane = this.#lane.value;
    try {
      const { applied } = await run.fault({ kind: button.value, ...(lane && { lane }), ...parameters(inputs) });
      announce(said(button.textContent, applied));
    } catch (trouble) {
      tell(trouble.message);
    }
    return undefined;
  }
}

// parameters reads inputs; a dot in a name leads into an object.
export function parameters(inputs) {
  const all = {};
  for (const { name, type, value } of inputs) {
    const [outer, inner] = name.split('.');
    const said = type === 'number' ? Number(value) : value;
    if (inner) (all[outer] ??= {})[inner] = said;
    else all[outer] = said;
  }
  return all;
}

function said(what, applied) {
  const under = applied.reduce((sum, { exchanges }) => sum + exchanges, 0);
  const now = `${under} exchange${under === 1 ? '' : 's'} under way`;
  return `${what}: it has struck ${under ? now : 'nothing yet; what comes next is struck'}.`;
}
