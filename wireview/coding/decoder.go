package coding

import (
	"hash"
	"hash/adler32"
	"hash/crc32"

	"wireside/wireview/deflate"
	"wireside/wireview/wire"
)

// Decoder reads the content of one message. It implements http1.Body and http1.Pauser. Between units it holds what the rest
// may refer to, 32 KiB at most, and little else.
type Decoder struct {
	cfg   Config
	state state

	// The unit under way.
	buf    []byte // its bytes
	at     int64  // the connection offset of the first
	from   int64  // the content's bytes before it
	parts  []Part // those that are over
	part   Part   // the one under way, if open
	open   bool
	before int    // how much of plain was said before the part under way
	plain  []byte // what the unit says
	marks  []mark // by which time how much of it was known
	over   bool   // the unit ends here
	flag   *wire.Violation

	pos    int64 // the content's bytes so far
	fault  *wire.Violation
	sound  int64 // with fault: the content's bytes before it
	field  field // the one under way of a header or a trailer
	blocks int64 // the content's bytes before the deflate stream
	shared bool  // the last byte of the block before has bits that belong to the next
	reader deflate.Reader
	sum    hash.Hash32 // of what the member says
	size   uint32      // of the same, modulo 2^32

	unit wire.Unit
	span [1]wire.Span
}

type state uint8

const (
	stateHeader  state = iota // before the deflate stream
	stateBlocks               // the deflate stream
	stateTrailer              // after it
	stateBetween              // the trailer was read: the content may end here
	stateRaw                  // nothing more is read
)

// mark says that length bytes were known at a time.
type mark struct {
	length int
	at     int64
}

// How much memory a decoder keeps from one unit for the next, in bytes, and of marks and parts.
const (
	maxSpare  = 8 << 10
	maxListed = 64
)

// New returns a decoder for the content's first byte.
func New(cfg Config) *Decoder {
	d := &Decoder{cfg: cfg}
	d.begin()
	return d
}

// begin begins a member: what has a header and a trailer of its own (RFC 1952 2.2).
func (d *Decoder) begin() {
	d.state, d.reader, d.shared, d.size = stateHeader, deflate.Reader{}, false, 0
	if d.sum = crc32.NewIEEE(); d.cfg.Coding == Deflate {
		d.sum = adler32.New()
	}
	if d.field = (field{kind: PartMagic}); d.cfg.Coding == Deflate {
		d.field.kind = PartZlib
	}
}

// Write reads the next bytes of the content, the first of which lies at connection offset off. It keeps no reference to p.
func (d *Decoder) Write(p []byte, off int64) {
	if len(d.buf) > 0 && off != d.at+int64(len(d.buf)) { // the framing of a chunk lies between
		d.Pause()
	}
	for len(p) > 0 {
		if len(d.buf) == 0 {
			d.at = off
		}
		n := d.step(p[:min(len(p), MaxUnit-len(d.buf))])
		d.buf = append(d.buf, p[:n]...)
		p, off = p[n:], off+int64(n)
		switch {
		case d.fault != nil && d.state != stateRaw:
			d.fail()
		case d.state == stateRaw && len(d.buf) == rawUnit:
			d.emitRaw()
		case d.over || len(d.buf) == MaxUnit:
			d.emit(len(d.buf), nil)
		}
	}
}

// step reads some of p, at least one byte, and returns how many. If a rule is broken, that is noted with the place.
func (d *Decoder) step(p []byte) int {
	if d.state == stateBetween && d.fault == nil {
		if d.cfg.Coding == Deflate {
			d.broken(Trailing, d.pos)
			d.pos++
			return 1
		}
		d.begin()
		d.field.again = true
	}
	switch d.state {
	case stateHeader, stateTrailer:
		return d.readFields(p)
	case stateBlocks:
		return d.inflate(p)
	}
	return min(len(p), rawUnit-len(d.buf))
}

// rawUnit is the size of a raw unit in bytes; one before the end of a chunk or the content may be shorter.
const rawUnit = 4 << 10

// broken notes a rule that is broken after the first bytes of the content.
func (d *Decoder) broken(why *wire.Violation, sound int64) { d.fault, d.sound = why, sound }

// inflate reads bytes of the deflate stream.
func (d *Decoder) inflate(p []byte) int {
	n, plain, what, why := d.reader.Write(p, d.plain, MaxInflated)
	d.pos += int64(n)
	d.said(plain)
	used := d.blocks + d.reader.Used()
	switch {
	case why != nil:
		d.broken(why, used)
	case what == deflate.Began:
		d.openPart(PartBlock)
		d.part.Block, d.part.Shared = d.reader.Block(), d.shared
	case what == deflate.Ended:
		block := d.reader.Block()
		d.part.Block = block
		d.closePart(used)
		d.shared = d.reader.Spare() > 0
		d.over = !block.Final && block.Type == deflate.Stored && block.Size == 0
		if block.Final {
			d.beginTrailer()
		}
	}
	return n
}

// said takes what the unit says so far.
func (d *Decoder) said(plain []byte) {
	fresh := plain[len(d.plain):]
	d.plain = plain
	if len(fresh) == 0 {
		return
	}
	d.sum.Write(fresh)
	d.size += uint32(len(fresh))
	at := int64(0)
	if d.cfg.Now != nil {
		at = d.cfg.Now()
	}
	if n := len(d.marks); n > 0 && d.marks[n-1].at == at {
		d.marks[n-1].length = len(plain)
		return
	}
	d.marks = append(d.marks, mark{len(plain), at})
}

// Pause says that a chunk's data end here: so does the unit.
func (d *Decoder) Pause() {
	if len(d.buf) == 0 {
		return
	}
	if d.state == stateRaw {
		d.emitRaw()
		return
	}
	d.emit(len(d.buf), nil)
}

// Close ends the content. complete tells whether it came to its end, rather than being cut off. Where it ends before the
// compressed stream does, the last unit says so, which has no bytes if all were in units before it. A second call does nothing.
func (d *Decoder) Close(complete bool) {
	if d.state == stateRaw {
		d.Pause()
		return
	}
	switch whole := d.state == stateBetween || d.pos == 0; {
	case len(d.buf) > 0 && !complete:
		d.emit(len(d.buf), Incomplete)
	case complete && !whole:
		d.emit(len(d.buf), Unfinished)
	case len(d.buf) > 0:
		d.emit(len(d.buf), nil)
	}
	d.state = stateRaw
	d.reader.Close()
}
