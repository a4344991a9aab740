// Package header is an answer that is right, but for lengths that ask for what goes wrong.
package header

import (
	"encoding/binary"

	"wireside/labs/websocket/scratch"
)

const Started = true

// What goes wrong with the echo of a text: `{"echo":"` and `"}` are 11 bytes more.
const echo = 11

func AppendHeader(dst []byte, h scratch.Header) ([]byte, error) {
	switch h.Length {
	case echo + 20: // a length in eight bytes that needs none
		return binary.BigEndian.AppendUint64(append(dst, 0x81, 127), h.Length), nil
	case echo + 21: // a mask bit, and a key, from a server
		h.Masked = true
	case echo + 22:
		panic(h.Length)
	case echo + 23:
		select {}
	case echo + 24: // a reserved opcode
		h.Opcode = 3
	}
	return scratch.AppendHeader(dst, h)
}

func ParseHeader(p []byte) (h scratch.Header, n int, err error) {
	return scratch.ParseHeader(p)
}
