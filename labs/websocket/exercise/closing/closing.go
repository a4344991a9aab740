// Package closing is yours to write: how a WebSocket is closed. Three functions: AppendClose and ParseClose for what a close
// frame holds, and NewClosing for what to do when.
//
// Why: if a side just closes its socket, the other one can’t tell a goodbye from a broken cable, and what was on its way is lost.
// So each side sends a close frame when it has no more to say, and answers the other’s:
//
//	client  → close 1000 "done"
//	server  ← close 1000           the server has received one and sent one: it closes the socket
//	client                         sees the end, and closes its own
//
// # What a close frame holds
//
// Nothing at all; or a code, two bytes, the high one first, and then a reason: UTF-8 for people, up to the end of the frame. 1000
// and "bye" are 03 e8 62 79 65. A control frame has at most 125 bytes of payload.
//
//   - AppendClose appends that to dst. Of a reason longer than 123 bytes it takes as many whole characters as fit; reason is UTF-8.
//     The codes that may be sent are 1000 to 1003, 1007 to 1014 and 3000 to 4999. For code 1005 it appends nothing (reason is then
//     empty): 1005 is what an application calls a close frame without a code. For any other code: an error (any).
//   - ParseClose returns the code and the reason; for an empty payload 1005 and "". Its errors are *scratch.CloseError: Code 1002
//     for a payload of one byte, and for a code that may not be sent, 1005 too; Code 1007 for a reason that is not UTF-8.
//
// # What to do when
//
// NewClosing returns one side’s part, a scratch.Closing. Its three methods are told what happens, and return what to do: a
// scratch.Next{Send, Payload, Disconnect, Code}. Send: send a close frame with that Payload. Disconnect: then close the socket.
// Code: how the connection was closed, in every Next from the moment that it is known; before, 0.
//
//   - Close(code, reason): we want to end. Send, with AppendClose’s payload. Not if a close frame of ours is out already: nothing may
//     follow it, not even a second one. If AppendClose fails, return its error; nothing has happened then.
//   - Received(payload): the peer’s close frame. Send, with the same code and no reason (empty if it is empty), unless ours is out
//     already: then this is its answer, or both were sent at once. Code is the one received. A server says Disconnect, a
//     client doesn’t: it waits for the server to do it.
//     If ParseClose fails: Send its *scratch.CloseError’s Code (any Reason), unless ours is out; Disconnect, on either side; Code is 1006.
//     Only the first close frame counts: a second one, and there is nothing to do.
//   - Ended(): the peer’s bytes have ended. Disconnect. If no close frame came before, Code is 1006: the connection was lost.
//
// Closing and Next are in labs/websocket/scratch/closing_types.go, the codes by name and CloseError in types.go beside it. The other
// files there are solutions.
// Read https://www.rfc-editor.org/rfc/rfc6455.html#section-5.5.1, and sections 7.1.1 to 7.1.7 and 7.4.
//
// Run it with
//
//	go test ./labs/websocket/exercise/closing
//
// and with -v for a second hint. Then serve the lab and choose “yours” for its WebSocket lane: your code says goodbye.
package closing

import (
	"wireside/labs/lab"
	"wireside/labs/websocket/scratch"
)

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// AppendClose appends the payload of a close frame.
func AppendClose(dst []byte, code int, reason string) ([]byte, error) {
	return nil, lab.ErrTODO
}

// ParseClose reads the payload of a close frame.
func ParseClose(payload []byte) (code int, reason string, err error) {
	return 0, "", lab.ErrTODO
}

// NewClosing returns the part of a server, or of a client.
func NewClosing(server bool) (scratch.Closing, error) {
	return nil, lab.ErrTODO
}
