package wire

// Tiler lays fields over a unit, from its first byte to its last, so that they tile it by construction: each field begins
// where the one before it ended. A decoder's Explain uses it.
type Tiler struct {
	unit *Unit
	at   int
}

// Tile starts to lay fields over u, in place of those that it has.
func Tile(u *Unit) *Tiler {
	u.Fields = nil
	return &Tiler{unit: u}
}

// Rest returns the bytes that no field covers yet.
func (t *Tiler) Rest() []byte { return t.unit.Raw[t.at:] }

// Field covers the next n bytes; f's Spans are worked out. A field of no bytes is left out. It panics if fewer than n
// bytes are left.
func (t *Tiler) Field(n int, f Field) {
	if n == 0 {
		return
	}
	f.Spans = t.unit.Spans.Slice(int64(t.at), int64(t.at+n))
	t.at += n
	t.unit.Fields = append(t.unit.Fields, f)
}
