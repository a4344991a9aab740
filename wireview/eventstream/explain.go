package eventstream

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"wireside/wireview/wire"
)

// MaxFields is about how many lines of a block get a field of their own; one field covers all the lines after them. It
// bounds what it costs to look at a block of half a million lines.
const MaxFields = 1000

// Explain fills in a unit's Fields, Value and Summary, from its Kind, Raw, Spans and Prior. It leaves the Value of an end
// alone, and sets Error only if it is nil and the block alone shows that it is not UTF-8.
func Explain(u *wire.Unit) {
	switch u.Kind {
	case wire.KindEvent:
		if len(u.Raw) == 0 {
			explainInflated(u)
			return
		}
		explainEvent(u)
	case wire.KindEnd:
		u.Summary = "end"
		if end, ok := u.Value.(End); ok && end.Incomplete {
			u.Summary = "end, incomplete"
		}
	default:
		wire.ExplainRaw(u)
	}
}

// explainInflated explains an event of a compressed stream: what was inflated means what it would on the wire, but no bytes
// of the connection are its own, so that it has no fields.
func explainInflated(u *wire.Unit) {
	plain := wire.Unit{Kind: u.Kind, Raw: u.Prior.Inflated, Spans: wire.Spans{{0, int64(len(u.Prior.Inflated))}}, Prior: u.Prior, Error: u.Error}
	explainEvent(&plain)
	event := plain.Value.(Event)
	event.Bodies = u.Prior.Frames
	u.Fields, u.Value, u.Summary, u.Error = nil, event, plain.Summary, plain.Error
}

func explainEvent(u *wire.Unit) {
	t := wire.Tile(u)
	t.Expect(fieldsOf(u.Raw))
	b := buffers{raw: u.Raw, lastEventID: u.Prior.LastEventID}
	if b.valid = utf8.Valid(u.Raw); b.valid {
		b.text = string(u.Raw)
	} else if u.Error == nil {
		u.Error = InvalidUTF8
	}
	from := 0 // where the line begins in the block
	// A byte order mark is one only where the stream begins: later it is a character like others.
	if !u.Prior.Begun && hasBOM(u.Raw) {
		t.Field(len(bom), wire.Field{
			Name: "byte order mark", Value: "U+FEFF", Spec: spec,
			Note: "One byte order mark at the very start of a stream is taken off when it is decoded as UTF-8.",
		})
		from = len(bom)
	}
	var space [160]byte // enough for most summaries
	sum := summary{text: space[:0]}
	ends := newLineEnds(u.Raw)
	crowd, lines := 0, 0 // the bytes and the number of the lines that share a field
	over := false        // the blank line was seen
	for n := 0; from < len(u.Raw); n++ {
		l := cutLine(u.Raw, from, ends.next(from))
		from = l.next
		var f wire.Field
		if over = l.start == l.end; over {
			f = b.end(l.ending(u.Raw))
		} else {
			f = b.read(l)
			sum = sum.add(u.Raw[l.start:l.end], strings.HasPrefix(f.Note, ignored))
			if from == len(u.Raw) {
				f.Note += " " + unfinishedNote
			} else if n >= MaxFields {
				crowd, lines = crowd+l.next-l.start, lines+1
				continue
			}
		}
		if lines > 0 {
			t.Field(crowd, wire.Field{
				Name: "further lines", Value: strconv.Itoa(lines) + " lines", Spec: spec,
				Note: "More lines of this block. They count like those before; the inspector shows them as one.",
			})
			crowd, lines = 0, 0
		}
		t.Field(l.next-l.start, f)
	}
	u.Value = b.event(over)
	u.Summary = sum.line(over)
}

// fieldsOf returns about how many fields a block gets.
func fieldsOf(raw []byte) int {
	n := bytes.Count(raw, []byte{'\n'})
	if n == 0 {
		n = bytes.Count(raw, []byte{'\r'})
	}
	return min(n, MaxFields) + 2 // for a byte order mark, and for what has no end
}

// line is a line of a block: [start, end) without its line end, which ends at next.
type line struct{ start, end, next int }

// cutLine returns the line of p that begins at start and ends before end, the place of its line end or of p's end.
func cutLine(p []byte, start, end int) line {
	l := line{start: start, end: end, next: end}
	if end < len(p) {
		l.next++
		if p[end] == '\r' && l.next < len(p) && p[l.next] == '\n' {
			l.next++
		}
	}
	return l
}

// ended tells whether the line has its line end. What has none is not a line yet.
func (l line) ended() bool { return l.next > l.end }

// ending names the line end.
func (l line) ending(p []byte) string {
	switch {
	case !l.ended():
		return ""
	case p[l.end] == '\n':
		return "LF"
	case l.next-l.end == 2:
		return "CRLF"
	}
	return "CR"
}
