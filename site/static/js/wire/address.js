// The page's address, kept in step with the chosen unit and field: /runs/{id}/units/{seq}#field-N.
const CALM = 250; // ms: browsers refuse more than a few changes a second

export class Address {
  #source;
  #timer = 0;

  constructor(source) {
    this.#source = source;
  }

  // follow takes over a unit and a field of it, from 0; the first one needs no naming.
  follow(seq, field) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const address = this.#source.address(seq, field || undefined);
      if (address !== location.pathname + location.hash) history.replaceState(null, '', address);
    }, CALM);
  }
}

// placeOf reads what an address names: a unit's seq, 0 for none, and a field, counted from 0.
export function placeOf({ pathname, hash }) {
  return {
    seq: Number(/^\/runs\/[^/]+\/units\/(\d+)$/.exec(pathname)?.[1] ?? 0),
    field: Math.max(0, Number(/^#field-(\d+)$/.exec(hash)?.[1] ?? 1) - 1),
  };
}
