// One run, as the wire's view asks for it: its units, its connections, an event's copies, and the addresses of all of
// them.
import { call } from '../api.js';

export class Source {
  // id: of the run. since: µs, the server's time from which the page counts. events: whether its units carry the feed's
  // events, which those of an application behind the proxy don't.
  constructor({ id, since, events = true }) {
    this.id = id;
    this.since = since;
    this.events = events;
    this.api = `/api/runs/${id}`;
  }

  // address is where the inspector's page shows the run, a unit of it, or a field (from 0) of a unit.
  address(seq, field) {
    return `/runs/${this.id}${seq ? `/units/${seq}` : ''}${field >= 0 ? `#field-${field + 1}` : ''}`;
  }

  // unit fetches a unit whole, with its bytes and fields; null if the server no longer keeps it.
  async unit(seq, signal) {
    const unit = await call('GET', `${this.api}/units?after=${seq - 1}&limit=1`, null, { signal });
    return unit?.seq === seq ? unit : null;
  }

  // copies fetches what brought an event, on each lane.
  async copies(event, signal) {
    return (await call('GET', `${this.api}/events/${event}`, null, { signal })).copies;
  }

  connections() {
    return call('GET', `${this.api}/connections`);
  }

  // files lists what can be saved: [the ending of its name, its address].
  files() {
    return [
      ['pcapng', `${this.api}/capture.pcapng`],
      ['har', `${this.api}/capture.har`],
      ['ndjson', `${this.api}/units`],
    ];
  }
}
