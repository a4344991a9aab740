package wire

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
)

// base64Pairs are the two characters that stand for 12 bits, the first one in the low byte.
var base64Pairs = func() (pairs [1 << 12]uint16) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for i := range pairs {
		pairs[i] = uint16(alphabet[i>>6]) | uint16(alphabet[i&63])<<8
	}
	return pairs
}()

// AppendBase64 appends p as encoding/json writes bytes: a string in base64 with its quotes, or null if p is nil. It takes
// half the time of encoding/base64, since all bytes of a unit are written so, and most of them twice.
func AppendBase64(b, p []byte) []byte {
	if p == nil {
		return append(b, "null"...)
	}
	b = append(b, '"')
	start, size := len(b), base64.StdEncoding.EncodedLen(len(p))
	b = slices.Grow(b, size+1)[:start+size]
	out := b[start:]
	for len(p) >= 8 { // of which six are taken, as four pairs
		w := binary.BigEndian.Uint64(p)
		binary.LittleEndian.PutUint64(out, uint64(base64Pairs[w>>52])|uint64(base64Pairs[w>>40&0xfff])<<16|
			uint64(base64Pairs[w>>28&0xfff])<<32|uint64(base64Pairs[w>>16&0xfff])<<48)
		p, out = p[6:], out[8:]
	}
	base64.StdEncoding.Encode(out, p)
	return append(b, '"')
}
