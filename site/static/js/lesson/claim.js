// A claim in the text: what it came to in this browser, and the button that measures it here.
import { el, write } from '../dom.js';

const FEW = 3; // cases that are shown without being asked for

export class ClaimBlock {
  #place; // of the verdict
  #came = el('div', { className: 'came' });
  #doing = el('p', { className: 'doing', role: 'status', hidden: true });
  #progress = el('progress', { max: 1, value: 0, hidden: true, ariaLabel: 'Runs done' });
  #measure = button('Measure it here', () => this.onMeasure());
  #aside = button('', () => this.#other(), 'again'); // to stop, or to make room
  #other = () => {};
  number;
  title;
  onMeasure = () => {};
  onStop = () => {};

  constructor(section) {
    this.number = Number(section.dataset.claim);
    this.title = section.querySelector('h3').textContent;
    const before = section.querySelector('.verdict');
    this.#place = el('div', { className: 'verdict' });
    this.#came.append(el('p', {}, before.textContent));
    this.#aside.hidden = true;
    const buttons = el('p', { className: 'buttons' }, this.#measure, this.#aside);
    this.#place.append(this.#came, this.#progress, this.#doing, buttons);
    before.replaceWith(this.#place);
  }

  // show puts a result up, in the words of the claims' page.
  async show(result) {
    const [{ pill, moment }, { lines }] = await Promise.all([import('../claims/words.js'), import('../claims/lines.js')]);
    const { cases } = result;
    const list = lines(result);
    this.#came.replaceChildren(
      el('p', {}, pill(result.verdict), ' ', el('span', { className: 'when' }, `in this browser, ${moment(result.at)}`)),
      cases.length > FEW ? el('details', {}, el('summary', {}, `Its ${cases.length} cases`), list) : list,
    );
    write(this.#measure, 'Measure it again');
  }

  // going says what is being done; part: how much of it is, from 0 to 1.
  going(text, part) {
    this.#progress.value = part;
    this.#progress.hidden = false;
    this.#measure.hidden = true;
    this.#say(text);
    this.#offer('Stop', () => this.onStop());
  }

  // rest is over with it. text: what there is to say about it; perhaps the name and the action of a button.
  rest(text = '', name = '', action = () => {}) {
    this.#progress.hidden = true;
    this.#measure.hidden = Boolean(name);
    this.#say(text);
    this.#offer(name, action);
  }

  #say(text) {
    write(this.#doing, text);
    this.#doing.hidden = !text;
  }

  // offer has a second button do something. One that goes hands the keyboard to the first.
  #offer(name, action) {
    const focused = [this.#aside, this.#measure].includes(document.activeElement);
    this.#other = action;
    write(this.#aside, name);
    this.#aside.hidden = !name;
    if (focused) (this.#measure.hidden ? this.#aside : this.#measure).focus({ preventScroll: true });
  }
}

function button(text, action, className = '') {
  const element = el('button', { type: 'button', className }, text);
  element.addEventListener('click', action);
  return element;
}
