package sse

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// ContentType is the media type of an event stream (WHATWG 9.2.5). Its text is UTF-8 always.
const ContentType = "text/event-stream"

// DefaultType is the type of an event whose block names none (WHATWG 9.2.6).
const DefaultType = "message"

// Event is what a block of an event stream brings.
type Event struct {
	Type string // empty when writing: the block has no event field
	Data string // lines are separated by LF
	ID   string // writing: empty means no id field. Reading: the last event ID, which may be from a block before
}

// What can't be said in an event stream.
var (
	ErrType = errors.New("sse: the type of an event must be one line")
	ErrID   = errors.New("sse: the ID of an event must be one line without a NUL")
)

// AppendEvent appends the block of an event, blank line included. The error is ErrType or ErrID, and dst is then as it was.
func AppendEvent(dst []byte, e Event) ([]byte, error) {
	if strings.ContainsAny(e.Type, "\r\n") {
		return dst, ErrType
	}
	if strings.ContainsAny(e.ID, "\r\n\x00") { // WHATWG 9.2.6: an id field with a NULL is ignored
		return dst, ErrID
	}
	if e.Type != "" {
		dst = appendField(dst, "event", e.Type)
	}
	if e.ID != "" {
		dst = appendField(dst, "id", e.ID)
	}
	dst = appendLines(dst, "data", e.Data)
	return append(dst, '\n'), nil
}

// AppendComment appends text as lines that a client ignores. They belong to the block that follows: append a blank line
// if there is to be none.
func AppendComment(dst []byte, text string) []byte { return appendLines(dst, "", text) }

// AppendRetry appends the field that says how long a client is to wait before it connects again; it is sent in
// milliseconds. Negative is taken as 0.
func AppendRetry(dst []byte, d time.Duration) []byte {
	return appendField(dst, "retry", strconv.FormatInt(max(d.Milliseconds(), 0), 10))
}

// appendLines appends a field for each line of text: a line end within a value would end the field (WHATWG 9.2.6, where
// CR LF, LF and CR are line ends).
func appendLines(dst []byte, name, text string) []byte {
	for {
		i := strings.IndexAny(text, "\r\n")
		if i < 0 {
			return appendField(dst, name, text)
		}
		dst = appendField(dst, name, text[:i])
		if strings.HasPrefix(text[i:], "\r\n") {
			i++
		}
		text = text[i+1:]
	}
}

// appendField appends a line. The space after the colon is not part of the value: a client takes away one, if it is there.
func appendField(dst []byte, name, value string) []byte {
	dst = append(dst, name...)
	dst = append(dst, ':', ' ')
	dst = append(dst, value...)
	return append(dst, '\n')
}
