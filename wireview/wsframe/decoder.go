// Package wsframe decodes one direction of a WebSocket connection (RFC 6455) into units.
//
// A [Decoder] takes bytes as they come, however they are cut, and emits a unit for each frame. It reads no socket and no
// clock. It frames only: [Explain] works out what a frame means, later, from the unit alone.
//
// Kinds and their values: frame ([Frame]), message ([Message]), raw (none), end ([End]).
//
// A frame that breaks a rule keeps its unit and carries the violation, and decoding goes on with the next frame, as if the
// frame were what it says it is. Where several rules are broken, the first in the order of the bytes is named.
package wsframe

import (
	"encoding/binary"
	"math"

	"wireside/wireview/deflate"
	"wireside/wireview/wire"
)

// Limits of a decoder whose Config sets none.
const (
	DefaultMaxFrame   = 16<<20 + maxHeader
	DefaultMaxMessage = 16 << 20
)

// The smallest and the largest window of RFC 7692 7.1.2, as powers of two.
const (
	minWindow = 8
	maxWindow = 15
)

// Config says which direction of which connection a decoder reads.
type Config struct {
	Emit       wire.Emit // receives the units; required
	FromClient bool      // the bytes come from the client, whose frames must be masked (RFC 6455 5.1)
	Base       int64     // the connection offset of the first byte
	Deflate    bool      // permessage-deflate was negotiated (RFC 7692)
	// NoContextTakeover says that each compressed message of this direction stands alone (RFC 7692 7.1.1), so that one
	// that cannot be inflated is in error. It is without meaning if Deflate is false.
	NoContextTakeover bool
	// Window bounds how far back a compressed message refers, as a power of two, from 8 to 15 (RFC 7692 7.1.2); 0 is 15.
	Window int
	// Midstream says that frames may stand before the first byte: a compressed message that refers to what was not seen
	// is then not in error.
	Midstream bool
	// MaxFrame is the largest frame, in bytes with its header, that becomes one unit; 0 is DefaultMaxFrame. The bytes of
	// a larger one become raw units, and the frames after it are decoded again.
	MaxFrame int64
	// MaxMessage bounds the bytes of a fragmented message, joined and inflated; 0 is DefaultMaxMessage. A larger one gets
	// no message unit, and its last frame says so.
	MaxMessage int64
}

// Decoder reads one direction of a connection. Between frames it holds no buffer, but what compressed messages may refer to:
// 32 KiB at most.
type Decoder struct {
	emit       wire.Emit
	maxFrame   int64
	maxMessage int64
	small      uint64 // a payload of at most this many bytes is in no frame above maxFrame

	at   int64    // the connection offset of the first byte that no unit covers yet
	held *scratch // the bytes of an unfinished unit; nil if there are none
	need int      // the size of the frame in held; 0 while its header is unfinished
	raw  raw      // the frame that is passed on undecoded
	msg  *message // the fragmented message that is under way; nil if there is none

	window *deflate.Window // what compressed messages may refer to; nil if there is nothing
	key    uint32          // the masking key of the last frame
	same   int8            // how many frames just before that one had it too, maxSame at most; -1 if there was none yet

	client, deflate, standalone bool // FromClient, Deflate, NoContextTakeover
	bits                        byte // Window
	lost                        bool // more was said before what window holds, and is not known
	closing                     bool // a close frame was seen
	ended                       bool // Close was called
}

// New returns a decoder for a direction's first frame.
func New(cfg Config) *Decoder {
	d := &Decoder{
		emit: cfg.Emit, at: cfg.Base, maxFrame: DefaultMaxFrame, maxMessage: DefaultMaxMessage,
		client: cfg.FromClient, deflate: cfg.Deflate, standalone: cfg.NoContextTakeover, lost: cfg.Midstream, same: -1,
	}
	if cfg.Window >= minWindow && cfg.Window < maxWindow {
		d.bits = byte(cfg.Window)
	}
	if cfg.MaxFrame > 0 {
		d.maxFrame = min(cfg.MaxFrame, math.MaxInt)
	}
	d.small = uint64(max(0, d.maxFrame-maxHeader))
	if cfg.MaxMessage > 0 {
		d.maxMessage = min(cfg.MaxMessage, math.MaxInt)
	}
	return d
}

// Write decodes the next bytes, and emits the units that end in them. It keeps no reference to p; the Raw of a unit that
// lies wholly in p is a part of p. It must not be called from within Emit, nor after Close.
func (d *Decoder) Write(p []byte) {
	s := d.take()
	for len(p) > 0 {
		switch {
		case d.raw.why != nil:
			p = d.pass(s, p)
		case len(s.buf) > 0:
			p = d.fill(s, p)
		default:
			p = d.scan(s, p)
		}
	}
	d.give(s)
}

// Close ends the direction: the bytes of an unfinished frame become raw units, and a unit of kind end follows. A second
// call does nothing.
func (d *Decoder) Close() {
	if d.ended {
		return
	}
	d.ended = true
	s := d.take()
	incomplete := d.msg != nil || d.raw.why != nil || len(s.buf) > 0
	if d.raw.why == nil {
		d.raw.why = Incomplete
		if h, ok := parseHeader(s.buf); ok {
			d.raw.head, d.raw.data = h.size, h.data()
		}
	}
	d.cut(s)
	u := s.begin(wire.WebSocket, wire.KindEnd, nil, d.at)
	u.Value = End{Incomplete: incomplete}
	d.emit(u)
	s.buf, d.msg, d.window = s.buf[:0], nil, nil
	d.give(s)
}

// scan emits the frames that lie wholly in p, without copying them, and holds what is left. It returns what remains after
// a header that starts raw units.
func (d *Decoder) scan(s *scratch, p []byte) []byte {
	for {
		var h header
		if len(p) >= maxHeader && p[1]&^maskBit < 126 { // most headers, without a call
			h = header{first: p[0], second: p[1], size: 2 + int(p[1]>>7)*4, length: uint64(p[1] &^ maskBit)}
		} else {
			var ok bool
			if h, ok = parseHeader(p); !ok {
				s.buf, d.need = append(s.buf, p...), 0
				return nil
			}
		}
		if h.length > d.small && d.refuse(h) {
			return p
		}
		size := h.size + int(h.length)
		if len(p) < size {
			s.buf, d.need = append(s.buf, p...), size
			return nil
		}
		d.frame(s, h, p[:size])
		p = p[size:]
	}
}

// fill adds to the held frame what p has of it, and returns the rest of p.
func (d *Decoder) fill(s *scratch, p []byte) []byte {
	for d.need == 0 {
		if len(p) == 0 {
			return nil
		}
		s.buf, p = append(s.buf, p[0]), p[1:]
		if h, ok := parseHeader(s.buf); ok {
			if d.refuse(h) {
				return p
			}
			d.need = h.size + int(h.length)
		}
	}
	n := min(d.need-len(s.buf), len(p))
	s.buf = append(s.buf, p[:n]...)
	if len(s.buf) == d.need {
		h, _ := parseHeader(s.buf)
		d.frame(s, h, s.buf)
		s.buf, d.need = s.buf[:0], 0
	}
	return p[n:]
}

// frame emits the frame in raw, which begins with h, and the message that it completes.
func (d *Decoder) frame(s *scratch, h header, raw []byte) {
	u := s.begin(wire.WebSocket, wire.KindFrame, raw, d.at)
	d.at += u.Length
	u.Error = d.judge(h)
	if h.masked() {
		if d.repeats(binary.LittleEndian.Uint32(raw[h.size-4:])) && u.Error == nil {
			u.Error = KeyRepeated
		}
	}
	if d.deflate {
		u.Prior.Deflate, u.Prior.Standalone, u.Prior.Window = true, d.standalone, d.bits
	}
	if h.data() {
		u.Payload = int64(h.length)
		switch {
		case h.first&finBit == 0 || h.opcode() == opContinuation:
			d.fragment(s, h, raw)
			return
		case h.first&rsv1Bit != 0 && d.deflate && !d.standalone:
			d.whole(u, h, raw)
			return
		}
	} else if h.opcode() == opClose {
		if u.Error == nil {
			u.Error = judgeClose(h, raw)
		}
		d.closing = true
	}
	d.emit(u)
}
