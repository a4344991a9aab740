// Package eventstream decodes an event stream (WHATWG HTML 9.2.5 and 9.2.6) into units.
//
// A [Decoder] takes the bytes of a response's body as they come, however they are cut, and emits a unit for each block: the
// lines up to and with a blank line. It reads no socket and no clock. It frames only: [Explain] works out what a block
// means to a browser's EventSource, later, from the unit alone.
//
// A line ends with CRLF, LF or CR. A CR that is the last byte so far may be half of a CRLF, so a block whose blank line
// ends with a bare CR is emitted with the byte after it, or at the end of the stream. All other blocks are emitted with
// their own last byte.
//
// Kinds and their values: event ([Event]), raw (none), end ([End]).
package eventstream

import "wireside/wireview/wire"

// DefaultMaxEvent is the limit of a decoder whose Config sets none.
const DefaultMaxEvent = 1 << 20

// maxSpans is how many pieces of the connection a block may lie on. Between any two lies the framing of a chunk.
const maxSpans = 1 << 14

// Config says where a decoder's units go.
type Config struct {
	Emit wire.Emit // receives the units; required
	// MaxEvent is the largest block that becomes a unit, in bytes with its blank line; 0 is DefaultMaxEvent. A larger one,
	// and one on more than 16,384 pieces of the connection, becomes raw units, and so does all that follows it.
	MaxEvent int
}

// Decoder reads one event stream. Between blocks it holds no buffer.
type Decoder struct {
	emit     wire.Emit
	maxEvent int

	held  *scratch // the bytes of an unfinished block; nil if there are none
	block block
	begun bool // the first line, which a byte order mark may precede, has been read
	later bool // the first block is over
	cr    bool // the last byte was a CR: a LF that follows is half of the same line end
	blank bool // that CR ends a blank line: only a LF may still belong to the block
	raw   bool // a block was too large: nothing is read any more
	ended bool // Close was called

	lastEventID string
	retry       int64 // in milliseconds; -1 if the stream has set none
}

// block is what framing learns of the block under way.
type block struct {
	line         int   // where the current line begins in the block
	payload      int64 // bytes of the values of data fields
	idFrom, idTo int   // where the value of the last id field lies in the block
	id           bool  // there is one
	retry        int64 // the last reconnection time; -1 if there is none
}

// New returns a decoder for an event stream's first byte.
func New(cfg Config) *Decoder {
	d := &Decoder{emit: cfg.Emit, maxEvent: DefaultMaxEvent, block: block{retry: -1}, retry: -1}
	if cfg.MaxEvent > 0 {
		d.maxEvent = cfg.MaxEvent
	}
	return d
}

// Write decodes the next bytes, the first of which lies at connection offset off, and emits the blocks that end in them. It
// keeps no reference to p; the Raw of a block that lies wholly in p is a part of p. It must not be called from within Emit,
// nor after Close.
func (d *Decoder) Write(p []byte, off int64) {
	if len(p) == 0 {
		return
	}
	s := d.take()
	if d.raw {
		d.pass(s, p, off)
	} else {
		d.scan(s, p, off)
	}
	d.give(s)
}

// Close ends the stream. complete tells whether the body came to its end, rather than being cut off. A block without its
// blank line is emitted as it is: a browser discards it. A unit of kind end follows. A second call does nothing.
func (d *Decoder) Close(complete bool) {
	if d.ended {
		return
	}
	d.ended = true
	s := d.take()
	switch {
	case len(s.buf) == 0:
	case d.raw:
		d.emitRaw(s, s.buf, s.spans)
		complete = false
	case d.blank:
		d.endBlock(s, s.buf, s.spans)
	default:
		d.unfinished(s)
		complete = false
	}
	s.buf, s.spans = s.buf[:0], s.spans[:0]
	u := s.begin(wire.SSE, wire.KindEnd, nil, nil)
	end := End{Incomplete: !complete, LastEventID: d.lastEventID}
	if retry := d.retry; retry >= 0 {
		end.Retry = &retry
	}
	u.Value = end
	d.emit(u)
	*u = wire.Unit{}
	d.give(s)
}

// unfinished emits what is held as a block without its blank line. What it says of an ID is lost with it (WHATWG 9.2.6:
// pending data is discarded), but a whole retry line has had its effect by now.
func (d *Decoder) unfinished(s *scratch) {
	known := d.block
	d.readLine(s.buf[known.line:], known.line) // for its payload
	payload := d.block.payload
	d.block = known
	d.block.payload, d.block.id = payload, false
	d.endBlock(s, s.buf, s.spans)
}

// endBlock emits the block in raw, and lets its fields take effect.
func (d *Decoder) endBlock(s *scratch, raw []byte, spans wire.Spans) {
	u := s.begin(wire.SSE, wire.KindEvent, raw, spans)
	u.Payload = d.block.payload
	u.Prior.LastEventID, u.Prior.Begun = d.lastEventID, d.later
	if d.block.id {
		d.lastEventID = s.decode(raw[d.block.idFrom:d.block.idTo], d.lastEventID)
	}
	if d.block.retry >= 0 {
		d.retry = d.block.retry
	}
	d.later, d.cr, d.blank = true, false, false
	d.block = block{retry: -1}
	d.emit(u)
	*u = wire.Unit{}
}
