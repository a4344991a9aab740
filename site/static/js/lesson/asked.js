// Whether a run is the one that a question is about: what a lab asks for, and nothing besides.
import { request, settled } from '../settings.js';

// How long a run may take, and by which dice it goes, change nothing of what it is.
const FREE = ['seconds', 'seed'];

// isAsked compares the settings that a run was made with to those of a lab. usual: {rate, bytes} of the lab's scenario,
// which it has where it says nothing else.
export function isAsked(settings, preset, usual) {
  const { rate = usual.rate, payloadBytes = usual.bytes } = preset;
  const asked = { ...request(settled(preset)), rate: Number(rate), payloadBytes: Number(payloadBytes) };
  return written(settings) === written(asked);
}

// written is JSON with its keys in order, of what says something.
function written(settings) {
  const kept = Object.entries(settings).filter(([name]) => !FREE.includes(name));
  return JSON.stringify(Object.fromEntries(kept), (_, value) => (isObject(value) ? inOrder(value) : value));
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inOrder(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
