package eventstream

import (
	"strconv"
	"strings"

	"wireside/wireview/wire"
)

// spec is the section that says how a line is read.
const spec = "WHATWG 9.2.6"

// buffers are what a client keeps while it reads a block (WHATWG 9.2.6).
type buffers struct {
	raw   []byte // the block
	text  string // the same, if it is valid
	valid bool   // it is UTF-8

	first       string          // the value of the only data line so far
	data        strings.Builder // the values of all of them, each with a LF, from the second line on
	lines       int             // how many there are
	eventType   string
	lastEventID string // the buffer, which takes effect with the blank line
	idBefore    string
	idSeen      bool
	retry       *int64
	other       bool // there is a line that is neither data nor a comment
	comment     bool
}

// decode returns bytes of the block as a browser decodes them.
func (b *buffers) decode(start, end int) string {
	if b.valid {
		return b.text[start:end]
	}
	return decodeUTF8(b.raw[start:end])
}

// show returns bytes of the block for people to read.
func (b *buffers) show(start, end int) string {
	p := b.raw[start:end]
	if n := printable(p); n == len(p) && n <= maxShown {
		return b.decode(start, end)
	}
	return string(appendShown(make([]byte, 0, min(len(p), maxShown)+len("…")), p, maxShown))
}

// read lets a line that is not blank take effect, and describes it. What is not ended is not a line yet, and takes none.
func (b *buffers) read(l line) wire.Field {
	text := b.raw[l.start:l.end]
	if text[0] == ':' {
		b.comment = true
		f := wire.Field{Name: "comment", Value: b.show(l.start+1, l.end), Note: commentNote, Spec: spec}
		return b.remark(f, l, l.start+1)
	}
	name, value := cutField(text)
	at := l.end - len(value) // where the value begins
	f := wire.Field{Name: "ignored", Spec: spec}
	switch string(name) { // names are compared as they are, with no case folding
	case "data":
		f.Name = "data"
	case "event":
		f.Name = "event"
	case "id":
		f.Name = "id"
	case "retry":
		f.Name = "retry"
	default:
		at = l.start
	}
	f.Value = b.show(at, l.end)
	if !l.ended() {
		f.Note = "The stream ended inside this line, so it has no effect."
		return b.remark(f, l, at)
	}
	b.other = b.other || f.Name != "data"
	switch f.Name {
	case "data":
		b.addData(b.decode(at, l.end))
		f.Note = dataNote
	case "event":
		b.eventType = b.decode(at, l.end)
		f.Note = noteOfType(b.eventType)
	case "id":
		f.Note = b.readID(at, l.end)
	case "retry":
		f.Note = b.readRetry(value)
	default:
		f.Note = unknownNote
		if hasBOM(name) {
			f.Note = lateBOMNote
		}
		if len(name) == len(text) {
			f.Note += noColonNote
		}
		return b.remark(f, l, at)
	}
	if len(name) == len(text) {
		f.Note += noColonNote
	}
	return b.remark(f, l, at)
}

// remark adds to a line's note what a browser makes of bytes that are not UTF-8, and that a CR alone ends the line.
func (b *buffers) remark(f wire.Field, l line, from int) wire.Field {
	if !b.valid {
		f.Note += brokenNote(b.raw[from:l.end])
	}
	if l.ended() && b.raw[l.end] == '\r' && l.next-l.end == 1 {
		f.Note += " The line ends with a CR alone, which counts like LF and CRLF."
	}
	return f
}

func (b *buffers) addData(value string) {
	switch b.lines++; b.lines {
	case 1:
		b.first = value
		return
	case 2:
		b.data.WriteString(b.first)
		b.data.WriteByte('\n')
	}
	b.data.WriteString(value)
	b.data.WriteByte('\n')
}

func (b *buffers) readID(start, end int) (note string) {
	if !validID(b.raw[start:end]) {
		return ignored + "an ID must not contain U+0000 NULL, so the last event ID stays what it was."
	}
	if !b.idSeen {
		b.idSeen, b.idBefore = true, b.lastEventID
	}
	b.lastEventID = b.decode(start, end)
	if start == end {
		return "Forgets the last event ID: a client that comes back sends no Last-Event-ID."
	}
	return "Sets the last event ID, which holds beyond this block: a client that comes back sends it as Last-Event-ID."
}

func (b *buffers) readRetry(value []byte) (note string) {
	ms, ok := parseRetry(value)
	switch {
	case ok:
		b.retry = &ms
		return "Sets the reconnection time: a client that loses the connection waits " + strconv.FormatInt(ms, 10) + " ms to come back."
	case len(value) == 0:
		return ignored + "there are no digits. The standard does not say what an empty value does, and browsers differ."
	}
	return ignored + "the value is not made of ASCII digits alone."
}

// why returns why no event is dispatched, over telling whether the blank line was seen. The data buffer is empty only if
// there was no data line: even one without a value appends a line feed.
func (b *buffers) why(over bool) Why {
	switch {
	case !over:
		return WhyUnfinished
	case b.lines > 0:
		return ""
	case b.other:
		return WhyNoData
	case b.comment:
		return WhyComments
	}
	return WhyEmpty
}

// end describes the blank line, which ends the block.
func (b *buffers) end(ending string) wire.Field {
	return wire.Field{Name: "blank line", Value: ending, Note: endNotes[b.why(true)], Spec: spec}
}

// event returns what a browser makes of the block. over tells whether its blank line was seen.
func (b *buffers) event(over bool) Event {
	e := Event{Type: "message", Data: b.first, LastEventID: b.lastEventID, Why: b.why(over), Retry: b.retry}
	if b.lines > 1 {
		e.Data = strings.TrimSuffix(b.data.String(), "\n")
	}
	e.Dispatched = e.Why == ""
	if b.eventType != "" {
		e.Type = b.eventType
	}
	if !over && b.idSeen { // the ID is discarded with the rest
		e.LastEventID = b.idBefore
	}
	return e
}
