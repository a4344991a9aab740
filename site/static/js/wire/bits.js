// The header of a WebSocket frame, bit by bit (RFC 6455 5.2), sixteen to a row:
//
//   FIN | RSV1 RSV2 RSV3 | opcode (4) | MASK | payload length (7)
//   the length again, if it takes 16 or 64 bits
//   the masking key, if there is one
import { el } from '../dom.js';

const OPCODES = { 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' };

export function opcodeName(opcode) {
  return OPCODES[opcode] ?? 'reserved';
}

// parts names the bits of a frame's header: [label, how many bits]. Of a header that is cut short, those that are here.
export function parts(bytes) {
  const [first, second] = bytes;
  const short = second & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0; // bytes
  const all = [
    ['FIN', 1],
    ['RSV 1–3', 3],
    [`opcode ${first & 0x0f} = ${opcodeName(first & 0x0f)}`, 4],
    ['MASK', 1],
    [`length ${short}${extended ? `: ${8 * extended} bits follow` : ''}`, 7],
  ];
  if (extended) all.push([`length ${number(bytes.subarray(2, 2 + extended))}, in ${8 * extended} bits`, 8 * extended]);
  if (second & 0x80) {
    for (let i = 0; i < 4; i++) {
      const byte = bytes[2 + extended + i] ?? 0;
      all.push([`masking key ${i + 1}: ${byte.toString(16).padStart(2, '0')}`, 8]);
    }
  }
  let left = 8 * bytes.length;
  return all.filter(([, bits]) => (left -= bits) >= 0);
}

function number(bytes) {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

// bits draws them. owner says which field each byte belongs to, so that a bit lights up with its field.
export function bits(bytes, owner) {
  const box = el('div', { className: 'bits', role: 'group', aria: { label: 'The header, bit by bit' } });
  for (const row of rows(parts(bytes))) {
    for (const { begins, count } of row) {
      for (let bit = begins; bit < begins + count; bit++) box.append(digit(bytes, bit, owner));
    }
    for (const part of row) box.append(label(bytes, part, owner));
  }
  return box;
}

// rows lays parts out. One of 64 bits has four rows for itself.
function rows(list) {
  const all = [];
  let begins = 0;
  let room = 0; // bits
  for (const [name, count] of list) {
    if (room < count) {
      all.push([]);
      room = 16;
    }
    all.at(-1).push({ name, count, begins });
    room -= count;
    begins += count;
  }
  return all;
}

function at(bytes, bit) {
  return (bytes[bit >> 3] >> (7 - (bit & 7))) & 1;
}

function digit(bytes, bit, owner) {
  const field = owner[bit >> 3];
  return cell(String(at(bytes, bit)), field, `d f${field % 5}`, { aria: { hidden: 'true' } });
}

// A part's label stands under its digits, and is what keyboard and screen reader meet.
function label(bytes, { name, count, begins }, owner) {
  const digits = Array.from({ length: count }, (_, i) => at(bytes, begins + i)).join('');
  return cell(name, owner[begins >> 3], `l s${Math.min(count, 16)}`, {
    role: 'button',
    tabIndex: -1,
    title: name,
    aria: { label: `${name}. Bits ${digits}.` },
  });
}

function cell(text, field, className, rest) {
  return el('span', { className, ...rest, ...(field >= 0 && { data: { f: field } }) }, text);
}
