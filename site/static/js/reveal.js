// reveal brings the bench into view where it stands below the text.
export function reveal() {
  if (matchMedia('(min-width: 1100px)').matches) return;
  const bench = document.getElementById('bench');
  const far = bench.getBoundingClientRect().top > 2 * innerHeight; // a long way is a jump: nobody reads what flies past
  const still = far || matchMedia('(prefers-reduced-motion: reduce)').matches;
  bench.scrollIntoView({ behavior: still ? 'instant' : 'smooth' });
}
