package scratch

import (
	"wireside/labs/lab"
	"wireside/labs/websocket"
)

// Accept returns the Sec-WebSocket-Accept that answers a client's Sec-WebSocket-Key: the key as it came, with a fixed text
// behind it, hashed with SHA-1, in base64 (RFC 6455 section 4.2.2, step 5.4). It proves that the server has understood the
// request, and keeps no secret.
//
// The error is a *lab.Error, bad_key, for a key that is not the base64 of 16 bytes (4.2.1, item 5).
func Accept(key string) (string, error) {
	if !websocket.ValidKey(key) {
		return "", &lab.Error{Status: 400, Code: "bad_key", Message: "Sec-WebSocket-Key must be the base64 of 16 bytes, 24 characters"}
	}
	return websocket.AcceptKey(key), nil
}
