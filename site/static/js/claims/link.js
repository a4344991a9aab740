// A Result as a link that anybody can open on any Wireside: the part of the address after #r= is the Result's JSON,
// compressed (RFC 1951) and in the letters of an address (RFC 4648 section 5, without padding). Browsers don't send
// that part to a server.
import { Fault, resultOf } from './result.js';

const LARGEST = 64 << 10; // bytes of JSON
const LONGEST = 96 << 10; // letters: what can't be compressed grows by a third
const PIECE = 1 << 13; // bytes that are turned into letters at once: arguments are limited

// fragment resolves to a Result's letters, without `#r=`. It throws a Fault if it is no Result, or too large to be
// opened again.
export async function fragment(result) {
  const json = new TextEncoder().encode(JSON.stringify(resultOf(result)));
  if (json.length > LARGEST) throw new Fault('This result is too large for a link. Save it as a file.');
  const packed = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let letters = '';
  for (let i = 0; i < bytes.length; i += PIECE) letters += String.fromCharCode(...bytes.subarray(i, i + PIECE));
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

// link resolves to the address of the page that shows a Result.
export async function link(result) {
  return new URL(`/claims/result#r=${await fragment(result)}`, location.href).href;
}

// parse resolves to the Result that a location's hash holds, with or without `#r=`. It throws a Fault that says what is
// wrong with it.
export async function parse(hash) {
  const letters = hash.replace(/^#?(?:r=)?/, '');
  if (!letters) throw new Fault('There is no result in this address.');
  if (letters.length > LONGEST) throw new Fault('This address is longer than that of a result can be.');
  let given;
  try {
    given = JSON.parse(await inflate(bytesOf(letters)));
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('This address is damaged: perhaps a part of it was lost on the way. Ask for the link again.');
  }
  return resultOf(given);
}

function bytesOf(letters) {
  if (!/^[\w-]*$/.test(letters)) throw new Error('not base64url');
  return Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

// inflate gives up as soon as more comes out than a Result has: a few letters can stand for gigabytes.
async function inflate(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > LARGEST) {
      reader.cancel().catch(() => {});
      throw new Fault('There is more in this address than a result can be.');
    }
    text += decoder.decode(value, { stream: true });
  }
}
