// Package scratch is RFC 6455 without a library: each rule in a file of its own, as a function that bytes go into and come
// out of, and a lane that is put together from them.
//
//	accept.go    the answer to the handshake's key (4.2.2)
//	header.go    a frame's header, both ways (5.2)
//	mask.go      masking (5.3)
//	assemble.go  messages from fragments, with control frames between (5.4, 5.5, 8.1)
//	closing.go   close frames, their codes, and what follows (5.5.1, 7)
//
// The functions are the solutions of the WebSocket exercises.
package scratch

import "fmt"

// Opcode says what a frame is (RFC 6455 section 5.2). Those that are not named here are reserved.
type Opcode byte

// The opcodes.
const (
	OpContinuation Opcode = 0x0 // goes on with the message begun before
	OpText         Opcode = 0x1 // begins a message of UTF-8
	OpBinary       Opcode = 0x2 // begins a message of bytes
	OpClose        Opcode = 0x8
	OpPing         Opcode = 0x9
	OpPong         Opcode = 0xA
)

// Control reports whether frames of this kind are control frames: those with the most significant bit set (5.5).
func (o Opcode) Control() bool { return o&0x8 != 0 }

// Known reports whether RFC 6455 says what frames of this kind are.
func (o Opcode) Known() bool { return o <= OpBinary || OpClose <= o && o <= OpPong }

// Header is what comes before a frame's payload (5.2).
type Header struct {
	Fin    bool    // the last frame of its message
	RSV    byte    // RSV1, RSV2 and RSV3 as a number, 0 to 7: RSV1 alone is 4
	Opcode Opcode  // 0 to 15
	Masked bool    // Key follows, and the payload is masked with it
	Key    [4]byte // zero unless Masked
	Length uint64  // of the payload in bytes; the most significant bit is 0
}

// Message is what frames add up to: the data of a text or a binary message, or a control frame's payload.
type Message struct {
	Type Opcode // OpText, OpBinary, OpClose, OpPing or OpPong
	Data []byte
}

// Assembler puts messages together from one side's frames, in order.
type Assembler interface {
	// Frame takes the next frame, its payload unmasked already, and returns the message that it completes: with a control
	// frame its own, also in the middle of a fragmented message. nil: none yet. payload is lent until Frame returns: what
	// is kept of it, also in a message, is a copy.
	//
	// The error is a *CloseError, with which the connection is to be closed: 1002 for a frame that must not come now, or not
	// like this, 1007 for text that is not UTF-8, 1009 for a message that is longer than the limit. After an error it is
	// not called again.
	Frame(h Header, payload []byte) (*Message, error)
}

// The status codes of close frames (7.4.1, and the registry that 11.7 opens).
const (
	CloseNormal           = 1000
	CloseGoingAway        = 1001
	CloseProtocolError    = 1002
	CloseUnsupportedData  = 1003
	CloseNoStatus         = 1005 // never sent: the close frame had no code
	CloseAbnormal         = 1006 // never sent: there was no close frame
	CloseInvalidPayload   = 1007
	ClosePolicyViolation  = 1008
	CloseMessageTooBig    = 1009
	CloseMissingExtension = 1010 // a client's
	CloseInternalError    = 1011
	CloseServiceRestart   = 1012
	CloseTryAgainLater    = 1013
	CloseBadGateway       = 1014
	CloseTLSHandshake     = 1015 // never sent: there was no connection
)

// MaxControl is how many bytes of payload a control frame has at most (5.5).
const MaxControl = 125

// MaxReason is how many bytes a close frame's reason has at most: two go to the code.
const MaxReason = MaxControl - 2

// CloseError is a reason to end a connection: what the close frame that does it says.
type CloseError struct {
	Code   int    // one that may be sent
	Reason string // for people, UTF-8, at most MaxReason bytes; may be empty
}

// Error returns both.
func (e *CloseError) Error() string { return fmt.Sprintf("close %d: %s", e.Code, e.Reason) }
