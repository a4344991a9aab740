// Where the reader of a lesson is, and whether the end was reached: kept, so that the home page leads back there.
import { keep, lesson, onElsewhere } from '../progress.js';

const CALM = 400; // ms without scrolling, after which a place counts
const LINE = 0.4; // of the window's height: a heading above it is where the reader is

// follow keeps what becomes of a lesson’s page as long as it is open.
export function follow(article, slug) {
  const prose = article.querySelector('.prose');
  const headings = [...prose.querySelectorAll(':is(h2, h3)[id]')];
  const opened = () => keep(slug, (entry) => (entry.opened = Date.now()));
  opened();
  addEventListener('pageshow', ({ persisted }) => persisted && opened()); // the reader has come back to it

  let place = null; // the last that was kept
  let timer = 0;
  const look = () => {
    clearTimeout(timer);
    const line = innerHeight * LINE;
    const at = headings.findLast((heading) => heading.getBoundingClientRect().top < line)?.id ?? '';
    if (at === place) return;
    place = at;
    keep(slug, (entry) => (entry.place = at));
  };
  document.addEventListener(
    'scroll', // of the page, or of the article beside the bench
    ({ target }) => {
      if (target !== document && target !== article) return;
      clearTimeout(timer);
      timer = setTimeout(look, CALM);
    },
    { capture: true, passive: true },
  );
  addEventListener('pagehide', () => timer && look());

  const end = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    end.disconnect();
    keep(slug, (entry) => (entry.read ||= Date.now()));
    dots();
  });
  if (prose.lastElementChild) end.observe(prose.lastElementChild);
  onElsewhere(dots);
  dots();
}

// dots fills in the header’s row, a dot a lesson.
function dots() {
  for (const dot of document.querySelectorAll('.dots [data-slug]'))
    dot.classList.toggle('done', lesson(dot.dataset.slug).read > 0);
}
