// The first two bytes of a WebSocket frame, bit by bit (RFC 6455 5.2):
//
//   FIN | RSV1 RSV2 RSV3 | opcode (4) | MASK | payload length (7)
const OPCODES = { 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' };

export function opcodeName(opcode) {
  return OPCODES[opcode] ?? 'reserved';
}

// parts names the bits of the two bytes: [label, how many bits].
export function parts(first, second) {
  const length = second & 0x7f;
  const more = length === 126 ? ': 16 bits follow' : length === 127 ? ': 64 bits follow' : '';
  return [
    ['FIN', 1],
    ['RSV 1–3', 3],
    [`opcode ${first & 0x0f} = ${opcodeName(first & 0x0f)}`, 4],
    ['MASK', 1],
    [`length ${length}${more}`, 7],
  ];
}

// bits draws them. owner says which field each byte belongs to, so that a bit lights up with its field.
export function bits(bytes, owner) {
  const element = document.createElement('div');
  element.className = 'bits';
  element.role = 'img';
  const digits = [bytes[0], bytes[1]].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const names = parts(bytes[0], bytes[1]);
  [...digits].forEach((digit, i) => element.append(cell(digit, owner[i >> 3], `f${owner[i >> 3] % 5}`)));
  let at = 0;
  const spoken = [];
  for (const [name, count] of names) {
    const label = cell(name, owner[at >> 3], at === 0 ? 'l first' : 'l');
    label.style.gridColumn = `span ${count}`;
    label.title = name;
    element.append(label);
    spoken.push(`${name}: ${digits.slice(at, at + count)}`);
    at += count;
  }
  element.setAttribute('aria-label', spoken.join(', '));
  return element;
}

function cell(text, field, className) {
  const element = document.createElement('span');
  element.textContent = text;
  element.className = className;
  if (field >= 0) element.dataset.f = field;
  return element;
}
