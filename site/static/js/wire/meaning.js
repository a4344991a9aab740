// What a unit means as a whole, in words: what EventSource makes of a block, what a frame's payload says, how a
// handshake's answer comes about.
import { el } from '../dom.js';
import { bytes, count, figure } from '../format.js';
import { hue } from './lanenames.js';
import { link } from './spec.js';
import { bytesOf, cut, textOf } from './value.js';

// Why EventSource dispatches nothing for a block.
const WHY = {
  unfinished: 'The stream ended before the blank line that would have finished the block, which is thrown away.',
  empty: 'There is nothing but a blank line.',
  'comments-only': 'There are only comments, as in a heartbeat, which keeps the connection from looking dead.',
  'no-data': 'No line of the block is data.',
};

const OCTETS = 48; // of a compressed payload that are shown
const PARTS = 24; // units that another one is made of, as far as they are named

// meaning returns paragraphs, each {title, text} and perhaps steps [[name, value]], a section (spec), or the seqs of
// other units that it speaks of (units).
export function meaning(unit) {
  const { kind, value } = unit;
  if (!value) return [];
  switch (kind) {
    case 'event':
      return [...inflatedFrom(value), event(value)];
    case 'frame':
      return frame(value);
    case 'message':
      return [message(value)];
    case 'body':
      return value.coding ? body(value) : [];
    case 'response':
      return value.handshake ? [handshake(value.handshake)] : [];
    case 'end':
      return value.incomplete ? [cutOff(unit)] : [];
    default:
      return [];
  }
}

function event({ dispatched, type, lastEventId, data, why }) {
  if (!dispatched) return { title: 'EventSource dispatches nothing.', text: WHY[why] ?? why ?? '' };
  const id = lastEventId ? `with id ${lastEventId}` : 'with no id';
  return { title: `EventSource dispatches “${type}”`, text: `${id}: ${cut(data)}` };
}

// An event of a compressed stream has no bytes of its own.
function inflatedFrom({ bodies = [] }) {
  if (!bodies.length) return [];
  const [units, which] = newest(bodies);
  const pieces =
    bodies.length > 1 ? `${count(bodies.length)} compressed pieces of the stream` : 'a compressed piece of the stream';
  return [{ title: `Inflated from ${pieces}${which}:`, text: '', units }];
}

// newest are the last of many units, and the words for that.
function newest(units) {
  return units.length > PARTS ? [units.slice(-PARTS), `, of which the last ${PARTS} are`] : [units, ''];
}

function body({ size, coding, inflatedSize, inflated }) {
  const part = inflatedSize ? `, ${figure((100 * size) / inflatedSize)} % of what they say` : '';
  const wire = { title: `On the wire, compressed with ${coding}: ${bytes(size)}${part}.`, text: '' };
  if (!inflated)
    return [
      wire,
      { title: 'By themselves they say nothing:', text: 'a header or a trailer, or data whose end is still to come.' },
    ];
  const told = bytesOf(inflated);
  const kept = told.length < inflatedSize ? `, of which ${count(told.length)} are kept` : '';
  return [wire, { title: `Inflated: ${bytes(inflatedSize)}${kept}.`, text: cut(new TextDecoder().decode(told)) }];
}

function frame({ opcode, close, inflated, payload, masked, length, pong }) {
  const told = [];
  if (close) told.push({ title: `Close code ${close.code}.`, text: cut(close.reason ?? '') });
  else if (inflated) told.push(...unpacked(payload, inflated));
  else if (masked && length > 0) told.push({ title: 'Payload without the mask:', text: cut(textOf(payload)) });
  if (opcode === 10) told.push(pong ? answer(pong) : { title: 'A pong that answers no ping:', text: 'a heartbeat.' });
  return told;
}

function unpacked(payload, inflated) {
  const before = bytesOf(payload);
  const after = bytesOf(inflated);
  const octets = Array.from(before.subarray(0, OCTETS), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const rest = before.length > OCTETS ? ' …' : '';
  const part = after.length ? `, ${figure((100 * before.length) / after.length)} % of what it says` : '';
  return [
    { title: `On the wire, compressed: ${bytes(before.length)}${part}.`, text: octets + rest, code: true },
    { title: `Inflated: ${bytes(after.length)}.`, text: cut(new TextDecoder().decode(after)) },
  ];
}

function answer({ ping, rttMicros }) {
  const text = `after ${figure(rttMicros / 1000)} ms: the round trip, seen from where the bytes were taken.`;
  return { title: `It answers ping #${ping}`, text, units: [ping] };
}

function message({ type, frames = [], data, deflated, lost, compressed }) {
  const title = `A ${type} message, joined from ${count(frames.length)} frames:`;
  const units = frames.slice(0, PARTS);
  const why = lost ? 'it refers to messages before it that are not known' : 'it cannot be inflated';
  if (deflated) return { title, text: `${bytes(compressed ?? bytesOf(data).length)}, compressed; ${why}.`, units };
  const text = cut(textOf(data));
  return { title, text: compressed ? `${text} (${bytes(compressed)} on the wire, compressed)` : text, units };
}

function handshake({ key, guid, sha1, accept, matches, extensions, deflate, protocol }) {
  const verdict = matches
    ? 'it is what stands in the answer'
    : 'something else stands in the answer: the client must fail';
  const steps = [
    ['Sec-WebSocket-Key', `${cut(key, 80)} (the client’s, from its request)`],
    ['with the GUID', `${cut(key, 80)}${guid}`],
    ['its SHA-1', sha1],
    ['in base64', `${accept}: ${verdict}`],
    ...(extensions ?? []).map((extension) => ['extension', written(extension)]),
    ...(deflate ? [['context', context(deflate)]] : []),
    ...(protocol ? [['subprotocol', protocol]] : []),
  ];
  return { title: 'How Sec-WebSocket-Accept comes about', text: '', steps, spec: 'RFC 6455 4.2.2' };
}

function written({ name, params }) {
  return cut([name, ...(params ?? []).map(({ name, value }) => (value ? `${name}=${value}` : name))].join('; '));
}

function context({ serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits }) {
  const side = (alone, bits) => (alone ? 'each message by itself' : `refers back ${count(2 ** bits)} B at most`);
  const server = side(serverNoContextTakeover, serverMaxWindowBits);
  return `server: ${server}; client: ${side(clientNoContextTakeover, clientMaxWindowBits)}`;
}

// cutOff says what an unfinished end is: most are nothing to worry about.
function cutOff({ proto, lane, dir }) {
  const who = dir === 's2c' ? 'The stream from the server' : 'The stream from the client';
  const why = {
    sse:
      'An event stream has no end of its own: when a page closes its EventSource, by Stop or by leaving, the browser ' +
      'just drops the connection, and the server’s last chunk is never sent. The same is seen when a server or a ' +
      'network breaks off; EventSource then comes back with the last event ID.',
    websocket: 'Stopped inside a frame or a fragmented message: one side left without finishing it.',
  };
  const http = 'The client left, or the connection was cut, before the message was whole.';
  return { title: `${who} was cut off.`, text: why[hue(lane) === 'sse' ? 'sse' : proto] ?? http };
}

// paragraph draws one of them.
export function paragraph({ title, text, code, steps, spec, units = [] }) {
  const box = el('div', { className: 'meaning' });
  const p = el('p', {}, el('b', {}, title), title && ' ', code ? el('code', {}, text) : text);
  if (spec) p.append(' ', link(spec));
  for (const unit of units)
    p.append(' ', el('button', { type: 'button', className: 'ref', data: { unit } }, `#${unit}`));
  box.append(p);
  if (steps?.length) {
    const list = el('dl', { className: 'steps' });
    for (const [name, value] of steps) list.append(el('dt', {}, name), el('dd', {}, value));
    box.append(list);
  }
  return box;
}
