// The tabs above the list of units: all lanes, or one of them.
import { el } from '../dom.js';

// tabs draws one for each lane, {name, technique, title}, behind that for all. Which is chosen is for who filters.
export function tabs(lanes) {
  const place = document.getElementById('tabs');
  const button = ({ name, technique, title }) =>
    el(
      'button',
      { type: 'button', className: 'pill', data: { lane: name }, aria: { pressed: 'false' } },
      el('i', { className: `mark ${technique}` }),
      title,
    );
  place.replaceChildren(place.children[0], ...lanes.map(button));
}
