//go:build !amd64

package wsframe

import "encoding/binary"

// unmaskLong unmasks at least 16 bytes.
func unmaskLong(dst, src []byte, first, last uint32) {
	word, end := twice(first), len(src)-16
	tail := *(*[16]byte)(src[end:])
	for i := 0; i < end; i += 16 {
		xor16((*[16]byte)(dst[i:]), (*[16]byte)(src[i:]), word)
	}
	xor16((*[16]byte)(dst[end:]), &tail, twice(last))
}

// xor16 is small enough for the compiler to put in place, and reads and writes whole words.
func xor16(d, s *[16]byte, word uint64) {
	binary.LittleEndian.PutUint64(d[0:], binary.LittleEndian.Uint64(s[0:])^word)
	binary.LittleEndian.PutUint64(d[8:], binary.LittleEndian.Uint64(s[8:])^word)
}
