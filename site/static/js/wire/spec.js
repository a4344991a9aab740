// A field's source, as the server names it ("RFC 6455 5.2", "WHATWG 9.2.6"), and where to read it.
import { el } from '../dom.js';

const EVENTSTREAM = {
  9.2: 'server-sent-events',
  '9.2.1': 'server-sent-events-intro',
  '9.2.2': 'the-eventsource-interface',
  '9.2.3': 'sse-processing-model',
  '9.2.4': 'the-last-event-id-header',
  '9.2.5': 'parsing-an-event-stream',
  '9.2.6': 'event-stream-interpretation',
  '9.2.7': 'authoring-notes',
  '9.2.8': 'eventsource-push',
};

// where returns the label and the address of a source; the address is empty for one that it doesn't know.
export function where(spec) {
  const rfc = /^RFC (\d+)(?:,? (?:section )?§?([\d.]+))?$/.exec(spec);
  if (rfc) {
    const [, number, section] = rfc;
    return {
      label: section ? `RFC ${number} §${section}` : `RFC ${number}`,
      href: `https://www.rfc-editor.org/rfc/rfc${number}${section ? `#section-${section}` : ''}`,
    };
  }
  const whatwg = /^WHATWG (?:HTML )?([\d.]+)$/.exec(spec);
  if (whatwg) {
    const anchor = EVENTSTREAM[whatwg[1]] ?? 'server-sent-events';
    return {
      label: `WHATWG HTML §${whatwg[1]}`,
      href: `https://html.spec.whatwg.org/multipage/server-sent-events.html#${anchor}`,
    };
  }
  return { label: spec, href: '' };
}

// link returns an element for a source: a link if it leads somewhere.
export function link(spec) {
  const { label, href } = where(spec);
  const className = 'spec';
  if (!href) return el('span', { className }, label);
  return el('a', { className, href, rel: 'noreferrer', target: '_blank' }, label);
}
