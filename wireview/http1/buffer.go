package http1

import "sync"

// buffer keeps the bytes of a unit that came in several pieces. A small one stays with the decoder; a large one is
// borrowed from a pool for as long as the unit is incomplete, so that an idle connection holds little.
type buffer struct {
	bytes []byte
	large *[largeBuffer]byte
}

const (
	smallBuffer = 4 << 10
	// A chunk with DataUnit bytes of data, a first line of the default length and a line end fits.
	largeBuffer = DataUnit + 2*DefaultMaxLine
)

var largeBuffers = sync.Pool{New: func() any { return new([largeBuffer]byte) }}

// keep adds a copy of p.
func (b *buffer) keep(p []byte) {
	if n := len(b.bytes) + len(p); n > smallBuffer && n <= largeBuffer && b.large == nil && cap(b.bytes) < n {
		b.large = largeBuffers.Get().(*[largeBuffer]byte)
		b.bytes = append(b.large[:0], b.bytes...)
	}
	b.bytes = append(b.bytes, p...)
}

// clear forgets all bytes, and gives back what is large.
func (b *buffer) clear() {
	switch {
	case b.large != nil:
		largeBuffers.Put(b.large)
		b.large, b.bytes = nil, nil
	case cap(b.bytes) > smallBuffer:
		b.bytes = nil
	default:
		b.bytes = b.bytes[:0]
	}
}

// cut forgets the first n bytes.
func (b *buffer) cut(n int) {
	if n == len(b.bytes) {
		b.clear()
		return
	}
	b.bytes = append(b.bytes[:0], b.bytes[n:]...)
}
