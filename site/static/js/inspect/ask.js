// The server reads loose bytes, and answers with their units.
import { Trouble } from '../api.js';

const AWAY = 'The server does not answer. Is it still running? When it is back, try again.';

// ask resolves to the units that bytes come to, each whole, with its bytes and fields. The error is Trouble, but for an
// abort's own.
export async function ask({ as, from }, bytes, signal) {
  let response;
  let text;
  try {
    response = await fetch(`/api/inspect?${new URLSearchParams({ as, from })}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: bytes,
      cache: 'no-store',
      signal,
    });
    text = await response.text();
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Trouble(AWAY, 0);
  }
  if (!response.ok) throw new Trouble(message(text) ?? `The server answered ${response.status}.`, response.status);
  return text.split('\n').filter(Boolean).map(JSON.parse);
}

function message(text) {
  try {
    return JSON.parse(text).error?.message;
  } catch {
    return undefined;
  }
}
