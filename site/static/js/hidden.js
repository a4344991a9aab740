// When nobody looks at the page, its browser lets it run less often: timers once a second, later once a minute.
import { moment } from './lanes/moment.js';

// whenHidden calls each(from, until), in ms, whenever the page is seen again. It returns the function that ends this,
// which tells of the time until then if the page is hidden.
export function whenHidden(each) {
  let from = document.hidden ? moment() : 0;
  const look = () => {
    if (document.hidden) from ||= moment();
    else tell();
  };
  const tell = () => {
    if (from) each(from, moment());
    from = 0;
  };
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    tell();
  };
}
