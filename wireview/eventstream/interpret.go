package eventstream

import (
	"fmt"
	"strings"

	"wireside/wireview/wire"
)

// unfinishedNote says what becomes of a block without its blank line.
const unfinishedNote = "The stream ended before a blank line, so the block is discarded and no event is dispatched."

// buffers are what a client keeps while it reads a block (WHATWG 9.2.6).
type buffers struct {
	data        strings.Builder // each data line with a LF
	eventType   string
	lastEventID string // the buffer, which takes effect with the blank line
	idBefore    string
	idSeen      bool
	retry       *int64
}

// read lets a line take effect, and describes it. What is not ended is not a line yet, and takes none.
func (b *buffers) read(l line) wire.Field {
	f := wire.Field{Value: shown(l.text, maxShown), Spec: "WHATWG 9.2.6"}
	if len(l.text) > 0 && l.text[0] == ':' {
		f.Name, f.Value = "comment", shown(l.text[1:], maxShown)
		f.Note = "A line that starts with a colon is a comment: it is ignored. Servers send one from time to time, so that " +
			"nothing on the way takes the connection for dead."
		return f
	}
	name, value := cutField(l.text)
	switch string(name) {
	case "data", "event", "id", "retry":
		f.Name, f.Value = string(name), shown(value, maxShown)
	default: // names are compared as they are, with no case folding
		f.Name = "ignored"
	}
	if !l.ended {
		f.Note = "The stream ended inside this line, so it has no effect."
		return f
	}
	switch string(name) {
	case "data":
		b.data.WriteString(decodeUTF8(value))
		b.data.WriteByte('\n')
		f.Note = "Appends its value and a line feed to the data buffer."
	case "event":
		b.eventType = decodeUTF8(value)
		f.Note = "Sets the event's type, which says whose listeners hear it."
		if len(value) == 0 {
			f.Note = `Sets the event's type to nothing, which stands for "message".`
		}
	case "id":
		f.Note = b.readID(value)
	case "retry":
		f.Note = "Ignored: the value is not made of ASCII digits alone."
		if ms, ok := parseRetry(value); ok {
			b.retry = &ms
			f.Note = fmt.Sprintf("Sets the reconnection time: a client that loses the connection waits %d ms to come back.", ms)
		} else if len(value) == 0 {
			f.Note = "Ignored: there are no digits. The standard does not say what an empty value does, and browsers differ."
		}
	default:
		f.Note = "Ignored: the standard knows no field of this name."
		return f
	}
	if len(name) == len(l.text) {
		f.Note += " Without a colon, the whole line is the name and the value is empty."
	}
	return f
}

func (b *buffers) readID(value []byte) (note string) {
	if !validID(value) {
		return "Ignored: an ID must not contain U+0000 NULL."
	}
	if !b.idSeen {
		b.idSeen, b.idBefore = true, b.lastEventID
	}
	b.lastEventID = decodeUTF8(value)
	if len(value) == 0 {
		return "Forgets the last event ID: a client that comes back sends no Last-Event-ID."
	}
	return "Sets the last event ID, which holds beyond this block: a client that comes back sends it as Last-Event-ID."
}

// end describes the blank line, which ends the block.
func (b *buffers) end() wire.Field {
	f := wire.Field{Name: "blank line", Spec: "WHATWG 9.2.6"}
	f.Note = "Ends the block. There is no data, so no event is dispatched."
	if b.data.Len() > 0 {
		f.Note = "Ends the block: the event is dispatched, its data without the last line feed."
	}
	return f
}

// event returns what a browser makes of the block. over tells whether its blank line was seen.
func (b *buffers) event(over bool) Event {
	e := Event{
		Type: "message", Data: strings.TrimSuffix(b.data.String(), "\n"), LastEventID: b.lastEventID,
		Dispatched: over && b.data.Len() > 0, Retry: b.retry,
	}
	if b.eventType != "" {
		e.Type = b.eventType
	}
	if !over && b.idSeen { // the ID is discarded with the rest
		e.LastEventID = b.idBefore
	}
	return e
}
