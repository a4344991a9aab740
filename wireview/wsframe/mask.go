package wsframe

import "encoding/binary"

// Unmask writes to dst what src is without the masking key, which starts at src's first byte. Masking and unmasking are
// the same operation (RFC 6455 5.3). dst must be at least as long as src, and be either src itself or apart from it.
func Unmask(dst, src []byte, key [4]byte) {
	dst = dst[:len(src)]
	n := blocks(dst, src, key) // a multiple of 4, so that the key starts anew
	dst, src = dst[n:], src[n:]
	half := binary.LittleEndian.Uint32(key[:])
	word := uint64(half)<<32 | uint64(half)
	for len(src) >= 8 {
		binary.LittleEndian.PutUint64(dst, binary.LittleEndian.Uint64(src)^word)
		dst, src = dst[8:], src[8:]
	}
	if len(src) >= 4 {
		binary.LittleEndian.PutUint32(dst, binary.LittleEndian.Uint32(src)^half)
		dst, src = dst[4:], src[4:]
	}
	for i := range src {
		dst[i] = src[i] ^ key[i&3]
	}
}
