// What a unit means as a whole, in words: what EventSource makes of a block, what a frame's payload says.
const LONGEST = 400; // characters

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

// meaning returns [heading, text], or null where the fields say it all.
export function meaning({ kind, value }) {
  if (!value) return null;
  switch (kind) {
    case 'event':
      if (!value.dispatched) return ['EventSource dispatches nothing.', ''];
      return [
        `EventSource dispatches “${value.type}”`,
        `${value.lastEventId ? `with id ${value.lastEventId}` : 'with no id'}: ${cut(value.data)}`,
      ];
    case 'frame':
      if (value.close) return [`Close code ${value.close.code}`, cut(value.close.reason ?? '')];
      if (value.inflated) return ['Inflated payload', cut(textOf(value.inflated))];
      return value.masked && value.length > 0 ? ['Payload without the mask', cut(textOf(value.payload))] : null;
    case 'message':
      return [`A ${value.type} message, joined from its frames`, cut(textOf(value.data))];
    default:
      return null;
  }
}

// eventOf returns the number of the feed's event that a unit carries; 0 if it carries none, or several.
export function eventOf({ kind, value }) {
  if (kind === 'event') return Number(value?.dispatched && value.lastEventId) || 0;
  if (kind !== 'frame' || value?.opcode !== 1) return 0;
  try {
    return JSON.parse(textOf(value.inflated ?? value.payload)).seq ?? 0;
  } catch {
    return 0;
  }
}
