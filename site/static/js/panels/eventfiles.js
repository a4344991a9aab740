// The newest events of a run as files to take away, made here: the server doesn't know what this browser saw of each.
import { fates, oldest } from './fates.js';

const COLUMNS = ['run', 'event', 'published_us', 'lane', 'latency_ms', 'receptions', 'state'];

// rows are an object for each event and lane, oldest event first, with the columns of the file. published_us is the stamp
// of the server's clock in Unix µs. What is not known is null.
export function* rows(run) {
  const lanes = run.clients.map(({ name }) => name);
  for (let seq = oldest(run); seq <= run.published; seq++) {
    const event = fates(run, seq);
    for (const [i, { state, latency, receptions }] of event.lanes.entries()) {
      yield {
        run: run.id,
        event: seq,
        published_us: known(event.at),
        lane: lanes[i],
        latency_ms: known(Math.round(latency * 1000) / 1000),
        receptions,
        state,
      };
    }
  }
}

// csv writes the rows as RFC 4180 has it. No value holds a comma, a quote or a line's end: names and ids are plain.
export function csv(run) {
  const lines = [COLUMNS.join()];
  for (const row of rows(run)) lines.push(COLUMNS.map((name) => row[name] ?? '').join());
  return `${lines.join('\r\n')}\r\n`;
}

// json writes the rows as a list, a row a line.
export function json(run) {
  return `[\n${Array.from(rows(run), (row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}

// save has the browser keep a text as a file.
export function save(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // the browser reads it when it gets to it
}

function known(value) {
  return Number.isFinite(value) ? value : null;
}
