// Package fragments is yours to write: NewAssembler, and the type that it makes, which puts WebSocket messages together from
// frames.
//
// Why: a program that sends need not know how long a message will be. It may send it in several frames, its fragments. The
// first one says what kind of message it is, the others are continuations, and the last one has FIN set:
//
//	FIN 0  text          "Hel"
//	FIN 1  ping          "?"        not a part of the message: it is to be answered now
//	FIN 1  continuation  "lo"       now the message is whole: text, "Hello"
//
// Control frames (close, ping, pong) may come between, so that a long message doesn’t hold them up. Most messages are one
// frame: its opcode is the kind, and FIN is set.
//
// The contract. The connection calls Frame for each frame that came, in order; the mask is off already (don’t look at Masked, Key
// and Length). Frame returns
//
//   - the message that the frame completes: Type is OpText or OpBinary, Data all of its fragments’ payloads;
//   - a control frame as a message of its own, at once: Type is its opcode, Data its payload;
//   - nil and no error as long as the message goes on.
//
// payload is only lent: after Frame has returned, its memory is used for the next frame. A message that you have returned
// must never change.
//
// What must not come is an error, a *scratch.CloseError whose Code is
//
//   - 1002 (CloseProtocolError): a continuation while no message has begun; OpText or OpBinary while one has; a control frame without
//     FIN, or with more than 125 bytes; an opcode that is not Known; an RSV that is not 0.
//   - 1007 (CloseInvalidPayload): a text message that is not UTF-8. A character may begin in one fragment and end in the next.
//     Say it when the message ends, or as soon as you know.
//   - 1009 (CloseMessageTooBig): the data of a message is longer than limit bytes. Say it at the frame that makes it so, so
//     that nobody can fill your memory. Control frames don’t count.
//
// Reason is up to you. After an error Frame is not called again.
//
// The types are in labs/websocket/scratch/types.go: Header, Opcode (with Control and Known), Message, Assembler, CloseError. The
// other files there are solutions.
// Read https://www.rfc-editor.org/rfc/rfc6455.html#section-5.4 on fragments, 5.5 on control frames, 5.6 and 8.1 on text.
//
// Run it with
//
//	go test ./labs/websocket/exercise/fragments
//
// and with -v for a second hint. Then serve the lab and choose “yours” for its WebSocket lane: your code puts together what
// you send.
package fragments

import (
	"wireside/labs/lab"
	"wireside/labs/websocket/scratch"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// NewAssembler returns an assembler of messages of at most limit bytes.
func NewAssembler(limit int) (scratch.Assembler, error) {
	return nil, lab.ErrTODO
}
