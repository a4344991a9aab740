// A claim's row: what the server wrote of it, with what it came to here, and what it came to for somebody else.
import { el, write } from '../dom.js';
import { came } from './cases.js';
import { fill } from './lines.js';
import { scale } from './strip.js';
import { share } from './share.js';
import { by, moment, pill, trials, verdictWord } from './words.js';

export class Row {
  #item;
  #details;
  #pill;
  #note;
  #before; // what the note is without a result
  #otherwise = el('span', { className: 'theirs', hidden: true });
  #button;
  #own = null;
  #theirs = null;
  #sound = null; // of the sound lab, while a broken one is shown
  #old = false; // whether the own result was judged by rules that no longer are
  #ran = ''; // the runs behind the own result
  #folded = false; // before it was printed
  #drawn = false; // whether what it unfolds to is up to date
  number;
  onRun = () => {};

  constructor(item) {
    this.#item = item;
    this.#details = item.querySelector('details');
    this.#pill = item.querySelector('.verdict');
    this.#button = item.querySelector('.run');
    this.number = Number(item.dataset.claim);
    if (!this.#button) return;
    this.#note = item.querySelector('.note');
    this.#before = this.#note.textContent;
    item.querySelector('.came').append(this.#otherwise);
    this.#button.addEventListener('click', () => {
      if (this.#button.ariaDisabled !== 'true') this.onRun();
    });
    // A line is cut where there is no room for it: a click on it shows all, as one on the claim itself.
    item.querySelector('.lines').addEventListener('click', () => {
      if (getSelection().isCollapsed) this.#details.open = true;
    });
    this.#details.addEventListener('toggle', () => this.#unfold());
  }

  get measurable() {
    return Boolean(this.#button);
  }

  get verdict() {
    return this.#item.dataset.verdict;
  }

  get text() {
    return `${this.number} ${this.#item.textContent}`.toLowerCase();
  }

  set shown(shown) {
    this.#item.hidden = !shown;
  }

  // show puts a result into the row; null: there is none yet. sound: that of the sound lab, if a broken one is shown.
  // old: it was judged by rules that no longer are. ran: the runs it is from, in words.
  show(result, { sound = null, old = false, ran = '' } = {}) {
    if (!this.measurable) return;
    this.#own = result;
    this.#sound = sound;
    this.#old = old;
    this.#ran = ran;
    this.#item.dataset.verdict = result?.verdict ?? 'none';
    const fresh = pill(this.verdict);
    this.#pill.replaceWith(fresh);
    this.#pill = fresh;
    this.idle();
    this.#stale();
  }

  // compare puts somebody else's result beside the own; null takes it away.
  compare(result) {
    if (!this.measurable) return;
    this.#theirs = result;
    this.#otherwise.hidden = !result;
    this.#otherwise.replaceChildren(...(result ? ['theirs', pill(result.verdict)] : []));
    this.#stale();
  }

  // going says what is being done for the claim.
  going(text, now) {
    write(this.#note, text);
    this.#note.classList.remove('turned');
    this.#item.classList.toggle('now', Boolean(now));
    write(this.#button, now ? 'Running…' : 'Waiting');
  }

  // idle says where the result is from, and whether it turned.
  idle() {
    const turned = !this.#old && this.#own && this.#sound && this.#own.verdict !== this.#sound.verdict;
    this.#note.classList.toggle('turned', Boolean(turned));
    if (this.#old) write(this.#note, 'by older rules');
    else if (turned) write(this.#note, `turned from ${verdictWord(this.#sound.verdict)}`);
    else if (this.#own && this.#sound) write(this.#note, 'as in a sound lab');
    else if (this.#own?.broken) write(this.#note, 'in a broken lab');
    else write(this.#note, this.#own ? count(this.#own) : this.#before);
    this.#item.classList.remove('now');
    write(this.#button, this.#own ? `Run claim ${this.number} again` : `Run claim ${this.number} here`);
  }

  // A button that is out of use keeps the focus, so that who pressed it by key is not lost.
  set enabled(enabled) {
    if (this.#button) this.#button.ariaDisabled = !enabled;
  }

  // open unfolds the row and brings it into sight.
  open() {
    this.#details.open = true;
    this.#item.scrollIntoView({ block: 'start' });
    this.#details.querySelector('summary').focus({ preventScroll: true });
  }

  // print unfolds the row for as long as the page is printed.
  set print(printing) {
    if (printing) this.#folded = !this.#details.open;
    if (this.#folded) this.#details.open = printing;
    if (printing && this.measurable) this.#unfold();
  }

  #stale() {
    for (const line of this.#item.querySelectorAll('.lines > li'))
      fill(line, caseOf(this.#own, line), caseOf(this.#theirs, line));
    this.#drawn = false;
    this.#unfold();
  }

  // What is folded is drawn when it is unfolded.
  #unfold() {
    if (!this.#details.open || this.#drawn) return;
    this.#drawn = true;
    for (const item of this.#item.querySelectorAll('.case')) this.#case(item);
    this.#foot();
  }

  #case(item) {
    const own = caseOf(this.#own, item);
    const theirs = caseOf(this.#theirs, item);
    const domain = scale(own, theirs);
    const said = item.querySelector('.said')?.textContent ?? '';
    const parts = [
      own && came(own, { domain, whose: theirs && 'Here', then: then(own, said) }),
      theirs && came(theirs, { domain, whose: 'Theirs', then: then(theirs, said) }),
    ];
    if (!own)
      parts[0] = el(
        'div',
        { className: 'got' },
        el('p', { className: 'answer', data: { answer: 'none' } }, 'not run here yet'),
      );
    for (const old of item.querySelectorAll('.got')) old.remove();
    item.append(...parts.filter(Boolean));
  }

  async #foot() {
    const foot = this.#item.querySelector('.foot');
    const own = this.#own;
    const text = own ? `Measured here, ${moment(own.at)}, by ${by(own)}. ${this.#ran}`.trim() : '';
    const theirs = this.#theirs
      ? `Theirs: ${[moment(this.#theirs.at), `by ${by(this.#theirs)}`].filter(Boolean).join(', ')}${apart(own, this.#theirs)}.`
      : '';
    const ran = el(
      'p',
      { className: 'ran' },
      text,
      theirs && own && el('br'),
      theirs,
    );
    const send = own ? await share(own) : [];
    if (own === this.#own) foot.replaceChildren(ran, ...send);
  }
}

// caseOf is what a result says of the case that an element stands for.
function caseOf(result, { dataset }) {
  return result?.cases.find((one) => one.case === dataset.case);
}

// then is what a case was judged by when that is no longer what stands in its row.
function then({ text, rule }, said) {
  const other = [text, rule].filter((sentence) => !said.includes(sentence));
  return other.length && said ? `By other rules: ${other.join(' ')}` : '';
}

// count is how many trials a result is from, at most.
function count({ cases }) {
  const n = Math.max(0, ...cases.map(({ n }) => n));
  return n ? trials(n) : '';
}

function apart(own, theirs) {
  const rules = own && own.rules !== theirs.rules ? ', judged by other rules' : '';
  return `${theirs.broken ? ', in a lab broken on purpose' : ''}${rules}`;
}
