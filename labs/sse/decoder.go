package sse

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"time"
)

// DefaultMaxEvent is the limit of a Decoder, in bytes.
const DefaultMaxEvent = 1 << 20

// ErrTooLong is a block that is longer than the Decoder takes.
var ErrTooLong = errors.New("sse: an event is longer than the limit")

// Decoder reads an event stream as a browser does (WHATWG 9.2.6). It is given the bytes in pieces of any size by Write. A
// block that the stream's end cuts off is no event; there is nothing to close.
type Decoder struct {
	Event    func(Event)         // called for each event that is dispatched. Required
	Retry    func(time.Duration) // called for each valid retry field; nil: they are ignored
	MaxEvent int                 // bytes in a line and in the data of a block; 0 or less: DefaultMaxEvent

	begun   bool // the first line was seen, which may start with a byte order mark
	afterCR bool // the last byte was a CR: an LF belongs to it
	line    []byte
	data    []byte // the data buffer: each line of data with an LF
	typ     string // the event type buffer
	id      string // the last event ID buffer
	err     error
}

// Write reads p. Its error is ErrTooLong, from then on.
func (d *Decoder) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 && d.err == nil {
		if d.afterCR {
			d.afterCR = false
			if p[0] == '\n' {
				p = p[1:]
				continue
			}
		}
		i := bytes.IndexAny(p, "\r\n")
		if i < 0 {
			d.grow(&d.line, p)
			break
		}
		d.grow(&d.line, p[:i])
		d.afterCR = p[i] == '\r'
		d.endLine()
		p = p[i+1:]
	}
	if d.err != nil {
		return 0, d.err
	}
	return n, nil
}

// endLine interprets the line and empties it.
func (d *Decoder) endLine() {
	if d.err != nil {
		return
	}
	line := d.line
	d.line = d.line[:0]
	if !d.begun {
		d.begun = true
		line = bytes.TrimPrefix(line, []byte("\uFEFF"))
	}
	if len(line) == 0 {
		d.dispatch()
		return
	}
	name, value, _ := bytes.Cut(line, []byte(":")) // a line without a colon is a field without a value
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "": // a comment
	case "event":
		d.typ = text(value)
	case "data":
		d.grow(&d.data, value)
		d.grow(&d.data, []byte("\n"))
	case "id":
		if bytes.IndexByte(value, 0) < 0 {
			d.id = text(value)
		}
	case "retry":
		if ms, ok := digits(value); ok && d.Retry != nil {
			d.Retry(ms)
		}
	}
}

// dispatch ends a block. The last event ID stays.
func (d *Decoder) dispatch() {
	e := Event{Type: d.typ, ID: d.id}
	d.typ = ""
	if len(d.data) == 0 {
		return
	}
	e.Data = text(d.data[:len(d.data)-1])
	d.data = d.data[:0]
	if e.Type == "" {
		e.Type = DefaultType
	}
	d.Event(e)
}

// grow adds p to one of the buffers, within the limit.
func (d *Decoder) grow(buf *[]byte, p []byte) {
	limit := d.MaxEvent
	if limit <= 0 {
		limit = DefaultMaxEvent
	}
	if len(*buf)+len(p) > limit {
		d.err = ErrTooLong
		return
	}
	*buf = append(*buf, p...)
}

// text is the UTF-8 of b; a run of bytes that are none becomes U+FFFD.
func text(b []byte) string { return strings.ToValidUTF8(string(b), "\uFFFD") }

// digits reads the value of a retry field, which counts only if it is ASCII digits and nothing else.
func digits(value []byte) (time.Duration, bool) {
	for _, c := range value {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	const most = 24 * time.Hour // a longer pause is taken as this one
	ms, err := strconv.ParseInt(string(value), 10, 64)
	if errors.Is(err, strconv.ErrRange) || ms > most.Milliseconds() {
		return most, true
	}
	return time.Duration(ms) * time.Millisecond, err == nil
}
