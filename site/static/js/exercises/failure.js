// A failed check: what was asked, what was expected and seen, what demands it, and how to go on.
import { el } from '../dom.js';
import { address } from '../inspect/address.js';
import { bytesOf } from '../wire/value.js';
import { aligned } from './aligned.js';

const NARROW = matchMedia('(max-width: 720px)');

// How much of its hints a reader has asked for: [what the button for it says, what it then shows]. The first is there at once.
const STEPS = [
  ['Show another hint', ({ more }) => ['Another hint', more]],
  [
    'Where is the solution?',
    ({ solution }) => ['The solution', solution && `${solution}: the lab’s own code, which does this.`],
  ],
];

// failure draws one (book.Failed). bytes says how the inspector reads what was compared; asked is how many more hints the
// reader has asked for, and onAsk hears of one more.
export function failure(failed, { bytes, asked, onAsk }) {
  const box = el('div', { className: 'failure' }, el('p', { className: 'what' }, el('code', {}, failed.what)));
  if (failed.compared) {
    const [expected, seen] = [bytesOf(failed.expected), bytesOf(failed.seen)];
    box.append(aligned(expected, seen, NARROW.matches ? 8 : 16));
    if (bytes) box.append(inspector(failed, bytes, expected, seen));
  } else if (failed.text?.trim()) {
    box.append(el('pre', { tabIndex: 0, className: 'difference' }, ...lines(failed.text)));
  }
  box.append(el('dl', { className: 'hints' }, ...section(failed.spec), ...hint('Hint', failed.hint)));
  box.append(further(failed, asked, onAsk));
  return box;
}

// inspector leads to where the same bytes are read as those of any connection.
function inspector({ exercise, check }, { as, from }, expected, seen) {
  const href = address({ as, from, bytes: seen, expected, title: `${exercise}: ${check}` });
  const link = el('a', { className: 'button', href, target: '_blank' }, 'Open the failing bytes in the inspector');
  return el('p', { className: 'toinspector' }, link);
}

// lines are those of a diff or a stack, each an element, so that what is expected and what was seen stand out.
function lines(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const className = /^\s*-/.test(line) ? 'minus' : /^\s*\+/.test(line) ? 'plus' : '';
      return el('span', { className }, `${line}\n`);
    });
}

function section({ name, url } = {}) {
  if (!name) return [];
  const where = url ? el('a', { className: 'spec', href: url, rel: 'noreferrer', target: '_blank' }, name) : name;
  return [el('dt', {}, 'Section'), el('dd', {}, where)];
}

function hint(title, text) {
  return text ? [el('dt', {}, title), el('dd', {}, text)] : [];
}

// further is what there is to ask for, one after the other.
function further(failed, asked, onAsk) {
  const steps = STEPS.map(([label, show]) => [label, show(failed)]).filter(([, [, text]]) => text);
  const list = el('dl', { className: 'hints' });
  const button = el('button', { type: 'button', className: 'button' });
  let shown = 0;
  const next = () => {
    list.append(...hint(...steps[shown++][1]));
    button.textContent = steps[shown]?.[0] ?? '';
    button.hidden = shown >= steps.length;
  };
  button.textContent = steps[0]?.[0] ?? '';
  button.hidden = !steps.length;
  while (shown < Math.min(asked, steps.length)) next();
  button.addEventListener('click', () => {
    next();
    onAsk(shown);
    if (button.hidden) focusOn(list.lastElementChild);
  });
  return el('div', { className: 'further', aria: { live: 'polite' } }, list, button);
}

function focusOn(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}
