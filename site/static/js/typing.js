// typing tells whether what has the focus takes letters.
export function typing(element) {
  return (
    element.matches('textarea, select, [contenteditable]') ||
    (element.matches('input') && !['checkbox', 'range'].includes(element.type))
  );
}
