// What the server kept of a run before the page was opened: NDJSON, read as it arrives.
import { Trouble } from '../api.js';

const PAGE = 20_000; // units asked for at once
const WORK = 12; // ms of reading at a stretch, so that the page goes on drawing
const HAND = 2_000; // units handed over at once

// backlog reads the units after one, without their bytes, and hands them to onUnits([unit]). It returns the seq of the
// last one when it has caught up.
export async function backlog(url, after, onUnits, signal) {
  for (let last = after; ; after = last) {
    let read = 0;
    const response = await fetch(`${url}?detail=0&after=${after}&limit=${PAGE}`, { cache: 'no-store', signal });
    if (!response.ok) throw new Trouble(`The server answered ${response.status}.`, response.status);
    for await (const units of lines(response.body)) {
      read += units.length;
      last = units.at(-1).seq;
      onUnits(units);
    }
    if (read < PAGE) return last;
  }
}

// lines reads a body's lines as JSON, in batches.
export async function* lines(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let batch = [];
  let began = performance.now();
  for (;;) {
    const { value, done } = await reader.read();
    const parts = (rest + decoder.decode(value, { stream: !done })).split('\n');
    rest = done ? '' : parts.pop();
    for (const line of parts) {
      if (!line) continue;
      batch.push(JSON.parse(line));
      if (batch.length < HAND) continue;
      yield batch;
      batch = [];
      if (performance.now() - began > WORK) {
        await new Promise((wake) => setTimeout(wake));
        began = performance.now();
      }
    }
    if (done) break;
  }
  if (batch.length) yield batch;
}
