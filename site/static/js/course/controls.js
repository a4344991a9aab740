// What can be done with all progress: saved as a file, taken in from one, forgotten.
import { el, write } from '../dom.js';
import { all, store } from '../progress.js';
import { Fault, join, NAME, open, text } from './file.js';

const SOON = 10_000; // ms in which a browser has taken what it saves
const CLOSED = 'This browser keeps nothing for this page: its storage is closed or full.';

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });
const lessons = (count) => (count === 1 ? '1 lesson' : `${count} lessons`);
const find = (id) => document.getElementById(id);

// Controls are those of the home page. known: the slugs of the lessons that there are.
export class Controls {
  onChange = () => {};
  #known;

  constructor(known) {
    this.#known = known;
    const file = find('file');
    find('save').addEventListener('click', () => this.#save());
    find('open').addEventListener('click', () => file.click());
    file.addEventListener('change', async () => {
      const [chosen] = file.files;
      if (chosen) await this.#take(chosen);
      file.value = ''; // the same file may be chosen again
    });
    find('forget').addEventListener('click', () => this.#ask());
    find('forget-now').addEventListener('click', () => this.#forget());
    find('keep-it').addEventListener('click', () => this.#answered());
    find('question').addEventListener('keydown', ({ key }) => key === 'Escape' && this.#answered());
    this.rest();
    if (!store(all())) this.#say(CLOSED);
  }

  // rest shows what can be done with what is stored.
  rest() {
    const none = !Object.keys(all()).length;
    find('save').disabled = find('forget').disabled = none;
    if (none) find('question').hidden = true;
  }

  #say(words) {
    write(find('kept-says'), words);
    this.rest();
  }

  #save() {
    const address = URL.createObjectURL(new Blob([text()], { type: 'application/json' }));
    el('a', { href: address, download: NAME }).click();
    setTimeout(() => URL.revokeObjectURL(address), SOON);
    this.#say(`Saved as ${NAME}: take it in wherever you read on.`);
  }

  async #take(chosen) {
    const name = chosen.name.slice(0, 60);
    let given;
    try {
      given = await open(chosen);
    } catch (fault) {
      const why = fault instanceof Fault ? fault.message : 'the browser could not read it';
      this.#say(`Nothing was taken from ${name}: ${why}.`);
      return;
    }
    const { entries, news } = join(given.lessons);
    if (!store(entries)) {
      this.#say(`Nothing was taken from ${name}. ${CLOSED}`);
      return;
    }
    const foreign = Object.keys(given.lessons).filter((slug) => !this.#known.includes(slug)).length;
    const from = `${name}, saved on ${days.format(given.date)}`;
    const took = news.length ? `Taken from ${from}: ${lessons(news.length)}.` : `Nothing in ${from}, was new.`;
    const kept = foreign ? ` ${lessons(foreign)} of it ${foreign === 1 ? 'is' : 'are'} not in this course, and kept all the same.` : '';
    this.#say(took + kept);
    this.onChange();
  }

  #ask() {
    const begun = Object.keys(all()).length;
    write(find('asked'), `Forget for good what you did in ${lessons(begun)}? A file that you saved stays.`);
    write(find('kept-says'), '');
    find('question').hidden = false;
    find('keep-it').focus();
  }

  #answered() {
    find('question').hidden = true;
    (find('forget').disabled ? find('open') : find('forget')).focus();
  }

  #forget() {
    this.#say(store({}) ? 'All is forgotten.' : CLOSED);
    this.#answered();
    this.onChange();
  }
}
