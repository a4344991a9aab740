// Words for who hears the page instead of seeing it. Said politely: when the reader's own speech has ended.
let place = null;

export function announce(text) {
  place ??= document.getElementById('announce');
  place.textContent = place.textContent === text ? `${text}\u00a0` : text; // the same text twice is said twice
}
