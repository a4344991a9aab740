// A connection can die without a word: a cable is pulled, a router forgets. Nothing arrives any more, and nothing says
// so. Who wants to notice expects a sign of life now and then, and counts the silence.
export class Watchdog {
  #silence; // ms; 0: this dog sleeps
  #bark;
  #timer = 0;

  constructor(silence, bark) {
    this.#silence = silence;
    this.#bark = bark;
  }

  // heard begins the count anew.
  heard() {
    this.rest();
    if (this.#silence > 0) this.#timer = setTimeout(this.#bark, this.#silence);
  }

  rest() {
    clearTimeout(this.#timer);
  }
}
