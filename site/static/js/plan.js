// What a preset brings that no control shows, in words: faults to come, simulated clients, what the page does beside.
import { titleOf } from './lanes/titles.js';

// planned says it of a run's settings; '' where there is nothing to say.
export function planned({ faults = [], herd, page = {}, lanes = [] }) {
  const parts = [
    ...faults.map((spec) => fault(spec, lanes)),
    herd && `${herd.clients} simulated ${titleOf(herd.technique)} client${herd.clients === 1 ? '' : 's'}`,
    page.companions && `${page.companions} more event streams held open by this page`,
    page.crossSite && 'a frame from no origin, which tries the WebSockets',
    page.trustClocks && 'latencies by the stamps alone, without an estimate of the clocks',
  ].filter(Boolean);
  return parts.length ? `Comes with it: ${parts.join('; ')}.` : '';
}

// Kinds of which the name alone doesn't say it.
const KINDS = { status: 'every request answered', bytes: 'small pieces', buffer: 'a buffering proxy', idle: 'an idle proxy' };

function fault({ kind, lane, status, at, every, times = 1, seconds }, lanes) {
  const title = lane === 'herd' ? 'the simulated clients' : (lanes.find(({ name }) => name === lane)?.title ?? lane);
  const what = `${KINDS[kind] ?? kind}${status ? ` ${status}` : ''}${lane ? ` on ${title}` : ''}`;
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
