// The first page: what is done already, and the command for the address that the page came from.
import { lesson } from './progress.js';

for (const place of document.querySelectorAll('[data-host]')) place.textContent = location.host;

for (const link of document.querySelectorAll('.list a[data-slug]')) {
  const { labs, predictions } = lesson(link.dataset.slug);
  const measured = Object.values(predictions).some((p) => Number.isFinite(p?.measured));
  if (!labs.length && !measured) continue;
  const note = document.createElement('span');
  note.className = 'done';
  note.textContent = measured ? ' · ✓ measured' : ' · begun';
  link.querySelector('.min').append(note);
}
