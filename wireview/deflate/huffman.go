package deflate

import "math/bits"

// fastBits is how long a code may be to be found in one step.
const fastBits = 10

// maxCode is the longest code of RFC 1951 3.2.7, in bits.
const maxCode = 15

// Huffman reads the codes of one alphabet (RFC 1951 3.2.2). The zero value has no codes.
type Huffman struct {
	fast   [1 << fastBits]uint16 // by the next bits: symbol<<4 | length of its code; 0 if that is longer, or there is none
	count  [maxCode + 1]uint16   // how many codes there are of each length
	symbol [288]uint16           // the symbols in the order of their codes
}

// Build makes the codes from their lengths, by symbol; 0 is a symbol without a code. It reports false unless the codes are
// complete: all bit strings begin with one of them. A single code of one bit is allowed (RFC 1951 3.2.7), and none at all.
func (t *Huffman) Build(lengths []uint8) bool {
	t.count = [maxCode + 1]uint16{}
	for _, n := range lengths {
		t.count[n]++
	}
	codes := len(lengths) - int(t.count[0])
	t.count[0] = 0
	left := 1 // codes that are free at this length
	var next, offset [maxCode + 2]uint16
	for n := 1; n <= maxCode; n++ {
		left = left<<1 - int(t.count[n])
		if left < 0 {
			return false
		}
		next[n+1] = (next[n] + t.count[n]) << 1
		offset[n+1] = offset[n] + t.count[n]
	}
	if left > 0 && codes > 0 && (codes > 1 || t.count[1] != 1) {
		return false
	}
	clear(t.fast[:])
	for sym, n := range lengths {
		if n == 0 {
			continue
		}
		t.symbol[offset[n]] = uint16(sym)
		offset[n]++
		code := next[n]
		next[n]++
		if n <= fastBits {
			entry := uint16(sym)<<4 | uint16(n)
			for i := int(bits.Reverse16(code) >> (16 - n)); i < len(t.fast); i += 1 << n {
				t.fast[i] = entry
			}
		}
	}
	return true
}

// Symbol reads the code that bits begin with, the first bit lowest. It returns its symbol and its length in bits, which is 0
// if there is no such code. The caller sees from the length whether it has so many bits.
func (t *Huffman) Symbol(bits uint64) (sym int, n uint) {
	if e := t.fast[bits&(1<<fastBits-1)]; e != 0 {
		return int(e >> 4), uint(e & 15)
	}
	return t.slow(bits)
}

// slow reads a code bit by bit.
func (t *Huffman) slow(acc uint64) (sym int, n uint) {
	code, first, index := 0, 0, 0
	for n = 1; n <= maxCode; n++ {
		code |= int(acc & 1)
		acc >>= 1
		count := int(t.count[n])
		if code-first < count {
			return int(t.symbol[index+code-first]), n
		}
		index += count
		first = (first + count) << 1
		code <<= 1
	}
	return 0, 0
}
