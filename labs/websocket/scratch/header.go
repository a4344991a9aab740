package scratch

import (
	"encoding/binary"
	"math"
)

// The bits of a header's first two bytes (RFC 6455 section 5.2).
const (
	finBit     = 0x80 // of the first
	rsvBits    = 0x70
	rsvShift   = 4
	opcodeBits = 0x0F

	maskBit    = 0x80 // of the second
	lengthBits = 0x7F
)

// What the seven bits of the length say: themselves up to 125, else that the length follows in 2 bytes or in 8.
const (
	shortest = 125
	inTwo    = 126
	inEight  = 127
)

// MaxHeader is how many bytes a header has at most: two, eight of the length, four of the key.
const MaxHeader = 2 + 8 + 4

// AppendHeader appends a header, the length in as few bytes as hold it (5.2). The error is a *CloseError with code 1011 for
// what no header can say: an RSV above 7, an opcode above 15, a length with the most significant bit set.
func AppendHeader(dst []byte, h Header) ([]byte, error) {
	if h.RSV > rsvBits>>rsvShift || h.Opcode > opcodeBits || h.Length > math.MaxInt64 {
		return dst, &CloseError{CloseInternalError, "no header can say this"}
	}
	first := h.RSV<<rsvShift | byte(h.Opcode)
	if h.Fin {
		first |= finBit
	}
	var second byte
	if h.Masked {
		second = maskBit
	}
	switch {
	case h.Length <= shortest:
		dst = append(dst, first, second|byte(h.Length))
	case h.Length <= math.MaxUint16:
		dst = append(dst, first, second|inTwo)
		dst = binary.BigEndian.AppendUint16(dst, uint16(h.Length))
	default:
		dst = append(dst, first, second|inEight)
		dst = binary.BigEndian.AppendUint64(dst, h.Length)
	}
	if h.Masked {
		dst = append(dst, h.Key[:]...)
	}
	return dst, nil
}

// ParseHeader reads the header that p begins with, n bytes of it. n is 0 while p does not hold all of the header. Whether a
// frame of this kind may come now is not its business.
//
// The error is a *CloseError with code 1002, for a length that would fit in fewer bytes, or whose most significant bit is
// set (5.2).
func ParseHeader(p []byte) (h Header, n int, err error) {
	if len(p) < 2 {
		return Header{}, 0, nil
	}
	h = Header{
		Fin:    p[0]&finBit != 0,
		RSV:    p[0] & rsvBits >> rsvShift,
		Opcode: Opcode(p[0] & opcodeBits),
		Masked: p[1]&maskBit != 0,
		Length: uint64(p[1] & lengthBits),
	}
	n = 2
	switch h.Length {
	case inTwo:
		if n += 2; len(p) < n {
			return Header{}, 0, nil
		}
		h.Length = uint64(binary.BigEndian.Uint16(p[2:]))
		if h.Length <= shortest {
			return Header{}, 0, &CloseError{CloseProtocolError, "length in more bytes than it needs"}
		}
	case inEight:
		if n += 8; len(p) < n {
			return Header{}, 0, nil
		}
		h.Length = binary.BigEndian.Uint64(p[2:])
		if h.Length > math.MaxInt64 {
			return Header{}, 0, &CloseError{CloseProtocolError, "length with the most significant bit set"}
		}
		if h.Length <= math.MaxUint16 {
			return Header{}, 0, &CloseError{CloseProtocolError, "length in more bytes than it needs"}
		}
	}
	if h.Masked {
		if n += 4; len(p) < n {
			return Header{}, 0, nil
		}
		h.Key = [4]byte(p[n-4:])
	}
	return h, n, nil
}
