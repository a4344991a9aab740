// reveal brings the bench into view where it stands below the text.
export function reveal() {
  if (matchMedia('(min-width: 1100px)').matches) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document.getElementById('bench').scrollIntoView({ behavior: still ? 'auto' : 'smooth' });
}
