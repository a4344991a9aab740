package main

import "fmt"

// hexReader turns hexadecimal text into bytes, as it is printed in specifications: 81 05 48, 0x81 0x05, 8105:48.
type hexReader struct {
	half  bool  // a digit waits for its second
	high  byte  // that digit's value
	place int64 // characters read so far
}

// decode returns the bytes that the text holds, in its place.
func (h *hexReader) decode(text []byte) ([]byte, error) {
	out := text[:0]
	for _, c := range text {
		h.place++
		var digit byte
		switch {
		case c >= '0' && c <= '9':
			digit = c - '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			digit = c | 0x20 - 'a' + 10
		case c|0x20 == 'x' && h.half && h.high == 0: // 0x
			h.half = false
			continue
		case !h.half && (c == ' ' || c >= '\t' && c <= '\r' || c == ',' || c == ':'):
			continue
		default:
			return nil, fmt.Errorf("character %d of the hexadecimal text is %q: bytes are two digits each, with spaces between", h.place, c)
		}
		if h.half = !h.half; h.half {
			h.high = digit
		} else {
			out = append(out, h.high<<4|digit)
		}
	}
	return out, nil
}
