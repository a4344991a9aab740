// What a unit's value holds: bytes as text, and the feed's events.
const LONGEST = 400; // characters
const EVENTS = 12; // of one answer that are named
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

// bytesOf decodes base64, as the units carry bytes.
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64 ?? ''), (c) => c.charCodeAt(0));
}

export function textOf(base64) {
  return new TextDecoder().decode(bytesOf(base64));
}

// cut returns as much of a text from the wire as is shown.
export function cut(text, length = LONGEST) {
  return visible(text.length > length ? `${text.slice(0, length)}…` : text);
}

// visible names the characters that draw nothing, or turn around the order of what stands beside them: text from the
// wire then reads as it was sent. The joiners stay, which emoji and some scripts are made with.
export function visible(text) {
  return text.replace(UNSEEN, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0x0a) return '↵'; // its picture, ␊, is missing in many fonts
    if (code < 0x20) return String.fromCharCode(0x2400 + code); // a control's picture: ␉
    return code === 0x7f ? '␡' : `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

// eventsOf returns the numbers of the feed's events that a unit carries, at most a dozen.
export function eventsOf({ kind, value, raw }) {
  switch (kind) {
    case 'event':
      return value?.dispatched ? numbers([{ seq: Number(value.lastEventId) }]) : [];
    case 'frame':
      return value?.opcode === 1 ? numbers([read(value.inflated ?? value.payload)]) : [];
    case 'message':
      return numbers([read(value?.data)]);
    case 'body':
      return numbers(read(value?.inflated ?? raw)?.events ?? []);
    default:
      return [];
  }
}

function numbers(events) {
  if (!Array.isArray(events)) return [];
  return events
    .map((event) => event?.seq)
    .filter((seq) => Number.isSafeInteger(seq) && seq > 0)
    .slice(0, EVENTS);
}

function read(base64) {
  try {
    return JSON.parse(textOf(base64));
  } catch {
    return null;
  }
}
