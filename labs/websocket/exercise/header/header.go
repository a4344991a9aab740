// Package header is yours to write: AppendHeader and ParseHeader, for the header in front of each WebSocket frame.
//
// Why: TCP is a stream of bytes, without beginnings and ends. A WebSocket cuts it into frames, and a frame’s header says
// what it is and how long it is. It has 2 to 14 bytes:
//
//	byte 0   FIN 1 bit, RSV 3 bits, opcode 4 bits      the first named is the most significant
//	byte 1   mask 1 bit, length 7 bits
//	         2 or 8 bytes more of length, if the 7 bits are 126 or 127
//	         4 bytes of key, if the mask bit is set
//
// The contract of AppendHeader: it appends the header to dst and returns the longer slice. The length goes in as few bytes as hold it:
// 0 to 125 in the 7 bits; 126 to 65535 in 2 bytes, the 7 bits being 126; what is more in 8 bytes, the 7 bits being 127.
// The most significant byte comes first. The key is written if Masked, and left out otherwise. RSV is 0 to 7: RSV1 counts 4.
//
// The contract of ParseHeader: p begins with a header, and may go on with anything. It returns that header and n, how many bytes
// the header has. If p does not hold all of it yet, n is 0 and the error nil, and the header is of no matter. It changes nothing in p,
// and leaves the payload to others. The error is a &scratch.CloseError{Code: 1002, Reason: …} for
//
//   - a length in more bytes than it needs: 5 written in 2 bytes, or 65535 in 8;
//   - a length in 8 bytes with the most significant bit set.
//
// What opcodes and RSV bits mean, and which may come when, is not its business: it returns them as they are.
//
// Header and its opcodes are in labs/websocket/scratch/types.go; the other files there are solutions.
// Read https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2, and the examples in section 5.7. encoding/binary will help.
//
// Run it with
//
//	go test ./labs/websocket/exercise/header
//
// and with -v for a second hint. Then serve the lab and choose “yours” for its WebSocket lane: every frame’s header is yours.
package header

import (
	"wireside/labs/lab"
	"wireside/labs/websocket/scratch"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// AppendHeader appends a header to dst.
func AppendHeader(dst []byte, h scratch.Header) ([]byte, error) {
	return nil, lab.ErrTODO
}

// ParseHeader reads the header that p begins with, n bytes of it. n is 0 while p does not hold all of it.
func ParseHeader(p []byte) (h scratch.Header, n int, err error) {
	return scratch.Header{}, 0, lab.ErrTODO
}
