package relay

import "sync"

// buffer is what one direction of a connection is read into. It is small while little comes at a time, so that an idle
// stream costs little; for bulk it is exchanged for a large one.
type buffer struct {
	bytes []byte
	small *[smallBuffer]byte
	large *[largeBuffer]byte
}

const (
	smallBuffer = 4 << 10
	largeBuffer = 32 << 10
)

var (
	smallBuffers = sync.Pool{New: func() any { return new([smallBuffer]byte) }}
	largeBuffers = sync.Pool{New: func() any { return new([largeBuffer]byte) }}
)

func newBuffer() *buffer {
	b := &buffer{small: smallBuffers.Get().(*[smallBuffer]byte)}
	b.bytes = b.small[:]
	return b
}

// fit chooses the size after a read of n bytes, of which nothing is needed any more.
func (b *buffer) fit(n int) {
	switch {
	case b.large == nil && n == smallBuffer:
		b.large = largeBuffers.Get().(*[largeBuffer]byte)
		b.bytes = b.large[:]
	case b.large != nil && n < smallBuffer:
		largeBuffers.Put(b.large)
		b.large, b.bytes = nil, b.small[:]
	}
}

// free gives back what was borrowed.
func (b *buffer) free() {
	smallBuffers.Put(b.small)
	if b.large != nil {
		largeBuffers.Put(b.large)
	}
	*b = buffer{}
}
