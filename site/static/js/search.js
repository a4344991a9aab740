// The search, on every page: its button and its keys. All else is loaded when it is first asked for.
import { typing } from './typing.js';

const AWAY = 'The server does not answer';

const button = document.getElementById('search-open');
const named = { nodes: [...(button?.childNodes ?? [])], label: button?.ariaLabel ?? null };

async function open() {
  try {
    const { search } = await import('./course/search.js');
    search();
    button.replaceChildren(...named.nodes);
    button.ariaLabel = named.label;
  } catch {
    button.textContent = AWAY;
    button.ariaLabel = AWAY;
  }
}

if (button) {
  // On a page with a wire the slash is its filter's.
  const keys = document.getElementById('help') ? ['q'] : ['q', '/'];
  button.title = `Search the lessons (${keys.join(' or ')})`;
  button.addEventListener('click', open);
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (!keys.includes(event.key) || typing(event.target)) return;
    if (document.querySelector('dialog[open], :popover-open')) return;
    event.preventDefault();
    open();
  });
}
