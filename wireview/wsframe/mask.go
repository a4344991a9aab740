package wsframe

import (
	"encoding/binary"
	"math/bits"
)

// Unmask writes to dst what src is without the masking key, which starts at src's first byte. Masking and unmasking are
// the same operation (RFC 6455 5.3). dst must be at least as long as src, and be either src itself or apart from it.
//
// Its steps are 16, 8 or 4 bytes wide, and the last one ends where src ends: it may overlap the one before. It is read before
// anything is written, so that in place, too, each byte is unmasked once.
func Unmask(dst, src []byte, key [4]byte) {
	n := len(src)
	dst = dst[:n]
	first := binary.LittleEndian.Uint32(key[:])
	last := bits.RotateLeft32(first, -8*(n&3)) // the key as it stands in a step that ends with src
	switch {
	case n >= 16:
		unmaskLong(dst, src, first, last)
	case n >= 8:
		head, tail := binary.LittleEndian.Uint64(src), binary.LittleEndian.Uint64(src[n-8:])
		binary.LittleEndian.PutUint64(dst, head^twice(first))
		binary.LittleEndian.PutUint64(dst[n-8:], tail^twice(last))
	case n >= 4:
		head, tail := binary.LittleEndian.Uint32(src), binary.LittleEndian.Uint32(src[n-4:])
		binary.LittleEndian.PutUint32(dst, head^first)
		binary.LittleEndian.PutUint32(dst[n-4:], tail^last)
	default:
		for i := range src {
			dst[i] = src[i] ^ key[i]
		}
	}
}

func twice(key uint32) uint64 { return uint64(key)<<32 | uint64(key) }
