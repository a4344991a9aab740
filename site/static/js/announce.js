// Words for who hears the page instead of seeing it. Said politely: when the reader's own speech has ended.
const SEEN = 4000; // ms that a sentence can be seen

let place = null;
let timer = 0;

export function announce(text) {
  clearTimeout(timer);
  place ??= document.getElementById('announce');
  place.classList.add('quiet');
  place.textContent = place.textContent === text ? `${text}\u00a0` : text; // the same text twice is said twice
}

// tell says it to everybody for a while: why a key that was pressed has changed nothing.
export function tell(text) {
  announce(text);
  place.classList.remove('quiet');
  timer = setTimeout(() => place.classList.add('quiet'), SEEN);
}
