// The keyboard, for the whole page. No key does anything while the reader types, or together with Ctrl, Alt or Meta.
import { typing } from './typing.js';

const REPEATING = ['j', 'k', 'e', 'E'];

// keys joins keys to actions: a page's own beside those of the wire. idle() tells that the space bar has nothing to
// pause, and scrolls the page.
export function keys(wire, { idle = () => false, ...own } = {}) {
  const help = document.getElementById('help');
  const open = () => help.showModal();
  document.getElementById('help-open').addEventListener('click', open);
  document.getElementById('help-close').addEventListener('click', () => help.close());
  help.addEventListener('click', (event) => {
    if (event.target === help) help.close(); // beside the box
  });

  const actions = {
    ' ': () => wire.onPause(),
    j: () => wire.step(1),
    k: () => wire.step(-1),
    e: () => wire.nextError(1),
    E: () => wire.nextError(-1),
    w: () => wire.compare(),
    c: () => wire.connections(),
    l: () => wire.copyLink(),
    f: () => wire.follow(true),
    '/': () => wire.focusFilter(),
    '?': open,
    p: () => go('prev'),
    n: () => go('next'),
    ...own,
  };

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector('dialog[open], :popover-open')) return;
    if (typing(event.target)) {
      if (event.key !== 'Escape') return;
      event.preventDefault(); // some browsers would empty a search box, and tell nobody
      event.target.blur();
      return;
    }
    // Space belongs to a control that has the focus.
    if (event.key === ' ' && (event.target.closest('button, input, a, summary, [role=button]') || idle())) return;
    const action = actions[event.key];
    if (!action || (event.repeat && !REPEATING.includes(event.key))) return;
    event.preventDefault();
    action();
  });
}

// go leads to the page that this one's head names as its neighbour, if there is one.
function go(rel) {
  const link = document.querySelector(`link[rel=${rel}]`);
  if (link) location.assign(link.href);
}
