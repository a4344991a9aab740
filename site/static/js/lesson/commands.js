// What stands in a lesson for a terminal: commands, and what they show.
import { copies } from '../copy.js';
import { el } from '../dom.js';

const HOST = 'localhost:8080'; // as lessons write it

// here makes what names a server name the one that the page came from. Colours stay.
export function here(article) {
  for (const code of article.querySelectorAll('pre :is(code, samp), .prose :not(pre) > code')) {
    if (!code.textContent.includes(HOST)) continue;
    const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(HOST, location.host);
  }
}

// copyable gives a command a button that copies it.
export function copyable(figure) {
  const command = figure.querySelector('pre:not(.shows)');
  const button = el('button', { type: 'button', className: 'copy' }, 'Copy');
  figure.querySelector('figcaption').append(button);
  copies(button, () => command.textContent.trimEnd());
}
