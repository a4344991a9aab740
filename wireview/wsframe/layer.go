package wsframe

import "wireside/wireview/wire"

// maxFields is how many fields a frame has at most: opcode, length, extended length, masking key, close code and reason.
const maxFields = 6

// layer holds the fields of a frame in one piece of memory, since frames are many.
type layer struct {
	fields [maxFields]wire.Field
	sizes  [maxFields]int
	spans  [maxFields]wire.Span
	n      int
}

// field covers the next size bytes. A field of no bytes is left out.
func (l *layer) field(size int, f wire.Field) {
	if size > 0 {
		l.fields[l.n], l.sizes[l.n] = f, size
		l.n++
	}
}

// lay gives the fields to u, with their spans. Together they cover it.
func (l *layer) lay(u *wire.Unit) {
	if len(u.Spans) != 1 { // a frame that did not come from a decoder
		t := wire.Tile(u)
		for i, f := range l.fields[:l.n] {
			t.Field(l.sizes[i], f)
		}
		return
	}
	at := u.Spans[0][0]
	for i := range l.n {
		end := at + int64(l.sizes[i])
		l.spans[i] = wire.Span{at, end}
		l.fields[i].Spans = l.spans[i : i+1 : i+1]
		at = end
	}
	u.Fields = l.fields[:l.n:l.n]
}
