package wsframe

import (
	"sync"

	"wireside/wireview/wire"
)

// maxKept is the largest buffer, in bytes, that a scratch keeps for its next user: a frame of 64 KiB fits.
const maxKept = 128 << 10

// scratch is what a decoder needs while it decodes, or while a frame is unfinished. Decoders share a pool of them, so that
// one between two frames holds nothing.
type scratch struct {
	unit wire.Unit
	span [1]wire.Span
	buf  []byte // the bytes of an unfinished unit
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// take returns the scratch that d holds, or a fresh one.
func (d *Decoder) take() *scratch {
	if s := d.held; s != nil {
		return s
	}
	return scratches.Get().(*scratch)
}

// give keeps s if it holds bytes of an unfinished unit, and gives it back otherwise.
func (d *Decoder) give(s *scratch) {
	s.unit = wire.Unit{} // it may point into the caller's bytes
	if len(s.buf) > 0 {
		d.held = s
		return
	}
	d.held = nil
	if cap(s.buf) > maxKept {
		s.buf = nil
	}
	scratches.Put(s)
}

// begin returns the unit to emit, empty but for its protocol, its kind and its bytes, which begin at connection offset at.
func (s *scratch) begin(proto wire.Proto, kind wire.Kind, raw []byte, at int64) *wire.Unit {
	u := &s.unit
	*u = wire.Unit{}
	u.Proto, u.Kind, u.Raw, u.Length = proto, kind, raw, int64(len(raw))
	if len(raw) > 0 {
		s.span[0] = wire.Span{at, at + u.Length}
		u.Spans = s.span[:]
	}
	return u
}
