// The claims that a lesson speaks of: what they came to in this browser, and a button that measures one here.
import { ClaimBlock } from './claim.js';
import { Measuring } from './measuring.js';

const RESULTS = 'wireside.results'; // where results are kept (claims/results.js)

// claims brings the blocks to life, and marks the claims in the list at the lesson's end.
export async function claims(article, bench) {
  const blocks = new Map();
  const show = (results, pill) => {
    for (const [number, result] of results) blocks.get(number)?.show(result);
    for (const item of article.querySelectorAll('.settled [data-claim]')) {
      const result = results.get(Number(item.dataset.claim));
      item.querySelector('.verdict')?.remove();
      if (result) item.append(' ', pill(result.verdict));
    }
  };
  const refresh = async () => {
    const [{ newest }, { pill }] = await Promise.all([import('../claims/results.js'), import('../claims/words.js')]);
    show(newest(), pill);
  };
  const measuring = new Measuring(bench, refresh);
  // A claim that its sources settle has nothing to measure.
  for (const verdict of article.querySelectorAll('[data-block=claim] .verdict[data-verdict]')) {
    const section = verdict.closest('[data-block=claim]');
    const block = new ClaimBlock(section);
    blocks.set(block.number, block);
    block.onMeasure = () => measuring.run(block);
    block.onStop = () => measuring.stop();
  }
  // A reader who has measured nothing doesn't wait for what reads results.
  if (stored()) await refresh();
}

function stored() {
  try {
    return localStorage.getItem(RESULTS) !== null;
  } catch {
    return false;
  }
}
