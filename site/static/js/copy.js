// Text for the clipboard.
import { announce, tell } from './announce.js';

const SEEN = 2000; // ms that the button says so

// copies has a button copy what text() returns at the time. It goes where there is no clipboard: on plain HTTP, but for
// localhost.
export function copies(button, text) {
  if (!navigator.clipboard) {
    button.hidden = true;
    return;
  }
  const label = button.textContent;
  let timer = 0;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      tell('The clipboard is closed to this page. Copy it by hand.');
      return;
    }
    announce('Copied.');
    button.textContent = 'Copied';
    clearTimeout(timer);
    timer = setTimeout(() => (button.textContent = label), SEEN);
  });
}
