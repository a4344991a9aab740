// Addresses in a run: of a unit, of a field. Who takes one with her wants the run to stay.
import { announce, tell } from '../announce.js';

const BACK = 1500; // ms until the button says its name again

export class Reference {
  #box;
  #onShare;

  // box holds a unit with its links; onShare is called when one is opened or copied.
  constructor(box, onShare) {
    this.#box = box;
    this.#onShare = onShare;
    // A link can be followed, dragged away, or copied from its context menu.
    for (const type of ['click', 'auxclick', 'contextmenu', 'dragstart']) {
      box.addEventListener(type, (event) => event.target.closest('a.ref') && onShare());
    }
    box.addEventListener('click', (event) => event.target.closest('[data-act=copy]') && this.copy());
  }

  // copy puts the address of the unit that is shown on the clipboard.
  async copy() {
    const link = this.#box.querySelector('h3 a.ref');
    if (!link) return tell('Choose a unit first.');
    const button = this.#box.querySelector('[data-act=copy]');
    this.#onShare();
    try {
      await navigator.clipboard.writeText(link.href);
      announce('The link is copied.');
      if (!button) return;
      button.textContent = 'copied';
      setTimeout(() => (button.textContent = 'copy link'), BACK);
    } catch {
      link.focus(); // no clipboard here: the link is there to be copied by hand
      tell('The clipboard is closed to this page. Copy the link by hand.');
    }
  }
}
