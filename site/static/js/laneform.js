// The form of a lane's choices, made from the table of its technique; and the one for a lane more. It stands beside the
// button that opened it.
import { CHOICES } from './choices.js';
import { el } from './dom.js';
import { TITLES } from './lanes/titles.js';
import { another, choicesOf, MOST_LANES, TECHNIQUES } from './settings.js';

const GAP = 6; // px between the button and the form
const EDGE = 8; // px to the window's edges

// What is said of a lane that is not served by the reference.
const book = () => el('a', { href: '/exercises' }, 'exercises');
const IMPLS = {
  scratch: () => ['Put together from the parts that the ', book(), ' ask for, in the lab’s own answers.'],
  yours: () => ['Your ', book(), ' serve it, as far as they are started; the lab’s own parts stand in for the rest.'],
};

export class LaneForm {
  #box;
  #controls;
  #bench;
  #name = ''; // of the lane; '' in the form for one more
  #opener = null;

  constructor(box, controls, bench) {
    this.#box = box;
    this.#controls = controls;
    this.#bench = bench;
    // Closed, it gives the keyboard back to the button, which may be another element by now.
    box.addEventListener('toggle', ({ newState }) => {
      if (newState === 'closed' && box.contains(document.activeElement)) this.#button()?.focus();
    });
  }

  open(name, opener) {
    this.#name = name;
    this.#opener = opener;
    this.#draw();
    this.#box.showPopover();
    this.#place(opener.getBoundingClientRect());
    this.#box.querySelector('input, select, button')?.focus();
  }

  #button() {
    return this.#controls.rows.button(this.#name) ?? (this.#opener?.isConnected ? this.#opener : null);
  }

  #draw() {
    const lane = this.#controls.lanes.find(({ name }) => name === this.#name);
    this.#box.replaceChildren(...(lane ? this.#choices(lane) : this.#more()));
  }

  // place puts the form beside its button, or above the window's lower edge where it would go beyond.
  #place({ top, right }) {
    const { style, offsetHeight, offsetWidth } = this.#box;
    style.left = `${Math.max(EDGE, Math.min(right + GAP, innerWidth - offsetWidth - EDGE))}px`;
    style.top = `${Math.max(EDGE, Math.min(top - EDGE, innerHeight - offsetHeight - EDGE))}px`;
  }

  #choices(lane) {
    const { technique, title, name } = lane;
    const heading = el('h3', { id: 'laneform-title' }, el('i', { className: `mark ${technique}` }), ` ${title}`);
    const called = this.#control('Called', el('input', { type: 'text', value: title, maxLength: 40 }), (input) =>
      this.#choose('title', input.value.trim() || undefined),
    );
    const rows = CHOICES[technique].flatMap((choice) => this.#choice(lane, choice));
    const whose = lane.impl && el('p', { className: 'hint' }, ...IMPLS[lane.impl]());
    const only = this.#controls.lanes.length < 2;
    const remove = el('button', { type: 'button', className: 'button', disabled: only }, 'Remove lane');
    remove.addEventListener('click', () => {
      this.#box.hidePopover();
      this.#controls.lanesTo(this.#controls.lanes.filter((other) => other.name !== name));
      document.querySelector('#lanes .choose')?.focus();
    });
    const plain = el('button', { type: 'button', className: 'button' }, 'Defaults');
    plain.title = 'All choices back to their defaults';
    plain.disabled = !Object.keys(choicesOf(lane)).length && lane.network === undefined;
    plain.addEventListener('click', () => {
      this.#controls.lanesTo(
        this.#controls.lanes.map((other) => (other.name === name ? { name, technique, title } : other)),
      );
      this.#again();
    });
    const code = el('button', { type: 'button', className: 'button' }, 'Client’s code');
    code.addEventListener('click', async () => {
      this.#box.hidePopover();
      (await this.#bench.view('code'))?.show(name);
      document.getElementById('code').focus();
    });
    const network = this.#network(lane);
    const buttons = el('p', { className: 'buttons' }, code, plain, remove);
    return [heading, el('div', { className: 'choices' }, ...called, ...rows, ...network), whose, buttons].filter(
      Boolean,
    );
  }

  #choice(lane, { name, label, unit, options, list, least = 0, most, none, value, text, alone }) {
    if (alone && lane.impl) return []; // it is as it is
    const now = lane[name] ?? value;
    const set = (to) => (name === 'impl' ? this.#implement(to) : this.#choose(name, same(to, value) ? undefined : to));
    const hint = text && el('small', {}, text);
    if (list) return [...this.#list(label, list, now, set), hint].filter(Boolean);
    if (options) {
      const select = el('select', {}, ...Object.entries(options).map(([option, words]) => new Option(words, option)));
      select.value = now;
      return [...this.#control(label, select, () => set(select.value)), hint].filter(Boolean);
    }
    if (typeof value === 'boolean') {
      const box = el('input', { type: 'checkbox', checked: now });
      return [...this.#control(label, box, () => set(box.checked)), hint].filter(Boolean);
    }
    const input = el('input', { type: 'number', min: least, max: most, step: 'any', required: true, value: now });
    const after = [unit, none && `0: ${none}`].filter(Boolean).join(' · ');
    return [
      ...this.#control(label, input, () => input.reportValidity() && set(Number(input.value)), after),
      hint,
    ].filter(Boolean);
  }

  // list is techniques, each with a box: those that are on, in the list's order.
  #list(label, list, now, set) {
    const boxes = list.map((technique) =>
      el('input', { type: 'checkbox', value: technique, checked: now.includes(technique) }),
    );
    const change = () => {
      const on = boxes.filter(({ checked }) => checked).map(({ value }) => value);
      // What was in an order of its own stays so; what comes anew goes to the end.
      set([...now.filter((t) => on.includes(t)), ...on.filter((t) => !now.includes(t))]);
      this.#again();
    };
    for (const box of boxes) box.addEventListener('change', change);
    const labels = boxes.map((box) => el('label', {}, box, ` ${TITLES[box.value]}`));
    return [el('span', {}, label), el('span', { className: 'several', role: 'group', aria: { label } }, ...labels)];
  }

  #network(lane) {
    const select = el('select', {}, new Option('the run’s', ''));
    for (const { value, text } of document.getElementById('network').options) select.append(new Option(text, value));
    const now = lane.network;
    if (now !== undefined && typeof now !== 'string')
      select.append(new Option('a network of its own', 'own', false, true));
    else select.value = now ?? '';
    return this.#control(
      'Network',
      select,
      () => select.value !== 'own' && this.#choose('network', select.value || undefined),
    );
  }

  #control(label, control, change, after = '') {
    const id = `choice-${label.replaceAll(/\W+/g, '-').toLowerCase()}`;
    control.id = id;
    control.addEventListener('change', () => change(control));
    const unit = after && el('small', {}, after);
    return [el('label', { htmlFor: id }, label), el('span', {}, control, unit)];
  }

  #choose(choice, value) {
    this.#controls.lane(this.#name, choice, value);
  }

  // implement has other code serve the lane. What the reference alone can do goes back to its default.
  #implement(impl) {
    const lanes = this.#controls.lanes.map((lane) => {
      if (lane.name !== this.#name) return lane;
      const kept = { ...lane, impl };
      if (impl === 'reference') delete kept.impl;
      else for (const { name } of CHOICES[lane.technique].filter(({ alone }) => alone)) delete kept[name];
      return kept;
    });
    this.#controls.lanesTo(lanes);
    this.#again();
  }

  // again draws the form anew, and leaves the keyboard where it was.
  #again() {
    const id = document.activeElement?.id || document.activeElement?.value;
    this.#draw();
    const kept = [...this.#box.querySelectorAll('input, select, button')].find((e) => e.id === id || e.value === id);
    (kept ?? this.#box.querySelector('input')).focus();
  }

  #more() {
    const lanes = this.#controls.lanes;
    const buttons = TECHNIQUES.map((technique) => {
      const button = el('button', { type: 'button', className: `button ${technique}` });
      button.append(el('i', { className: `mark ${technique}` }), el('span', {}, TITLES[technique]));
      button.addEventListener('click', () => {
        const lane = another(lanes, technique);
        this.#controls.lanesTo([...lanes, lane]);
        this.open(lane.name, this.#controls.rows.button(lane.name));
      });
      return button;
    });
    return [
      el('h3', { id: 'laneform-title' }, 'One more lane'),
      el('p', { className: 'hint' }, `Up to ${MOST_LANES} in a run. Two of one technique can differ in their choices.`),
      el('p', { className: 'buttons' }, ...buttons),
    ];
  }
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
