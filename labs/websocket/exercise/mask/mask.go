// Package mask is yours to write: Mask, which masks the payload of a WebSocket frame, or takes its mask off.
//
// Why: whatever a page may say over a WebSocket, it must not be able to put bytes of its own choice onto the wire, which a
// proxy on the way might take for an HTTP request and keep the answer. So a client picks four random bytes for each frame,
// puts them into the frame’s header, and XORs the payload with them, over and over:
//
//	payload  H  e  l  l  o      48 65 6c 6c 6f
//	key      37 fa 21 3d        37 fa 21 3d 37
//	masked                      7f 9f 4d 51 58
//
// The header is never masked, and neither is anything that a server sends.
//
// The contract. Mask XORs each byte of payload with one byte of key, and leaves the result in payload. payload is a piece of
// a frame’s payload: all of it, or what one read from a socket brought. The frame’s first byte goes with the key’s first byte,
// its fifth with the first again, wherever it was cut into pieces: offset is how many bytes of its payload came before this
// piece, 0 or more. payload may be empty. Bytes behind it are not to be touched. The error is nil.
//
// Masking twice gives back what was there: so the same function is the server’s, too.
//
// Read https://www.rfc-editor.org/rfc/rfc6455.html#section-5.3, and section 10.3 for the reason.
//
// Run it with
//
//	go test ./labs/websocket/exercise/mask
//
// and with -v for a second hint. Then serve the lab and choose “yours” for its WebSocket lane: your code unmasks what you send.
package mask

import "wireside/labs/lab"

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Mask masks a piece of a payload where it lies.
func Mask(payload []byte, key [4]byte, offset int) error {
	return lab.ErrTODO
}
