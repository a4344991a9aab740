package http1

import (
	"sync"

	"wireside/wireview/wire"
)

// scratch is what a decoder needs only while it decodes. Decoders share a pool of them, so that an idle one is small: there
// are two to a connection, and connections by the thousand.
type scratch struct {
	unit  wire.Unit    // reused for each, and empty between them
	spans [2]wire.Span // of unit
	info  Head         // of the last head, reused for each
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func (d *Decoder) take() { d.scratch = scratches.Get().(*scratch) }

func (d *Decoder) give() {
	d.info = Head{} // it may point into the caller's bytes
	scratches.Put(d.scratch)
	d.scratch = nil
}
