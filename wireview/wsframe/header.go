package wsframe

import (
	"encoding/binary"

	"wireside/wireview/wire"
)

// The opcodes of RFC 6455 5.2. 3 to 7 and 11 to 15 are reserved; those from 8 on are control frames.
const (
	opContinuation = 0
	opText         = 1
	opBinary       = 2
	opClose        = 8
	opPing         = 9
	opPong         = 10
)

// The opcodes of control frames, for those who read both directions of a connection.
const (
	OpcodeClose byte = opClose
	OpcodePing  byte = opPing
	OpcodePong  byte = opPong
)

// IsControl tells whether a unit is a control frame.
func IsControl(u *wire.Unit) bool { return u.Kind == wire.KindFrame && u.Raw[0]&opClose != 0 }

// Control returns the opcode of a control frame's unit, and its payload, unmasked, appended to room. It is not ok for one with
// more than the MaxControl bytes that it may have.
func Control(u *wire.Unit, room []byte) (opcode byte, payload []byte, ok bool) {
	h, ok := parseHeader(u.Raw)
	if !ok || h.length > MaxControl {
		return 0, nil, false
	}
	payload = append(room, u.Raw[h.size:]...)
	Unmask(payload[len(room):], payload[len(room):], h.key(u.Raw))
	return h.opcode(), payload, true
}

// MaxControl is the largest payload of a control frame, in bytes (RFC 6455 5.5).
const MaxControl = 125

// The bits of a frame's first byte, and the mask bit of its second.
const (
	finBit  = 0x80
	rsvBits = 0x70
	rsv1Bit = 0x40
	maskBit = 0x80
)

// maxHeader is the size of the longest header: two bytes, an extended length of eight and a masking key of four.
const maxHeader = 14

// header is what stands before a frame's payload.
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-------+-+-------------+-------------------------------+
//	|F|R|R|R| opcode|M| payload len |    extended payload length    |
//	|I|S|S|S|  (4)  |A|     (7)     |     0, 2 or 8 bytes           |
//	|N|V|V|V|       |S|             |  (payload len is 126 or 127)  |
//	| |1|2|3|       |K|             |                               |
//	+-+-+-+-+-------+-+-------------+-------------------------------+
//	|    masking key: 0 or 4 bytes  |  payload                      |
//	+-------------------------------+-------------------------------+
type header struct {
	first  byte   // FIN, RSV1 to RSV3 and the opcode
	second byte   // MASK and the 7 bits of the length
	size   int    // bytes of the header itself, from 2 to maxHeader
	length uint64 // bytes of the payload that follow it
}

func (h header) fin() bool    { return h.first&finBit != 0 }
func (h header) rsv() byte    { return h.first & rsvBits >> 4 }
func (h header) opcode() byte { return h.first & 0x0f }
func (h header) masked() bool { return h.second&maskBit != 0 }

// data tells whether the payload is the application's: opcodes 0, 1 and 2.
func (h header) data() bool { return h.opcode() <= opBinary }

// control tells whether the opcode is that of a control frame, known or reserved (RFC 6455 5.5).
func (h header) control() bool { return h.opcode() >= opClose }

// extended returns how many bytes extend the 7 bits of the length (RFC 6455 5.2).
func (h header) extended() int {
	switch h.second &^ maskBit {
	case 126:
		return 2
	case 127:
		return 8
	}
	return 0
}

// key returns the masking key of the frame in raw, which begins with h.
func (h header) key(raw []byte) (key [4]byte) {
	if h.masked() {
		copy(key[:], raw[h.size-4:h.size])
	}
	return key
}

// parseHeader reads the header at the beginning of p. It is not ok if p ends inside it.
func parseHeader(p []byte) (h header, ok bool) {
	if len(p) < 2 {
		return header{}, false
	}
	h.first, h.second, h.size = p[0], p[1], 2
	switch h.length = uint64(p[1] &^ maskBit); h.length {
	case 126:
		if len(p) < 4 {
			return h, false
		}
		h.length, h.size = uint64(binary.BigEndian.Uint16(p[2:])), 4
	case 127:
		if len(p) < 10 {
			return h, false
		}
		h.length, h.size = binary.BigEndian.Uint64(p[2:]), 10
	}
	if h.masked() {
		h.size += 4
	}
	return h, len(p) >= h.size
}
