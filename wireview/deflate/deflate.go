// Package deflate inflates a deflate stream (RFC 1951) that comes in pieces, block by block, and holds the parts of that
// which other decoders of compressed bytes share: [Huffman] codes, the alphabets, and the [Window].
//
// What a [Reader] says, where its blocks end and where it finds fault do not depend on how the stream is cut.
package deflate

import (
	"encoding/binary"
	"sync"

	"wireside/wireview/wire"
)

// Type is how a block holds its bytes: BTYPE (RFC 1951 3.2.3).
type Type uint8

// The types of block.
const (
	Stored  Type = iota // as they are
	Fixed               // in codes that the specification gives
	Dynamic             // in codes that stand at its beginning
)

// Block is what a block's header says.
type Block struct {
	Type  Type
	Final bool // no block follows it: BFINAL
	Size  int  // of a stored block: its bytes, once its length has come
}

// Event is why Write returned.
type Event uint8

// What may happen in a stream.
const (
	Nothing Event = iota // all bytes were taken
	Began                // a block's header was read
	Ended                // a block is over
)

// Reader inflates one stream. The zero value is at its beginning. Between blocks it holds the window alone.
type Reader struct {
	state state
	acc   uint64 // bits that were taken and not used, the next one lowest; those from n on are without meaning
	n     uint   // how many
	total int64  // bytes taken

	block  Block
	left   int     // bytes that are still to come of a stored block
	tables *tables // of a dynamic block; nil outside
	lit    *Huffman
	dist   *Huffman
	window Window // what was said before the Write under way

	in    []byte // of the Write under way, and the place in it
	pos   int
	out   []byte
	from  int // where in out begins what this Write has said
	limit int
}

type state uint8

const (
	stateHeader  state = iota // the three bits that begin a block
	stateLength               // LEN and NLEN of a stored block
	stateStored               // its bytes
	stateCounts               // how many codes a dynamic block has
	stateOwn                  // the lengths of the codes for lengths
	stateLengths              // the lengths of its codes
	stateCodes                // its codes
	stateOver                 // the final block has ended, or a rule was broken
)

// tables are what a dynamic block's beginning says.
type tables struct {
	lit, dist                *Huffman
	literals, distances, own int
	lengths                  [MaxLiterals + MaxDistances]uint8
	read                     int // of the list under way
}

var tablesPool = sync.Pool{New: func() any { return &tables{lit: new(Huffman), dist: new(Huffman)} }}

// Write inflates the next bytes of the stream. It appends what they say to out, which it lets grow to limit bytes, and returns
// how many bytes it took. It takes all of p, unless a block begins or ends in it, which is told first: the bytes taken are then
// those up to the last bit that was used. Each symbol is said as soon as its last bit has come.
//
// A violation ends the stream: Used tells which bytes were read before it. After the end nothing more is taken.
func (r *Reader) Write(p, out []byte, limit int) (n int, said []byte, what Event, why *wire.Violation) {
	r.in, r.pos, r.out, r.from, r.limit = p, 0, out, len(out), limit
	for more := true; more && what == Nothing && why == nil; {
		more, what, why = r.step()
	}
	r.acc &= 1<<r.n - 1
	if what != Nothing { // what was taken too early lies in p: bits from before it did not suffice
		r.pos -= int(r.n / 8)
		r.n &= 7
		r.acc &= 1<<r.n - 1
	}
	if why != nil {
		r.state = stateOver
	}
	if what == Ended || why != nil {
		r.release()
	}
	r.window.Add(r.out[r.from:])
	n, said = r.pos, r.out
	r.total += int64(n)
	r.in, r.out = nil, nil
	return n, said, what, why
}

// Block returns the block that is under way, or was last.
func (r *Reader) Block() Block { return r.block }

// Used returns how many bytes of the stream hold a bit that was used.
func (r *Reader) Used() int64 { return r.total - int64(r.n/8) }

// Spare returns how many bits of the last byte that was used were not.
func (r *Reader) Spare() int { return int(r.n & 7) }

// Close lets go of what a stream that stops before its end still holds.
func (r *Reader) Close() { r.release() }

func (r *Reader) release() {
	if r.tables != nil {
		tablesPool.Put(r.tables)
		r.tables, r.lit, r.dist = nil, nil, nil
	}
}

// step reads what comes next. It reports false if that has not come whole.
func (r *Reader) step() (more bool, what Event, why *wire.Violation) {
	switch r.state {
	case stateHeader:
		return r.header()
	case stateLength:
		return r.storedLength()
	case stateStored:
		return r.stored()
	case stateCounts:
		return r.counts()
	case stateOwn:
		return r.ownLengths()
	case stateLengths:
		return r.lengths()
	case stateCodes:
		return r.codes()
	}
	return false, Nothing, nil
}

// header reads BFINAL and BTYPE (RFC 1951 3.2.3).
func (r *Reader) header() (more bool, what Event, why *wire.Violation) {
	bits, ok := r.peek(3)
	if !ok {
		return false, Nothing, nil
	}
	block := Block{Type: Type(bits >> 1), Final: bits&1 != 0}
	switch block.Type {
	case Stored:
		r.state = stateLength
	case Fixed:
		r.lit, r.dist, r.state = FixedLiterals, FixedDistances, stateCodes
	case Dynamic:
		r.tables = tablesPool.Get().(*tables)
		r.state = stateCounts
	default:
		return false, Nothing, BadBlockType
	}
	r.drop(3)
	r.block = block
	return true, Began, nil
}

// end ends the block.
func (r *Reader) end() (more bool, what Event, why *wire.Violation) {
	r.state = stateHeader
	if r.block.Final {
		r.state = stateOver
	}
	return true, Ended, nil
}

// storedLength reads how many bytes a stored block has, and the same once more with each bit the other way round (RFC 1951
// 3.2.4).
func (r *Reader) storedLength() (more bool, what Event, why *wire.Violation) {
	pad := r.n & 7
	bits, ok := r.peek(pad + 32)
	if !ok {
		return false, Nothing, nil
	}
	bits >>= pad
	if bits&0xffff != ^bits>>16&0xffff {
		return false, Nothing, BadStoredLength
	}
	r.drop(pad + 32)
	r.pos -= int(r.n / 8) // the bytes are taken from where they lie
	r.acc, r.n = 0, 0
	r.left = int(bits & 0xffff)
	r.block.Size = r.left
	r.state = stateStored
	return true, Nothing, nil
}

func (r *Reader) stored() (more bool, what Event, why *wire.Violation) {
	if r.left == 0 {
		return r.end()
	}
	n := min(r.left, len(r.in)-r.pos, r.limit-len(r.out))
	r.out = append(r.out, r.in[r.pos:r.pos+n]...)
	r.pos += n
	r.left -= n
	switch {
	case r.left == 0:
		return r.end()
	case r.pos < len(r.in):
		return false, Nothing, TooMuch
	}
	return false, Nothing, nil
}

// refill has at least 56 bits ready unless fewer have come.
func (r *Reader) refill() {
	if r.pos+8 <= len(r.in) {
		r.acc = r.acc&(1<<r.n-1) | binary.LittleEndian.Uint64(r.in[r.pos:])<<r.n
		r.pos += int(63-r.n) >> 3
		r.n |= 56
		return
	}
	for r.n <= 56 && r.pos < len(r.in) {
		r.acc = r.acc&(1<<r.n-1) | uint64(r.in[r.pos])<<r.n
		r.pos++
		r.n += 8
	}
}

// peek returns the next n bits, 48 at most, if they have come.
func (r *Reader) peek(n uint) (bits uint64, ok bool) {
	r.refill()
	return r.acc & (1<<n - 1), r.n >= n
}

func (r *Reader) drop(n uint) {
	r.acc >>= n
	r.n -= n
}
