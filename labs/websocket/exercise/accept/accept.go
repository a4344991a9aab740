// Package accept is yours to write: Accept, which answers the key of a WebSocket’s opening handshake.
//
// Why: a WebSocket begins as an HTTP request. The client puts 16 random bytes into it, in base64:
//
//	Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
//
// and waits for an answer that only a server gives that knows what a WebSocket is:
//
//	Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
//
// A server that takes the request for an ordinary one, or a cache that repeats an old answer, can't make it. It is no
// secret and no password.
//
// The contract. Accept returns the base64 of the SHA-1 of the key, as it came, with the text
//
//	258EAFA5-E914-47DA-95CA-C5AB0DC85B11
//
// right behind it. It returns an error, any, for what is no key: a key is 24 characters, the base64 of 16 bytes, with its
// padding. Base64 is the ordinary one (RFC 4648 section 4): encoding/base64's StdEncoding. The hash is in crypto/sha1.
//
// Read https://www.rfc-editor.org/rfc/rfc6455.html#section-1.3, which has the example above, and section 4.2.2.
//
// Run it with
//
//	go test ./labs/websocket/exercise/accept
//
// and with -v for a second hint. Then serve the lab and choose “yours” for its WebSocket lane: your answer opens it.
package accept

import "wireside/labs/lab"

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Accept returns the Sec-WebSocket-Accept for a Sec-WebSocket-Key.
func Accept(key string) (string, error) {
	return "", lab.ErrTODO
}
