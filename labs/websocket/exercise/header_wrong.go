package exercise

import (
	"encoding/binary"
	"math"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

var headerWrong = []book.Wrong[HeaderCodec]{
	{
		Name:   "a key of zeros where there is no mask",
		Caught: "append: nothing but these two bytes",
		Answer: HeaderCodec{func(dst []byte, h scratch.Header) ([]byte, error) {
			dst, err := scratch.AppendHeader(dst, h)
			if !h.Masked {
				dst = append(dst, h.Key[:]...)
			}
			return dst, err
		}, scratch.ParseHeader},
	},
	{
		Name:   "a header is a slice of its own",
		Caught: "append: behind what is there",
		Answer: HeaderCodec{func(_ []byte, h scratch.Header) ([]byte, error) { return scratch.AppendHeader(nil, h) }, scratch.ParseHeader},
	},
	{
		Name:   "127 for everything above 125",
		Caught: "append: a length in two bytes",
		Answer: HeaderCodec{writer{two: 125}.append, scratch.ParseHeader},
	},
	{
		Name:   "bytes in the machine’s order",
		Caught: "append: the most significant byte first",
		Answer: HeaderCodec{writer{two: math.MaxUint16, little: true}.append, scratch.ParseHeader},
	},
	{
		Name:   "65,535 does not fit in two bytes",
		Caught: "append: a length in eight bytes",
		Answer: HeaderCodec{writer{two: math.MaxUint16 - 1}.append, scratch.ParseHeader},
	},
	{
		Name:   "the key in front of the length",
		Caught: "append: a mask’s key",
		Answer: HeaderCodec{writer{two: math.MaxUint16, keyFirst: true}.append, scratch.ParseHeader},
	},
	{
		Name:   "RSV is nobody’s",
		Caught: "parse: what append writes",
		Answer: HeaderCodec{scratch.AppendHeader, func(p []byte) (scratch.Header, int, error) {
			h, n, err := scratch.ParseHeader(p)
			h.RSV = 0
			return h, n, err
		}},
	},
	{
		Name:   "two bytes are enough to begin with",
		Caught: "parse: a header cut anywhere",
		Answer: HeaderCodec{scratch.AppendHeader, func(p []byte) (scratch.Header, int, error) {
			h, n, err := lenient(append(p[:len(p):len(p)], make([]byte, scratch.MaxHeader)...))
			if len(p) < 2 {
				return scratch.Header{}, 0, nil
			}
			return h, n, err
		}},
	},
	{
		Name:   "a length is a length, however it is written",
		Caught: "parse: a length that is longer than it need be",
		Answer: HeaderCodec{scratch.AppendHeader, lenient},
	},
	{
		Name:   "no length is too long",
		Caught: "parse: a length past 2^63",
		Answer: HeaderCodec{scratch.AppendHeader, func(p []byte) (scratch.Header, int, error) {
			h, n, err := lenient(p)
			if h.Length > math.MaxInt64 {
				return h, n, err
			}
			return scratch.ParseHeader(p)
		}},
	},
}

// writer writes headers more or less as it should.
type writer struct {
	two      uint64 // the greatest length that goes into two bytes
	little   bool
	keyFirst bool
}

func (w writer) append(dst []byte, h scratch.Header) ([]byte, error) {
	head, err := scratch.AppendHeader(nil, scratch.Header{Fin: h.Fin, RSV: h.RSV, Opcode: h.Opcode, Masked: h.Masked})
	var length []byte
	var order binary.AppendByteOrder = binary.BigEndian
	if w.little {
		order = binary.LittleEndian
	}
	switch {
	case h.Length <= 125:
		head[1] |= byte(h.Length)
	case h.Length <= w.two:
		head[1] |= 126
		length = order.AppendUint16(nil, uint16(h.Length))
	default:
		head[1] |= 127
		length = order.AppendUint64(nil, h.Length)
	}
	var key []byte
	if h.Masked {
		key = h.Key[:]
	}
	if w.keyFirst {
		key, length = length, key
	}
	return append(append(append(dst, head[:2]...), length...), key...), err
}

// lenient parses whatever is spelt at greater length than need be.
func lenient(p []byte) (h scratch.Header, n int, err error) {
	if len(p) < 2 {
		return h, 0, nil
	}
	h, _, _ = scratch.ParseHeader([]byte{p[0], p[1] & 0x80, 0, 0, 0, 0})
	n = 2
	switch h.Length = uint64(p[1] & 0x7f); h.Length {
	case 126:
		if n = 4; len(p) < n {
			return scratch.Header{}, 0, nil
		}
		h.Length = uint64(binary.BigEndian.Uint16(p[2:]))
	case 127:
		if n = 10; len(p) < n {
			return scratch.Header{}, 0, nil
		}
		h.Length = binary.BigEndian.Uint64(p[2:])
	}
	if h.Masked {
		if n += 4; len(p) < n {
			return scratch.Header{}, 0, nil
		}
		copy(h.Key[:], p[n-4:])
	}
	return h, n, nil
}
