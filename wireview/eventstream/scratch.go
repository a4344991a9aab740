package eventstream

import (
	"strings"
	"sync"

	"wireside/wireview/wire"
)

// How much memory a scratch keeps for its next user: bytes, and spans.
const (
	maxKept      = 64 << 10
	maxKeptSpans = 1 << 10
)

// Short IDs are laid side by side in memory of idPage bytes, so that most of them cost no allocation. A decoder that
// keeps one for long keeps the whole page.
const (
	idPage  = 512
	shortID = 64
)

// scratch is what a decoder needs while it decodes, or while a block is unfinished. Decoders share a pool of them, so that
// one between two blocks holds nothing but its last event ID.
type scratch struct {
	unit  wire.Unit // reused for each, and empty between them
	span  [1]wire.Span
	buf   []byte     // the bytes of an unfinished block
	spans wire.Spans // and where they lie
	ids   strings.Builder
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// take returns the scratch that d holds, or a fresh one.
func (d *Decoder) take() *scratch {
	if s := d.held; s != nil {
		return s
	}
	return scratches.Get().(*scratch)
}

// give keeps s if it holds bytes of an unfinished block, and gives it back otherwise.
func (d *Decoder) give(s *scratch) {
	if len(s.buf) > 0 {
		d.held = s
		return
	}
	d.held = nil
	if cap(s.buf) > maxKept {
		s.buf = nil
	}
	if cap(s.spans) > maxKeptSpans {
		s.spans = nil
	}
	scratches.Put(s)
}

// hold adds bytes, the first of which lies at connection offset off, to the unfinished block.
func (s *scratch) hold(p []byte, off int64) {
	s.buf = append(s.buf, p...)
	s.spans = s.spans.Append(off, off+int64(len(p)))
}

// drop lets go of the bytes of a block that was emitted.
func (s *scratch) drop() { s.buf, s.spans = s.buf[:0], s.spans[:0] }

// one returns the list of the single span [start, end), until it is called again.
func (s *scratch) one(start, end int64) wire.Spans {
	s.span[0] = wire.Span{start, end}
	return s.span[:]
}

// begin returns the unit to emit, empty but for its protocol, its kind and its bytes. The caller empties it again: it may
// point into others' bytes.
func (s *scratch) begin(proto wire.Proto, kind wire.Kind, raw []byte, spans wire.Spans) *wire.Unit {
	u := &s.unit
	u.Proto, u.Kind, u.Raw, u.Spans, u.Length = proto, kind, raw, spans, int64(len(raw))
	return u
}

// decode returns b as a string that nothing changes. last is returned if it is the same.
func (s *scratch) decode(b []byte, last string) string {
	if string(b) == last {
		return last
	}
	if len(b) > shortID || !isASCII(b) {
		return decodeUTF8(b)
	}
	if s.ids.Cap()-s.ids.Len() < len(b) {
		s.ids.Reset() // the strings that were cut from it stay as they are
		s.ids.Grow(idPage)
	}
	from := s.ids.Len()
	s.ids.Write(b)
	return s.ids.String()[from:]
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
