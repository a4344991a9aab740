// Loose bytes in an address: /inspect#as=sse&from=server&bytes=…, with &expected=… to compare with and &title=… to head
// the page. Bytes are in base64 with the letters of an address (RFC 4648 section 5), without padding. A browser doesn't send
// what stands after # to a server.
export const KINDS = ['http1', 'sse', 'websocket'];
const SIDES = ['server', 'client'];
const LONGEST_TITLE = 120; // characters
const PIECE = 1 << 13; // bytes that are turned into letters at once: arguments are limited

// address is where to look at bytes.
export function address({ as, from, bytes, expected, title }) {
  const words = new URLSearchParams({ as, from, bytes: letters(bytes) });
  if (expected) words.set('expected', letters(expected));
  if (title) words.set('title', title.slice(0, LONGEST_TITLE));
  return `/inspect#${words}`;
}

// parse reads the hash of such an address. It returns null for one that names no bytes, and throws an Error that says what
// is wrong with it.
export function parse(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  if (!words.has('bytes')) return null;
  const [as, from] = [words.get('as') ?? '', words.get('from') ?? 'server'];
  if (!KINDS.includes(as)) throw new Error(`This address says as=${as.slice(0, 40)}; it may be ${KINDS.join(', ')}.`);
  if (!SIDES.includes(from))
    throw new Error(`This address says from=${from.slice(0, 40)}; it may be server or client.`);
  return {
    as,
    from,
    bytes: bytesOf(words.get('bytes')),
    expected: words.has('expected') ? bytesOf(words.get('expected')) : null,
    title: (words.get('title') ?? '').slice(0, LONGEST_TITLE),
    unit: whole(words.get('unit')),
    field: Math.max(0, whole(words.get('field')) - 1),
    side: words.get('side') === 'expected' ? 'expected' : 'seen',
  };
}

// placed is the address with a unit of one side in it, and a field of that, from 0.
export function placed(hash, { side, unit, field }) {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  for (const name of ['side', 'unit', 'field']) words.delete(name);
  if (side === 'expected') words.set('side', side);
  if (unit) words.set('unit', unit);
  if (field > 0) words.set('field', field + 1);
  return `#${words}`;
}

function whole(text) {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0;
}

export function letters(bytes) {
  let binary = '';
  for (let i = 0; i < bytes.length; i += PIECE) binary += String.fromCharCode(...bytes.subarray(i, i + PIECE));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function bytesOf(letters) {
  const damaged = new Error('This address is damaged: perhaps a part of it was lost on the way.');
  if (!/^[A-Za-z0-9_-]*$/.test(letters)) throw damaged;
  try {
    return Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  } catch {
    throw damaged; // letters left over that are no byte
  }
}
