// The words of a text, as the search looks for them. What this lab speaks of is full of marks: Last-Event-ID is one word and
// three, readyState is one and two, and `id:` is more than id.
const BETWEEN = /[\s,;!?()[\]{}<>“”"„…—–|`*=]+/u;
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;
const INNER = /[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const FIELD = /^[\p{L}\p{N}-]{1,20}:$/u; // with a colon behind it: a field of a head or of an event stream

// words returns the words of a text, each as {whole, field, parts}, in small letters. field: the word with its colon, or ''.
// parts: what it is made of; empty if that is the word alone.
export function words(text) {
  const found = [];
  for (const piece of text.replaceAll('’', "'").split(BETWEEN)) {
    const bare = piece.replace(EDGES, '');
    if (!bare) continue;
    const whole = bare.toLowerCase();
    const parts = bare.split(INNER).filter((part) => part.length > 1 || /\d/.test(part));
    found.push({
      whole,
      field: FIELD.test(piece) ? piece.toLowerCase() : '',
      parts: parts.map((part) => part.toLowerCase()).filter((part) => part !== whole),
    });
  }
  return found;
}

// tokens returns all under which a text is found.
export function tokens(text) {
  return words(text).flatMap(({ whole, field, parts }) => [whole, ...(field ? [field] : []), ...parts]);
}
