// Values as bars, all to one scale.
import { el } from '../dom.js';

// bars draws rows, each {label: what to append, value, text, className}. Values below zero, and none, have no length.
export function bars(rows) {
  const most = Math.max(...rows.map(({ value }) => value || 0), Number.MIN_VALUE);
  const box = el('div', { className: 'bars' });
  for (const { label, value, text, className } of rows) {
    const bar = el('i', { className });
    bar.style.width = `${(100 * Math.max(0, value || 0)) / most}%`;
    box.append(el('span', {}, ...[label].flat()), bar, el('b', {}, text));
  }
  return box;
}
