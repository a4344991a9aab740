// What a unit's value holds: bytes as text, and the feed's events.
const LONGEST = 400; // characters
const EVENTS = 12; // of one answer that are named

// bytesOf decodes base64, as the units carry bytes.
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64 ?? ''), (c) => c.charCodeAt(0));
}

export function textOf(base64) {
  return new TextDecoder().decode(bytesOf(base64));
}

export function cut(text, length = LONGEST) {
  return text.length > length ? `${text.slice(0, length)}…` : text;
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
      return numbers(read(raw)?.events ?? []);
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
