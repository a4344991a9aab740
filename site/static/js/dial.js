// A number with a slider beside it. The number is the truth; the slider is for the hand, and goes in proportion: from 1
// to 2 is as far as from 10 to 20.
const STEPS = 100; // of the slider

export class Dial {
  #slider;
  #input;
  #least;
  #most;

  constructor(slider, input, least, most) {
    this.#slider = slider;
    this.#input = input;
    this.#least = least;
    this.#most = most;
    slider.addEventListener('input', () => (input.value = at(slider.value / STEPS, least, most)));
    input.addEventListener('input', () => this.#follow());
  }

  get value() {
    return Number(this.#input.value);
  }

  set value(value) {
    this.#input.value = value;
    this.#follow();
  }

  #follow() {
    const part = Math.log(Math.max(this.value, this.#least) / this.#least) / Math.log(this.#most / this.#least);
    this.#slider.value = Math.round(STEPS * part);
  }
}

// at is the number at a part of the way, with two digits that count.
export function at(part, least, most) {
  return Number((least * (most / least) ** part).toPrecision(2));
}
