// What stands above a unit's bytes: what it is, where it can be found again, and which rule it breaks.
import { el } from '../dom.js';
import { bytes, count } from '../format.js';
import { opcodeName } from './bits.js';
import { titleOf } from '../lanes/titles.js';
import { called, hue } from './lanenames.js';
import { link } from './spec.js';

const CLOSE = {
  1002: 'protocol error',
  1007: 'invalid data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'mandatory extension',
};

// heading names the unit and links to it. A click on the link is for the one who listens to links (reference.js). A unit
// that stands in a text is no part of it, and so heads none of its own.
export function heading(unit, source) {
  const kind = unit.kind === 'frame' ? `${opcodeName(unit.value?.opcode)} frame` : unit.kind;
  const name = source.prefix ? titleOf(unit.lane ?? '') : called(unit.lane); // a text is not about the run that is shown
  const lane = el('span', { className: hue(unit.lane) }, name || 'No lane');
  const reference = el(
    'a',
    { className: 'ref', href: source.address(unit.seq), target: '_blank' },
    source.prefix ? 'inspect' : `#${unit.seq}`,
  );
  if (!source.prefix) reference.ariaLabel = `Unit ${unit.seq}`;
  reference.title = 'The address of this unit: opens in the inspector';
  const head = el(
    source.prefix ? 'p' : 'h3',
    { className: 'unithead' },
    lane,
    ` ${kind}, ${unit.dir === 'c2s' ? 'client\u00a0→\u00a0server' : 'server\u00a0→\u00a0client'} `,
    reference,
  );
  if (source.prefix || !navigator.clipboard) return head; // there is none on plain HTTP, but for localhost
  const copy = el('button', { type: 'button', className: 'ref', data: { act: 'copy' } }, 'copy link');
  head.append(' ', copy);
  return head;
}

// subline has the unit's figures, and leads to its connection and to the copies of its events. Loose bytes have neither, and
// no time.
export function subline(unit, source, events, open) {
  const payload = unit.kind === 'frame' ? unit.value?.length : undefined;
  const size =
    bytes(unit.length) +
    (payload === undefined ? '' : `: ${count(unit.length - payload)} header + ${count(payload)} payload`);
  const conn = el('button', { type: 'button', className: 'ref', data: { conn: unit.conn } }, `connection ${unit.conn}`);
  conn.title = 'Show this connection alone';
  const facts = [
    size,
    unit.spans?.length > 1 && `in ${unit.spans.length} pieces of the stream`,
    !source.loose && conn,
    !source.loose && `${((unit.at - source.since) / 1e6).toFixed(3)} s`,
  ].filter(Boolean);
  return el('p', { className: 'sub' }, ...joined(facts), ...(source.events ? carried(events, open) : []));
}

// carried are the buttons that show each event's copies on every wire.
function carried(events, open) {
  return events.flatMap((event, i) => [
    i === 0 ? el('br') : ' ',
    el(
      'button',
      { type: 'button', className: 'pill toggle', data: { event }, aria: { expanded: event === open } },
      i === 0 ? `Event ${event} on every wire` : String(event),
    ),
  ]);
}

function joined(parts) {
  return parts.flatMap((part, i) => [i ? ' · ' : '', typeof part === 'string' ? part.replaceAll(' ', '\u00a0') : part]);
}

// violation says which rule the unit breaks, and what a peer would do about it.
export function violation({ name, spec, message, close }) {
  const box = el('div', { className: 'violation' });
  const title = name === 'incomplete' ? 'Cut off.' : 'Not by the rules.'; // the one is nobody's mistake
  const p = el('p', {}, el('b', {}, title), ` ${message} `);
  if (spec) p.append(link(spec));
  box.append(p);
  const code = CLOSE[close] ? `${close} (${CLOSE[close]})` : close;
  const peer = close ? `A peer that keeps the rules closes with code ${code}. ` : '';
  box.append(el('p', { className: 'note' }, peer, 'Its name here: ', el('code', {}, name), '.'));
  return box;
}
