//go:build !amd64

package wsframe

import "encoding/binary"

// blocks unmasks as many bytes of src as make whole blocks, and returns how many.
func blocks(dst, src []byte, key [4]byte) int {
	half := binary.LittleEndian.Uint32(key[:])
	word := uint64(half)<<32 | uint64(half)
	n := len(src) &^ 31
	for i := 0; i < n; i += 32 {
		xor32((*[32]byte)(dst[i:]), (*[32]byte)(src[i:]), word)
	}
	return n
}

// xor32 is small enough for the compiler to put in place, and reads and writes whole words.
func xor32(d, s *[32]byte, word uint64) {
	binary.LittleEndian.PutUint64(d[0:], binary.LittleEndian.Uint64(s[0:])^word)
	binary.LittleEndian.PutUint64(d[8:], binary.LittleEndian.Uint64(s[8:])^word)
	binary.LittleEndian.PutUint64(d[16:], binary.LittleEndian.Uint64(s[16:])^word)
	binary.LittleEndian.PutUint64(d[24:], binary.LittleEndian.Uint64(s[24:])^word)
}
