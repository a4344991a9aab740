// The bytes of a unit in rows: offset, hexadecimal, text. Bytes of one field stand on one tint.

// hex returns the element and the spans of each field in it. Neighbours of one field in one row are one element.
export function hex(bytes, owner, perRow, label) {
  const element = document.createElement('div');
  element.className = 'hex';
  element.role = 'group';
  element.setAttribute('aria-label', 'The bytes, field by field');
  for (let start = 0; start < bytes.length; start += perRow) {
    const end = Math.min(start + perRow, bytes.length);
    const offset = element.appendChild(document.createElement('span'));
    offset.className = 'o';
    offset.setAttribute('aria-hidden', 'true');
    offset.textContent = start.toString(16).padStart(4, '0');
    const codes = element.appendChild(document.createElement('span'));
    const text = element.appendChild(document.createElement('span'));
    text.setAttribute('aria-hidden', 'true');
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
  const element = document.createElement('span');
  element.textContent = text;
  if (field >= 0) {
    element.dataset.f = field;
    element.className = `f${field % 5}`;
  }
  return element;
}

function readable(byte) {
  return byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·';
}
