package coding

import (
	"slices"

	"wireside/wireview/deflate"
	"wireside/wireview/wire"
)

// Part is a piece of a body unit: a field of the header or the trailer, or a block. It begins where the one before it ends.
type Part struct {
	Kind   PartKind
	End    int  // where it ends, in bytes from the unit's first
	Begun  bool // it begins in this unit
	Over   bool // it ends in this unit
	Shared bool // of a block: its first bits lie in the last byte of the part before
	Block  deflate.Block
	Said   int    // of a block: how many bytes its part in this unit says
	Sum    uint32 // of a checksum or a size: what it should be
	Count  int    // of parts that are shown as one: how many
}

// maxParts is how many parts of a unit are told apart. Those after them are shown as one.
const maxParts = 1000

// openPart begins a part where the last one ended.
func (d *Decoder) openPart(kind PartKind) {
	d.part, d.open, d.before = Part{Kind: kind, Begun: true}, true, len(d.plain)
}

// closePart ends the part under way after the first end bytes of the content.
func (d *Decoder) closePart(end int64) {
	d.part.Over = true
	d.list(int(max(end-d.from, 0)))
	d.open = false
}

// list adds the part under way, as far as it has come, to those of the unit.
func (d *Decoder) list(end int) {
	p := d.part
	p.End = end
	if p.Kind == PartBlock {
		p.Said = len(d.plain) - d.before
	}
	switch n := len(d.parts); {
	case n < maxParts:
		d.parts = append(d.parts, p)
	case n == maxParts:
		d.parts = append(d.parts, Part{Kind: PartFurther, End: end, Begun: true, Over: true, Count: 1})
	default:
		d.parts[n-1].End = end
		d.parts[n-1].Count++
	}
}

// emit emits the first n bytes that are held as a unit, then tells what it says.
func (d *Decoder) emit(n int, why *wire.Violation) {
	if d.open {
		d.list(n)
		d.part.Begun, d.part.Shared, d.before = false, false, 0
	}
	if d.flag == nil {
		d.flag = why
	}
	u := d.begun(wire.HTTP1, wire.KindBody, n, d.flag)
	u.Payload = u.Length
	u.Prior.Inflated = d.plain[:min(len(d.plain), MaxKept)]
	u.Value = Content{Size: u.Length, Coding: d.cfg.Coding.String(), InflatedSize: int64(len(d.plain)), Parts: slices.Clone(d.parts)}
	d.cfg.Emit(u)
	*u = wire.Unit{}
	from := 0
	for _, m := range d.marks {
		if d.cfg.Said != nil {
			d.cfg.Said(d.plain[from:m.length], m.at)
		}
		from = m.length
	}
	d.drop(n)
	d.over, d.flag = false, nil
	d.plain, d.parts, d.marks = spare(d.plain, maxSpare), spare(d.parts, maxListed), spare(d.marks, maxListed)
}

// fail emits what was read before a rule was broken, which says so too, since it may be all there is; from there on all is
// raw.
func (d *Decoder) fail() {
	if n := int(min(max(d.sound-d.from, 0), int64(len(d.buf)))); n > 0 {
		d.emit(n, d.fault)
	}
	d.state, d.open = stateRaw, false
	d.reader.Close()
	if d.cfg.Broken != nil {
		d.cfg.Broken()
	}
}

// emitRaw emits what is held as a raw unit.
func (d *Decoder) emitRaw() {
	n := len(d.buf)
	d.cfg.Emit(d.begun(wire.Raw, wire.KindRaw, n, d.fault))
	d.unit = wire.Unit{}
	d.drop(n)
}

// begun returns the unit to emit: the first n bytes that are held.
func (d *Decoder) begun(proto wire.Proto, kind wire.Kind, n int, why *wire.Violation) *wire.Unit {
	u := &d.unit
	u.Proto, u.Kind, u.Raw, u.Length, u.Error = proto, kind, d.buf[:n], int64(n), why
	if n > 0 {
		d.span[0] = wire.Span{d.at, d.at + u.Length}
		u.Spans = d.span[:]
	}
	return u
}

// drop lets go of the first n bytes that are held.
func (d *Decoder) drop(n int) {
	d.at += int64(n)
	d.from += int64(n)
	rest := d.buf[n:]
	d.buf = append(spare(d.buf, maxSpare), rest...)
}

// spare returns s emptied, to be used again, or nil if it is large.
func spare[T any](s []T, most int) []T {
	if cap(s) > most {
		return nil
	}
	return s[:0]
}
