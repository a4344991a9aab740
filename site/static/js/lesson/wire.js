// A unit that stands in the text, in the component that shows live ones.
import { address, placed } from '../inspect/address.js';
import { UnitDetail } from '../wire/detail.js';
import { bytesOf } from '../wire/value.js';
import { el } from '../dom.js';

const NO_COPIES = { event: 0, follow() {} }; // of a recording there is no other wire

// Recorded is a unit by itself, as the component asks for it: of no connection and no time.
class Recorded {
  #unit;
  since = 0;
  events = false;
  loose = true;
  prefix; // of its elements' ids: several may be on the page, and the bench beside them

  constructor(unit, id) {
    this.#unit = unit;
    this.prefix = id;
  }

  // address is where the inspector shows the same bytes.
  address(seq, field = 0) {
    const { proto, dir, raw } = this.#unit;
    const where = address({ as: proto, from: dir === 'c2s' ? 'client' : 'server', bytes: bytesOf(raw) });
    return where.split('#')[0] + placed(where.split('#')[1], { unit: 1, field });
  }
}

// recorded puts the component in the place of what reads without it. article is what scrolls.
export function recorded(figure, article) {
  const unit = { ...JSON.parse(figure.dataset.unit), lane: figure.dataset.lane };
  const box = el('div', { className: 'unit live' });
  const say = el('div', { className: 'say' }); // what the list of fields says, where that is out of sight
  const detail = new UnitDetail(box, say, NO_COPIES);
  figure.querySelector('.unit').replaceWith(box, say);
  detail.show(unit, new Recorded(unit, figure.id));

  // What is pointed at is explained in the list of fields; where that is out of sight, beside the bytes.
  const look = ({ target }) => {
    const item = box.querySelector('.fields > .on');
    const away = item && target.closest('.hex, .bits') && !within(item, article);
    figure.classList.toggle('away', Boolean(away));
  };
  for (const sign of ['pointerover', 'focusin']) box.addEventListener(sign, look);
  for (const sign of ['pointerleave', 'focusout']) box.addEventListener(sign, () => figure.classList.remove('away'));
}

// within reports whether an element is in sight, where it scrolls and in the window.
function within(element, scroller) {
  const { top, bottom } = element.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  return top >= Math.max(0, frame.top) && bottom <= Math.min(innerHeight, frame.bottom);
}
