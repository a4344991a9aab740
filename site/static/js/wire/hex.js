// The bytes of a unit in rows: offset, hexadecimal, text. Bytes of one field stand on one tint.
import { el } from '../dom.js';

// hex draws bytes. owner says which field each belongs to, label what to call a field for who hears it. Neighbours of one
// field in one row are one element.
export function hex(bytes, owner, perRow, label) {
  const className = perRow > 8 ? 'hex' : 'hex eight'; // two rows of eight fit side by side on paper
  const element = el('div', { className, role: 'group', aria: { label: 'The bytes, field by field' } });
  for (let start = 0; start < bytes.length; start += perRow) {
    const end = Math.min(start + perRow, bytes.length);
    const offset = el('span', { className: 'o', aria: { hidden: 'true' } }, start.toString(16).padStart(4, '0'));
    const codes = el('span');
    const text = el('span', { aria: { hidden: 'true' } });
    element.append(offset, codes, text);
    for (let from = start; from < end;) {
      let to = from + 1;
      while (to < end && owner[to] === owner[from]) to++;
      const part = bytes.subarray(from, to);
      if (from > start) codes.append(' ');
      const code = codes.appendChild(
        piece(owner[from], Array.from(part, (b) => b.toString(16).padStart(2, '0')).join(' ')),
      );
      if (owner[from] >= 0 && (from === 0 || owner[from - 1] !== owner[from])) {
        code.tabIndex = -1; // the first piece of a field can take the focus
        code.role = 'button';
        code.setAttribute('aria-label', `${label(owner[from])} Bytes ${code.textContent}`);
      }
      text.append(piece(owner[from], Array.from(part, readable).join('')));
      from = to;
    }
  }
  return element;
}

function piece(field, text) {
  return el('span', field >= 0 ? { className: `f${field % 5}`, data: { f: field } } : {}, text);
}

function readable(byte) {
  return byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·';
}
