// What a preset brings that no control shows, in words: faults to come, simulated clients, what the page does beside.
import { titleOf } from './lanes/titles.js';

// planned says it of a run's settings; '' where there is nothing to say.
export function planned({ faults = [], herd, page = {} }) {
  const parts = [
    ...faults.map(fault),
    herd && `${herd.clients} simulated ${titleOf(herd.technique)} client${herd.clients === 1 ? '' : 's'}`,
    page.companions && `${page.companions} more event streams held open by this page`,
    page.crossSite && 'a frame from no origin, which tries the WebSockets',
    page.trustClocks && 'latencies by the stamps alone, without an estimate of the clocks',
  ].filter(Boolean);
  return parts.length ? `Comes with it: ${parts.join('; ')}.` : '';
}

function fault({ kind, lane, status, at, every, times = 1, seconds }) {
  const what = `${kind}${status ? ` ${status}` : ''}${lane ? ` on ${lane}` : ''}`;
  const when = every && times > 1 ? `every ${every} s from second ${at} on, ${times} times` : `at second ${at}`;
  return `${what} ${when}${seconds ? ` for ${seconds} s` : ''}`;
}

// The parts of a network that has no name, in words.
const PARTS = {
  latencyMs: (ms) => `${ms} ms each way`,
  jitterMs: (ms) => `up to ${ms} ms more`,
  kbps: (kbps) => `${kbps} kbit/s`,
  pieceBytes: (bytes) => `pieces of ${bytes} B`,
  buffer: ({ bytes, ms }) => `held until there are ${bytes ?? 0} B${ms ? `, or for ${ms} ms` : ''}`,
  idleSeconds: (s) => `cut after ${s} s of silence`,
};

// network says what a network is like that is given as a profile.
export function network(profile) {
  const parts = Object.entries(profile)
    .map(([name, value]) => PARTS[name]?.(value))
    .filter(Boolean);
  return `The preset’s own: ${parts.join(', ')}.`;
}
