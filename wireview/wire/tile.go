package wire

import "slices"

// Tiler lays fields over a unit, from its first byte to its last, so that they tile it by construction: each field begins
// where the one before it ended. A decoder's Explain uses it.
type Tiler struct {
	unit *Unit
	at   int   // how many of the unit's bytes have a field
	next int   // the span of the unit in which the next field begins
	used int64 // how many bytes of that span have a field
	laid Spans // those of all fields, side by side: a piece of memory for all of them
}

// Room is memory for the fields of one unit after the other. The zero value is ready for use.
type Room struct {
	fields []Field
	spans  Spans
}

// Tile starts to lay fields over u, in place of those that it has.
func Tile(u *Unit) *Tiler {
	u.Fields = nil
	return &Tiler{unit: u}
}

// Expect makes memory for n fields at once, or takes that of the unit's Room. There may be more of them, or fewer. It is for
// a unit that has none yet.
func (t *Tiler) Expect(n int) {
	room := t.unit.Room
	if room == nil {
		room = new(Room)
	}
	room.fields = slices.Grow(room.fields[:0], n)
	room.spans = slices.Grow(room.spans[:0], n+max(0, len(t.unit.Spans)-1)) // all but the last may end inside a field
	t.unit.Fields, t.laid = room.fields, room.spans
}

// Rest returns the bytes that no field covers yet.
func (t *Tiler) Rest() []byte { return t.unit.Raw[t.at:] }

// Field covers the next n bytes; f's Spans are worked out. A field of no bytes is left out. It panics if fewer than n
// bytes are left.
func (t *Tiler) Field(n int, f Field) {
	if n == 0 {
		return
	}
	f.Spans = t.cover(int64(n))
	t.at += n
	t.unit.Fields = append(t.unit.Fields, f)
}

// cover returns the spans of the next n bytes.
func (t *Tiler) cover(n int64) Spans {
	first := len(t.laid)
	for n > 0 {
		s := t.unit.Spans[t.next]
		size := min(n, s.Len()-t.used)
		if size > 0 {
			t.laid = append(t.laid, Span{s[0] + t.used, s[0] + t.used + size})
		}
		n -= size
		if t.used += size; t.used == s.Len() {
			t.next, t.used = t.next+1, 0
		}
	}
	return t.laid[first:len(t.laid):len(t.laid)]
}
