// Loose bytes, as the wire's view asks for them: units that are all here, of no connection and no time.
import { isPassed } from '../wire/passed.js';
import { placed } from './address.js';

export class Loose {
  // units: as the server told them. side: 'seen' or 'expected'.
  constructor(units, { as, side }) {
    this.units = units.map((unit) => ({ ...unit, lane: as === 'http1' ? 'http' : as }));
    this.side = side;
    this.since = 0;
    this.events = false;
    this.loose = true; // there is no connection to lead to
  }

  // address is where this page shows a unit, or a field (from 0) of it.
  address(seq, field = 0) {
    return location.pathname + placed(location.hash, { side: this.side, unit: seq, field });
  }

  unit(seq) {
    return this.units.find((unit) => unit.seq === seq) ?? null;
  }

  // at is the unit in which a byte stands, and its field: {seq, field}; of a byte beyond the end, those of the last one.
  at(offset) {
    const within = ([from, to]) => from <= offset && offset < to;
    const own = this.units.filter(({ length }) => length > 0);
    const unit = own.find(({ spans }) => spans.some(within)) ?? own.at(-1);
    if (!unit) return { seq: 0, field: 0 };
    const fields = unit.fields ?? [];
    const field = fields.findIndex(({ spans }) => spans?.some(within));
    return { seq: unit.seq, field: field < 0 ? Math.max(0, fields.length - 1) : field };
  }

  // sum is how many bytes there are, and how many of them no decoder could read.
  get sum() {
    const of = (units) => units.reduce((sum, { length }) => sum + length, 0);
    return { bytes: of(this.units), raw: of(this.units.filter(({ kind }) => kind === 'raw')) };
  }

  // passed is how many lines a browser passes over.
  get passed() {
    return this.units.reduce(
      (sum, { proto, fields }) => sum + (proto === 'sse' ? (fields ?? []).filter(isPassed).length : 0),
      0,
    );
  }

  get broken() {
    return this.units.filter(({ error }) => error).length;
  }
}
