// What somebody pastes, as bytes.
const HEX = /^[0-9a-f]{2}$/i;
const NOISE = /0x|[\s,:]/gi; // between the digits of a dump
const OFFSETS = /^[0-9a-f]{4,8}:?\s{1,3}(?=[0-9a-f]{2}\b)/gim; // before them, as hexdump and xxd write it

// FORMATS are how bytes may be written, in words.
export const FORMATS = {
  text: 'text, lines end with LF',
  crlf: 'text, lines end with CR LF',
  hex: 'hex digits',
  base64: 'base64',
};

// read turns a text into bytes. It throws an Error that says what can't be read.
export function read(text, format) {
  switch (format) {
    case 'hex':
      return hex(text);
    case 'base64':
      return base64(text);
    case 'crlf':
      return new TextEncoder().encode(text.replaceAll(/\r\n|\r|\n/g, '\r\n'));
  }
  return new TextEncoder().encode(text.replaceAll(/\r\n|\r/g, '\n'));
}

function hex(text) {
  const digits = text.replaceAll(OFFSETS, '').replaceAll(NOISE, '');
  const bytes = new Uint8Array(digits.length >> 1);
  for (let i = 0; i < digits.length; i += 2) {
    const pair = digits.slice(i, i + 2);
    if (!HEX.test(pair)) {
      const why = pair.length < 2 ? 'a single digit is left over' : `“${pair}” is none`;
      throw new Error(`These are not pairs of hex digits: ${why}, after ${i >> 1} byte${i === 2 ? '' : 's'}.`);
    }
    bytes[i >> 1] = parseInt(pair, 16);
  }
  return bytes;
}

function base64(text) {
  const letters = text.replaceAll(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/');
  try {
    return Uint8Array.from(atob(letters), (c) => c.charCodeAt(0));
  } catch {
    throw new Error('This is not base64: its letters are A to Z, a to z, 0 to 9, + and /, with = at the end.');
  }
}
