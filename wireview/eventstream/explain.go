package eventstream

import (
	"fmt"
	"unicode/utf8"

	"wireside/wireview/wire"
)

// MaxFields is about how many lines of a block get a field of their own; one field covers all the lines after them. It
// bounds what it costs to look at a block of half a million lines.
const MaxFields = 1000

// Explain fills in a unit's Fields, Value and Summary, from its Kind, Raw, Spans and Prior. It leaves the Value of an end
// alone, and sets Error only if it is nil and the block alone shows that it is not UTF-8.
//
// A block that begins with a byte order mark counts as the first of its stream. The decoder explains by itself the rare
// later one that does, and Explain leaves that as it is.
func Explain(u *wire.Unit) {
	switch u.Kind {
	case wire.KindEvent:
		if !hasBOM(u.Raw) || u.Fields == nil {
			explainEvent(u, true)
		}
	case wire.KindEnd:
		u.Summary = "end"
		if end, ok := u.Value.(End); ok && end.Incomplete {
			u.Summary = "end, incomplete"
		}
	default:
		wire.ExplainRaw(u)
	}
}

// explainEvent explains a block. first tells whether a byte order mark at its beginning is one.
func explainEvent(u *wire.Unit, first bool) {
	if u.Error == nil && !utf8.Valid(u.Raw) {
		u.Error = InvalidUTF8
	}
	var (
		sum  summary
		b    = buffers{lastEventID: u.Prior.LastEventID}
		t    = wire.Tile(u)
		rest = u.Raw
	)
	if first && hasBOM(rest) {
		t.Field(len(bom), wire.Field{
			Name: "byte order mark", Value: "U+FEFF", Spec: "WHATWG 9.2.6",
			Note: "One byte order mark at the very start of a stream is taken off when it is decoded as UTF-8.",
		})
		rest = rest[len(bom):]
	}
	crowd, lines := 0, 0 // the bytes and the number of the lines that share a field
	over := false        // the blank line was seen
	for n := 0; len(rest) > 0; n++ {
		l := cutLine(rest)
		rest = rest[l.size:]
		var f wire.Field
		if over = len(l.text) == 0; over {
			f = b.end()
		} else {
			f = b.read(l)
			sum.add(l)
			if len(rest) == 0 {
				f.Note += " " + unfinishedNote
			} else if n >= MaxFields {
				crowd, lines = crowd+l.size, lines+1
				continue
			}
		}
		t.Field(crowd, wire.Field{
			Name: "further lines", Value: fmt.Sprintf("%d lines", lines), Spec: "WHATWG 9.2.6",
			Note: "More lines of this block. They count like those before; the inspector shows them as one.",
		})
		crowd, lines = 0, 0
		t.Field(l.size, f)
	}
	u.Value = b.event(over)
	u.Summary = sum.line(over)
}

// line is a line of a block.
type line struct {
	text  []byte // without its line end
	size  int    // bytes with it
	ended bool   // it has one
}

// cutLine returns the first line of p.
func cutLine(p []byte) line {
	for i, c := range p {
		switch {
		case c == '\r' && i+1 < len(p) && p[i+1] == '\n':
			return line{text: p[:i], size: i + 2, ended: true}
		case c == '\r' || c == '\n':
			return line{text: p[:i], size: i + 1, ended: true}
		}
	}
	return line{text: p, size: len(p)}
}
