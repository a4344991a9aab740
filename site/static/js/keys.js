// The keyboard, for the whole page. No key does anything while the reader types, or together with Ctrl, Alt or Meta.
export function keys(bench) {
  const help = document.getElementById('help');
  const open = () => help.showModal();
  document.getElementById('help-open').addEventListener('click', open);
  document.getElementById('help-close').addEventListener('click', () => help.close());
  help.addEventListener('click', (event) => {
    if (event.target === help) help.close(); // beside the box
  });

  const actions = {
    s: () => bench.toggle(),
    ' ': () => bench.pause(),
    j: () => bench.wire.step(1),
    k: () => bench.wire.step(-1),
    '/': () => bench.wire.focusFilter(),
    f: () => bench.wire.follow(true),
    '?': open,
  };

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || help.open) return;
    if (typing(event.target)) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    // Space belongs to a control that has the focus, and scrolls the page as long as there is no run.
    if (event.key === ' ' && (event.target.closest('button, input, a, summary') || !bench.run)) return;
    const action = actions[event.key];
    if (!action || (event.repeat && event.key !== 'j' && event.key !== 'k')) return;
    event.preventDefault();
    action();
  });
}

function typing(element) {
  return (
    element.matches('textarea, select, [contenteditable]') ||
    (element.matches('input') && !['checkbox', 'range'].includes(element.type))
  );
}
