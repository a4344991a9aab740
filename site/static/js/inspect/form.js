// Where bytes are pasted.
import { FORMATS, read } from './pasted.js';

export class Form {
  #as = document.getElementById('as');
  #from = document.getElementById('from');
  #format = document.getElementById('format');
  #text = document.getElementById('pasted');
  #trouble = document.getElementById('pasted-trouble');
  #most = Number(document.getElementById('main').dataset.max);
  onBytes = () => {}; // ({as, from, bytes}) the reader wants these inspected

  constructor() {
    for (const [value, words] of Object.entries(FORMATS)) this.#format.append(new Option(words, value));
    this.#as.addEventListener('change', () => this.#fit());
    document.getElementById('inspect').addEventListener('click', () => this.#inspect());
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#inspect();
    });
    this.#fit();
  }

  // show fills in what the bytes are taken for.
  show({ as, from }) {
    this.#as.value = as;
    this.#fit();
    this.#from.value = from;
  }

  focus() {
    this.#text.focus();
  }

  // An event stream comes from a server; HTTP's lines end with CR LF; frames are no text.
  #fit() {
    const as = this.#as.value;
    this.#from.disabled = as === 'sse';
    if (as === 'sse') this.#from.value = 'server';
    this.#format.value = { http1: 'crlf', sse: 'text', websocket: 'hex' }[as];
  }

  #inspect() {
    let wrong = '';
    try {
      const bytes = read(this.#text.value, this.#format.value);
      if (!bytes.length) wrong = 'Paste some bytes first.';
      else if (bytes.length > this.#most)
        wrong = `These are ${bytes.length.toLocaleString('en')} bytes; at most ${this.#most.toLocaleString('en')} can be inspected here. The command go run ./server decode has no limit.`;
      else this.onBytes({ as: this.#as.value, from: this.#from.value, bytes });
    } catch (trouble) {
      wrong = trouble.message;
    }
    this.#trouble.textContent = wrong;
    this.#trouble.hidden = !wrong;
    if (wrong) this.#text.focus();
  }
}
