package handshake

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
)

// GUID is what a server appends to the key (RFC 6455 1.3).
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// Accept returns the Sec-WebSocket-Accept that answers a Sec-WebSocket-Key (RFC 6455 4.2.2).
func Accept(key string) string {
	sum := sha1.Sum([]byte(key + GUID))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// steps returns the two steps to Accept: the SHA-1 of key and GUID in hex, and that in base64.
func steps(key string) (hash, accept string) {
	sum := sha1.Sum([]byte(key + GUID))
	return hex.EncodeToString(sum[:]), base64.StdEncoding.EncodeToString(sum[:])
}

// validKey tells whether a key is 16 bytes in base64 (RFC 6455 4.1).
func validKey(key string) bool {
	if len(key) != base64.StdEncoding.EncodedLen(16) {
		return false
	}
	b, err := base64.StdEncoding.DecodeString(key)
	return err == nil && len(b) == 16
}
