// The server's JSON interface, with its errors turned into sentences.

// Trouble is what can go wrong between page and server, said so that a person knows what to do. status 0: no answer
// came.
export class Trouble extends Error {
  constructor(message, status, code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

// call returns the answer's JSON, or null when it has no body. Errors are Trouble, but for an abort's own.
export async function call(method, path, body, options = {}) {
  let response;
  let text;
  try {
    response = await fetch(path, {
      method,
      cache: 'no-store',
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      ...options,
    });
    text = await response.text();
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Trouble('The server does not answer. Is it still running? When it is back, try again.', 0);
  }
  if (!response.ok) {
    const { code, message } = problem(text);
    throw new Trouble(message ?? `The server answered ${response.status}.`, response.status, code);
  }
  return text ? JSON.parse(text) : null;
}

function problem(text) {
  try {
    return JSON.parse(text).error ?? {};
  } catch {
    return {};
  }
}
