package http1

import "wireside/wireview/wire"

// gather adds to the incomplete unit what it lacks of want bytes. It returns them once they are there, and how much of p it
// took. It takes nothing of p if the whole unit lies in it.
func (d *Decoder) gather(p []byte, want int) (unit []byte, taken int) {
	have := len(d.kept.bytes)
	if have == 0 && len(p) >= want {
		return p[:want], 0
	}
	taken = min(want-have, len(p))
	d.kept.keep(p[:taken])
	if have+taken < want {
		return nil, taken
	}
	return d.kept.bytes, taken
}

// keepAtOnce is how many bytes of an incomplete unit are kept before they are read, lest many of the next one's be copied.
const keepAtOnce = 512

// lineReader finds the end of a unit in the bytes of it that have come.
type lineReader func(src []byte) (end int, bad *wire.Violation)

// lines adds to the incomplete unit, which is made of lines. Read is shown its bytes so far, limit at most, and returns where
// it ends, 0 if that has not come. Lines returns the unit once it is whole and how much of p it took, as gather does; or a
// violation, which is long if the unit exceeds limit.
func (d *Decoder) lines(p []byte, limit int, long *wire.Violation, read lineReader) (unit []byte, taken int, bad *wire.Violation) {
	if len(d.kept.bytes) == 0 {
		end, bad := read(p[:min(len(p), limit)])
		switch {
		case bad != nil:
			return nil, 0, bad
		case end > 0:
			return p[:end], 0, nil
		case len(p) > limit:
			return nil, 0, long
		}
		d.kept.keep(p)
		return nil, len(p), nil
	}
	for taken < len(p) {
		n := min(keepAtOnce, len(p)-taken, limit+1-len(d.kept.bytes))
		d.kept.keep(p[taken : taken+n])
		taken += n
		src := d.kept.bytes
		end, bad := read(src[:min(len(src), limit)])
		switch {
		case bad != nil:
			return nil, taken, bad
		case end > 0: // what lies behind it was kept too early
			d.kept.bytes = src[:end]
			return d.kept.bytes, taken - (len(src) - end), nil
		case len(src) > limit:
			return nil, taken, long
		}
	}
	return nil, taken, nil
}

// emit emits a unit of the bytes raw, which are the first of those that are kept or, if none are, those at hand. The caller
// drops them.
func (d *Decoder) emit(kind wire.Kind, raw []byte, payload int64, v *wire.Violation) {
	d.place(len(raw))
	proto := wire.HTTP1
	if kind == wire.KindRaw {
		proto = wire.Raw
	}
	u := &d.unit
	u.Proto, u.Kind, u.Raw, u.Length = proto, kind, raw, int64(len(raw))
	u.Payload, u.Error, u.Exchange = payload, v, d.exchange
	u.Prior.Further = kind == wire.KindChunk && d.state == stateChunkEnd
	if kind == wire.KindResponse {
		u.Prior.Method = d.info.Method
	}
	d.cfg.Emit(u)
	*u = wire.Unit{}
}

// place sets the spans of the incomplete unit's first n bytes, and moves its start behind them.
func (d *Decoder) place(n int) {
	d.unit.Spans = d.spans[:0]
	if held := min(d.held, n); held > 0 {
		d.unit.Spans = append(d.unit.Spans, wire.Span{d.heldAt, d.heldAt + int64(held)})
		d.held -= held
		d.heldAt += int64(held)
		n -= held
	}
	d.unit.Spans = d.unit.Spans.Append(d.at, d.at+int64(n))
	d.at += int64(n)
}

// fail ends the reading of HTTP: the incomplete unit and all that follows become raw units, the first of them with v.
func (d *Decoder) fail(v *wire.Violation) {
	d.state, d.why = stateRaw, v
	d.closeBody(false)
	d.emitRaw(false)
}

// emitRaw emits what is kept as raw units of RawUnit bytes; with all, also what is left then.
func (d *Decoder) emitRaw(all bool) {
	rest := d.kept.bytes
	for len(rest) >= RawUnit || all && len(rest) > 0 {
		n := min(len(rest), RawUnit)
		d.emit(wire.KindRaw, rest[:n], 0, d.why)
		d.why = nil
		rest = rest[n:]
	}
	d.kept.cut(len(d.kept.bytes) - len(rest))
}

func (d *Decoder) stepRaw(p []byte) int {
	raw, taken := d.gather(p, RawUnit)
	if raw == nil {
		return taken
	}
	d.emit(wire.KindRaw, raw, 0, d.why)
	d.why = nil
	return d.took(raw, taken)
}

// took drops a unit that was emitted, and returns how much of p it took.
func (d *Decoder) took(unit []byte, taken int) int {
	if len(d.kept.bytes) == 0 {
		return len(unit)
	}
	d.kept.clear()
	return taken
}
