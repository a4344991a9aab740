// A result to send to somebody: a link that opens it on any Wireside.
import { announce } from '../announce.js';
import { el } from '../dom.js';
import { link } from './link.js';

const SEEN = 2500; // ms

// share returns what to send a result with. The link is made before it is asked for: a browser lets a page write to the
// clipboard right after a click alone.
export async function share(result) {
  let address;
  try {
    address = await link(result);
  } catch (fault) {
    return [el('span', {}, fault.message)];
  }
  const button = el('button', { type: 'button', className: 'button' }, 'Copy link');
  const field = el('input', {
    type: 'text',
    readOnly: true,
    value: address,
    hidden: true,
    ariaLabel: 'The link to copy',
  });
  button.addEventListener('click', () => copy(address, button, field));
  return [button, el('a', { href: address }, 'Open by itself'), field];
}

// Where the clipboard is out of reach, as on an address without TLS, the link stands there to be copied by hand.
async function copy(address, button, field) {
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    field.hidden = false;
    field.select();
    return;
  }
  button.textContent = 'Copied';
  announce('The link is copied.');
  setTimeout(() => (button.textContent = 'Copy link'), SEEN);
}
