package wsframe

import "encoding/binary"

// Unmask writes to dst what src is without the masking key, which starts at src's first byte. Masking and unmasking are
// the same operation (RFC 6455 5.3). dst must be at least as long as src, and be either src itself or apart from it.
func Unmask(dst, src []byte, key [4]byte) {
	half := binary.LittleEndian.Uint32(key[:])
	word := uint64(half)<<32 | uint64(half)
	dst = dst[:len(src)]
	for len(src) >= 64 {
		d, s := (*[64]byte)(dst), (*[64]byte)(src)
		xor32((*[32]byte)(d[:32]), (*[32]byte)(s[:32]), word)
		xor32((*[32]byte)(d[32:]), (*[32]byte)(s[32:]), word)
		dst, src = dst[64:], src[64:]
	}
	if len(src) >= 32 {
		xor32((*[32]byte)(dst), (*[32]byte)(src), word)
		dst, src = dst[32:], src[32:]
	}
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

// xor32 is small enough for the compiler to put in place, and reads and writes whole words.
func xor32(d, s *[32]byte, word uint64) {
	binary.LittleEndian.PutUint64(d[0:], binary.LittleEndian.Uint64(s[0:])^word)
	binary.LittleEndian.PutUint64(d[8:], binary.LittleEndian.Uint64(s[8:])^word)
	binary.LittleEndian.PutUint64(d[16:], binary.LittleEndian.Uint64(s[16:])^word)
	binary.LittleEndian.PutUint64(d[24:], binary.LittleEndian.Uint64(s[24:])^word)
}
