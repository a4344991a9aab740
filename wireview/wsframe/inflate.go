package wsframe

import (
	"encoding/binary"
	"errors"
	"sync"
	"unicode/utf8"

	"wireside/wireview/deflate"
)

// tail is what a sender takes off the end of a compressed message (RFC 7692 7.2.1).
const tail = "\x00\x00\xff\xff"

// Why a compressed message cannot be inflated.
var (
	errNotDeflate = errors.New("wsframe: not deflate")
	errBefore     = errors.New("wsframe: refers to what is not known")
	errTooLarge   = errors.New("wsframe: inflated message is too large")
)

// flushAt is how many bytes are inflated, of a message that is not kept, before they go to the window.
const flushAt = 64 << 10

// inflater inflates one message after the other (RFC 1951, RFC 7692 7.2.2). Unlike compress/flate it says how far back a
// message refers, tells a reference to what is not known from bytes that are no deflate, goes on after a block with BFINAL
// (RFC 7692 7.2.3.4), and takes from the window without copying it.
type inflater struct {
	in  []byte // the message, unmasked, and the tail
	pos int    // the next byte of in
	acc uint64 // bits of in that are not used yet, the next one lowest; those from n on are without meaning
	n   uint   // how many

	win   *deflate.Window // what was said before out; nil if the message stands alone
	out   []byte          // what the message says, or its end if it is not kept
	stop  int             // where out is long enough to look at the limits
	far   int             // the largest distance seen, in bytes
	said  int64           // bytes that were in out before
	keep  int64           // of more than this many bytes, none are kept
	limit int64           // more than this many bytes are an error
	text  bool            // the message is text: what is not kept is checked on its way
	bad   bool            // and is not UTF-8

	lit, dist deflate.Huffman
}

var inflaters = sync.Pool{New: func() any { return &inflater{out: []byte{}} }}

// release gives f back. What it has returned must not be used any more.
func (f *inflater) release() {
	f.win = nil
	if cap(f.out) > maxKept {
		f.out = []byte{}
	}
	if cap(f.in) > maxKept {
		f.in = nil
	}
	inflaters.Put(f)
}

// load takes a compressed message, and removes the masking key.
func (f *inflater) load(payload []byte, key [4]byte) {
	f.in = append(f.in[:0], payload...)
	if key != [4]byte{} {
		Unmask(f.in, f.in, key)
	}
	f.in = append(f.in, tail...)
}

// run inflates what was loaded, after the bytes in win, and adds it to them; if win is nil it stands alone. It keeps at most
// keep bytes, and fails above limit. What it returns belongs to f; it is nil if it was not kept. After an error, win is
// as it may.
func (f *inflater) run(win *deflate.Window, keep, limit int64) ([]byte, error) {
	f.pos, f.acc, f.n = 0, 0, 0
	f.win, f.out, f.far, f.said, f.bad = win, f.out[:0], 0, 0, false
	f.keep, f.limit = min(keep, limit), limit
	if win == nil {
		f.limit = f.keep
	}
	f.stop = int(max(f.keep+1, flushAt))
	for len(f.in) > len(tail) { // an empty message says nothing
		final, err := f.block()
		if err != nil {
			return nil, err
		}
		if final { // RFC 7692 7.2.3.4: another block begins at the next byte
			f.drop(f.n & 7)
		}
		// After BFINAL a sender need not have made room for the tail.
		if left := int(f.n) + 8*(len(f.in)-f.pos); left == 0 || final && left == 8*len(tail) {
			break
		}
	}
	if f.said+int64(len(f.out)) > f.keep {
		f.flush(true)
		return nil, nil
	}
	if win != nil {
		win.Add(f.out)
	}
	return f.out, nil
}

// more makes room after what was inflated, if it is time to.
func (f *inflater) more() error {
	switch all := f.said + int64(len(f.out)); {
	case all > f.limit:
		return errTooLarge
	case all > f.keep && len(f.out) >= flushAt:
		f.flush(false)
	}
	return nil
}

// flush passes what was inflated to the window. Of text it leaves, but at the end, a character that is not whole.
func (f *inflater) flush(end bool) {
	whole := len(f.out)
	if f.text && !end {
		whole -= unfinished(f.out)
	}
	f.bad = f.bad || f.text && !utf8.Valid(f.out[:whole])
	f.win.Add(f.out[:whole])
	f.said += int64(whole)
	f.stop = flushAt
	f.out = append(f.out[:0], f.out[whole:]...)
}

// unfinished returns how many bytes at the end of b begin a character that more bytes may complete.
func unfinished(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if last := b[len(b)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

// refill has at least 48 bits ready, enough for a length and a distance, unless fewer are left.
func (f *inflater) refill() {
	if f.pos+8 <= len(f.in) {
		f.acc |= binary.LittleEndian.Uint64(f.in[f.pos:]) << f.n
		f.pos += int(63-f.n) >> 3
		f.n |= 56
		return
	}
	for f.n <= 56 && f.pos < len(f.in) {
		f.acc = f.acc&(1<<f.n-1) | uint64(f.in[f.pos])<<f.n
		f.pos++
		f.n += 8
	}
}

func (f *inflater) drop(n uint) {
	f.acc >>= n
	f.n -= n
}

// take returns the next n bits, 16 at most.
func (f *inflater) take(n uint) (v int, err error) {
	if f.n < n {
		if f.refill(); f.n < n {
			return 0, errNotDeflate
		}
	}
	v = int(f.acc & (1<<n - 1))
	f.drop(n)
	return v, nil
}
