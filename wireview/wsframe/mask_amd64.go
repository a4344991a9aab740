package wsframe

import "encoding/binary"

// xorBlocks writes to dst the n bytes of src, XORed with key in turn, 16 at a time with SSE2, which every amd64 has. n must
// be a multiple of 16.
//
//go:noescape
func xorBlocks(dst, src *byte, n int, key uint32)

// blocks unmasks as many bytes of src as make whole blocks, and returns how many.
func blocks(dst, src []byte, key [4]byte) int {
	n := len(src) &^ 15
	if n > 0 {
		xorBlocks(&dst[0], &src[0], n, binary.LittleEndian.Uint32(key[:]))
	}
	return n
}
