package http1

import "wireside/wireview/wire"

// Decoder reads one direction of a connection. It is not safe for concurrent use.
type Decoder struct {
	cfg   Config
	state state
	off   int64 // connection offset of the next byte to come

	// The unit that is incomplete: what was kept of it, and where it lies. Its first held bytes, a chunk's first line whose
	// data went elsewhere, lie at heldAt, and the rest from at.
	kept   buffer
	at     int64
	held   int
	heldAt int64

	head   head    // stateHead
	fields section // stateTrailers
	chunk  chunkState
	left   int64  // stateBody: bytes of content that no unit has yet, and no Body
	body   Body   // reads the content further; nil: units do
	pauser Pauser // the same, if it wants to know where chunks end
	why    *wire.Violation

	closing   bool   // the last message said that none follows it
	upgrading bool   // the connection may change its protocol after this message
	count     uint64 // requests, or final responses, so far
	exchange  uint64 // of the message that is being read

	*scratch // nil but within Write and Close
}

type state uint8

const (
	stateHead      state = iota // empty lines and the head of the next message
	stateBody                   // content of known length: a body, or chunk data that go elsewhere
	stateClose                  // content until the connection closes
	stateChunkLine              // the first line of a chunk
	stateChunk                  // the data and the line end of a chunk that is one unit
	stateChunkEnd               // the line end after data that went elsewhere
	stateTrailers               // what follows the last chunk
	stateSwitch                 // nothing is read until Resume or Tunnel
	stateRaw                    // nothing can be read as HTTP any more
	stateClosed                 // Close was called
)

// New returns a decoder at the start of a connection.
func New(cfg Config) *Decoder {
	if cfg.MaxHead == 0 {
		cfg.MaxHead = DefaultMaxHead
	}
	if cfg.MaxLine == 0 {
		cfg.MaxLine = DefaultMaxLine
	}
	d := &Decoder{cfg: cfg}
	d.nextMessage()
	return d
}

// Write reads the next bytes and returns how many it took. It takes all of them unless it stops where the connection may
// change its protocol: see Upgrading. It keeps no part of p. After Close it does nothing.
func (d *Decoder) Write(p []byte) int {
	if d.state == stateClosed {
		return len(p)
	}
	d.take()
	defer d.give()
	n := 0
	for n < len(p) && d.state != stateSwitch {
		taken := d.step(p[n:])
		d.off += int64(taken)
		n += taken
	}
	return n
}

// step reads some of p, or changes the state.
func (d *Decoder) step(p []byte) int {
	switch d.state {
	case stateHead:
		return d.stepHead(p)
	case stateBody:
		return d.stepBody(p)
	case stateClose:
		return d.stepClose(p)
	case stateChunkLine:
		return d.stepChunkLine(p)
	case stateChunk, stateChunkEnd:
		return d.stepChunk(p)
	case stateTrailers:
		return d.stepTrailers(p)
	default:
		return d.stepRaw(p)
	}
}

// Offset returns the connection offset of the next byte that Write will take.
func (d *Decoder) Offset() int64 { return d.off }

// Upgrading reports whether the decoder has stopped because the connection may change its protocol here: after a request
// that asks for it, body included, and after the head of a response that does it (101, or 2xx to CONNECT). Write takes
// nothing until Resume or Tunnel; or another decoder reads on from Offset, and this one is not closed.
func (d *Decoder) Upgrading() bool { return d.state == stateSwitch }

// Idle reports whether the decoder stands between two messages and no byte of the next has come: if that is so for the
// requests of a connection, and all were answered, a response answers none.
func (d *Decoder) Idle() bool { return d.state == stateHead && len(d.kept.bytes) == 0 }

// Resume goes on with HTTP where the decoder has stopped: the protocol has not changed. Elsewhere it does nothing.
func (d *Decoder) Resume() {
	if d.state == stateSwitch {
		d.nextMessage()
	}
}

// Tunnel goes on with raw units where the decoder has stopped: the protocol has changed to one that nobody here reads.
// Elsewhere it does nothing.
func (d *Decoder) Tunnel() {
	if d.state == stateSwitch {
		d.state, d.why = stateRaw, Switched
	}
}

// Close reads the end of the stream. A body that only the end delimits ends regularly; of anything else that is unfinished,
// content becomes a body unit and the rest raw units, with the violation Incomplete. Then comes an end unit, with Incomplete
// as its Error if the last message is not whole. A second call does nothing.
func (d *Decoder) Close() {
	if d.state == stateClosed {
		return
	}
	d.take()
	defer d.give()
	var why *wire.Violation
	complete := false
	switch d.state {
	case stateHead:
		why, complete = d.closeHead()
	case stateClose, stateSwitch:
		complete = true
	case stateRaw:
		why, complete = d.why, true
	default:
		why = Incomplete
	}
	d.closeBody(d.state == stateClose)
	if rest := d.kept.bytes; len(rest) > 0 && (d.state == stateBody || d.state == stateClose) {
		d.emit(wire.KindBody, rest, int64(len(rest)), why)
		d.kept.clear()
	}
	if d.state == stateBody {
		d.hold() // a chunk whose data were cut short
	}
	d.why = why
	d.emitRaw(true)
	d.state, d.at = stateClosed, d.off
	d.unit.Proto, d.unit.Kind, d.unit.Exchange = wire.HTTP1, wire.KindEnd, d.exchange
	if !complete {
		d.unit.Error = Incomplete
	}
	d.cfg.Emit(&d.unit)
	d.unit = wire.Unit{}
}

// closeHead judges what was kept of a head when the stream ends.
func (d *Decoder) closeHead() (why *wire.Violation, complete bool) {
	switch {
	case len(d.kept.bytes) == 0:
		return nil, true
	case d.head.next == len(d.kept.bytes) && !d.head.started:
		return StrayEmptyLine, true // RFC 9112 2.2: some clients send one more
	}
	d.exchange = d.count + 1
	return Incomplete, false
}

// nextMessage begins to read a head.
func (d *Decoder) nextMessage() {
	d.state, d.upgrading = stateHead, false
	d.head = head{role: d.cfg.Role}
}

// endMessage ends a message.
func (d *Decoder) endMessage() {
	if d.upgrading {
		d.state = stateSwitch
		return
	}
	d.nextMessage()
}

func (d *Decoder) closeBody(complete bool) {
	if d.body != nil {
		d.body.Close(complete)
		d.body, d.pauser = nil, nil
	}
}
