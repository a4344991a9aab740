// Package wire is the inspector's vocabulary: directions, spans, units and fields.
//
// A connection is two streams of bytes, one in each [Dir]. A [Unit] is a piece of one of them that means something by
// itself: a request head, a chunk's framing, an event, a frame. A [Field] is a piece of a unit. Units tile a stream and
// fields tile a unit: each captured byte belongs to exactly one unit, and within it to exactly one field.
//
// Nothing here reads a socket or a clock, or knows a protocol.
package wire

import "fmt"

// Dir is the direction in which bytes cross a connection.
type Dir uint8

// The two directions of a connection.
const (
	C2S Dir = iota // from the client to the server
	S2C            // from the server to the client
)

// Dirs lists both directions, to range over.
var Dirs = [...]Dir{C2S, S2C}

// String returns "c2s" or "s2c".
func (d Dir) String() string {
	if d == C2S {
		return "c2s"
	}
	return "s2c"
}

// MarshalText writes the direction as "c2s" or "s2c".
func (d Dir) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "c2s" or "s2c", and refuses anything else.
func (d *Dir) UnmarshalText(text []byte) error {
	switch string(text) {
	case "c2s":
		*d = C2S
	case "s2c":
		*d = S2C
	default:
		return fmt.Errorf("wire: direction %q is neither c2s nor s2c", text)
	}
	return nil
}

// Proto names the protocol whose rules a unit follows.
type Proto string

// The protocols that the inspector reads.
const (
	HTTP1     Proto = "http1"     // RFC 9112
	SSE       Proto = "sse"       // WHATWG HTML 9.2, the event stream format
	WebSocket Proto = "websocket" // RFC 6455
	Raw       Proto = "raw"       // bytes that no decoder could read
)

// Kind says what a unit is.
type Kind string

// The kinds of unit. Value's type follows from the kind; each decoder's package documents its own.
const (
	KindRequest  Kind = "request"  // the head of an HTTP request
	KindResponse Kind = "response" // the head of an HTTP response
	KindChunk    Kind = "chunk"    // a chunk (RFC 9112 7.1); its framing alone where the body is decoded further
	KindBody     Kind = "body"     // bytes of a body that is not chunked, or compressed, or of a chunk too large for one unit
	KindTrailers Kind = "trailers" // what follows the last chunk, with the empty line that ends it
	KindEvent    Kind = "event"    // a block of an event stream, up to and with its blank line; no bytes of its own in a compressed one
	KindFrame    Kind = "frame"    // a WebSocket frame
	KindMessage  Kind = "message"  // a WebSocket message joined from its frames; no bytes of its own
	KindRaw      Kind = "raw"      // bytes that no decoder could read; Error says why
	KindEnd      Kind = "end"      // where a stream ended; no bytes of its own
)
