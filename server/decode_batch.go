package main

import "wireside/wireview/wire"

// Units are explained and written in batches. One of this size takes about as long as the channels' wake-ups are worth.
const (
	batchUnits = 256
	batchBytes = 128 << 10
	// largeBatch is the size from which a batch travels alone, so that large units do not pile up in memory.
	largeBatch = 1 << 20
	batches    = 8
)

// batch is units on their way from the decoder to the writer, with memory of their own.
type batch struct {
	units []wire.Unit
	bytes []byte // under Raw and Prior.Inflated
	spans []wire.Span
	extra int    // bytes of values
	out   []byte // what is to be written
	done  chan struct{}
}

func (b *batch) size() int { return len(b.bytes) + b.extra }

// add keeps a copy of a unit.
func (b *batch) add(u *wire.Unit) {
	b.units = append(b.units, *u)
	kept := &b.units[len(b.units)-1]
	kept.Raw = b.keep(u.Raw)
	if u.Prior.Inflated != nil {
		kept.Prior.Inflated = b.keep(u.Prior.Inflated)
	}
	from := len(b.spans)
	b.spans = append(b.spans, u.Spans...)
	kept.Spans = b.spans[from:len(b.spans):len(b.spans)]
	if v, ok := u.Value.(interface{ Bytes() int }); ok {
		b.extra += v.Bytes()
	}
}

func (b *batch) keep(p []byte) []byte {
	from := len(b.bytes)
	b.bytes = append(b.bytes, p...)
	return b.bytes[from:len(b.bytes):len(b.bytes)]
}

// reset empties a batch, and lets go of memory that was for a large unit. What small ones came to goes with the next ones.
func (b *batch) reset() {
	if b.size() > 2*batchBytes {
		clear(b.units)
	}
	b.units, b.bytes, b.spans, b.extra, b.out = b.units[:0], b.bytes[:0], b.spans[:0], 0, b.out[:0]
	if cap(b.bytes) > largeBatch {
		b.bytes = nil
	}
	if cap(b.spans) > largeBatch/16 {
		b.spans = nil
	}
	if cap(b.out) > 8*largeBatch {
		b.out = nil
	}
}
