// Package http1 decodes one direction of an HTTP/1.1 connection (RFC 9112): bytes in, units out.
//
// A [Decoder] is pushed the bytes as they come, in pieces of any size, and emits the same units however they are cut. It
// frames: it finds where each unit begins and ends, which rule of the specification it breaks if any, and what the rest of
// the message looks like. [Explain] says, later and only for the units that someone looks at, what their bytes mean.
//
// Each byte belongs to exactly one unit:
//
//   - request, response: the head, from the start-line to the empty line, with empty lines before it;
//   - chunk: size, extensions, data and line ends; without the data if they are decoded further or longer than [DataUnit];
//   - trailers: what follows the last chunk;
//   - body: bytes of a body that is not chunked, or of a long chunk, [DataUnit] bytes at most; none if they are decoded further;
//   - raw: what could not be read, [RawUnit] bytes at most;
//   - end: where the stream ended; it has no bytes.
package http1

import "wireside/wireview/wire"

// Limits of a decoder that is not told others, and the largest units that it emits, in bytes.
const (
	DefaultMaxHead = 64 << 10 // a head, and likewise a trailer section
	DefaultMaxLine = 4 << 10  // the line before a chunk's data, with its extensions and line end
	DataUnit       = 64 << 10 // the data of a chunk or body unit
	RawUnit        = 4 << 10  // a raw unit
)

// Role says which side's bytes a decoder reads.
type Role uint8

// The two sides of a connection.
const (
	Requests  Role = iota // what a client sends
	Responses             // what a server sends
)

// NoRequest is what Config.Method returns when it knows that no request waits for a response. It is not a method: '?' is
// not allowed in one.
const NoRequest = "?"

// Config is what a decoder is made from.
type Config struct {
	// Role says whose bytes these are; the zero value is Requests.
	Role Role
	// Emit receives the units. It is required, and must not call the decoder.
	Emit wire.Emit
	// Method returns the method of the request that the next final response answers: "" if unknown, which is read as GET;
	// NoRequest if there is none, which makes the response a violation. It is called once for each final response, not for
	// 1xx. Nil is as if it always returned "". Only for Responses.
	Method func() string
	// Head is called when a head was framed, before its unit is emitted. The Body that it returns, if any, receives the
	// content in place of body units and chunks' data. Nil is as if it always returned nil.
	Head func(*Head) Body
	// MaxHead limits a head and a trailer section, in bytes. Zero means DefaultMaxHead.
	MaxHead int
	// MaxLine limits a chunk's first line, in bytes with its line end. Zero means DefaultMaxLine.
	MaxLine int
}

// Body receives the content of a message, for another decoder to read further. Its methods must not call the decoder.
type Body interface {
	// Write receives the next bytes of the content, valid until it returns. The first of them has the offset off on the
	// connection, and the others follow without a gap.
	Write(p []byte, off int64)
	// Close is called once, after the last Write. Complete is false if the stream ended, or could no longer be read,
	// before the content did. A message without content has its Body closed, complete, right after its head.
	Close(complete bool)
}

// Pauser is a Body that is also told, after the last of its bytes, where the data of each chunk end.
type Pauser interface {
	Body
	Pause()
}

// Framing says how the end of a message is found (RFC 9112 6.3).
type Framing uint8

// The ways to frame a message.
const (
	FramingNone    Framing = iota // the head is all of it
	FramingLength                 // Content-Length bytes
	FramingChunked                // chunks, the last one of size 0, then trailers
	FramingClose                  // all bytes until the connection closes
	FramingUpgrade                // the head is all of it, and what follows may be, or is, another protocol
)

var framings = [...]string{"none", "length", "chunked", "close", "upgrade"}

// String returns "none", "length", "chunked", "close" or "upgrade".
func (f Framing) String() string { return framings[f] }

// MarshalText writes what String returns.
func (f Framing) MarshalText() ([]byte, error) { return []byte(framings[f]), nil }

// Head is what the head of a message says, as far as others need it while the stream is being read. It and its byte slices
// are valid only during the call that passes it; its strings stay valid.
type Head struct {
	Exchange      uint64 // as in the units of the message
	Method        string // of the request; in a response, of the one that it answers, "" if unknown
	Target        []byte // request: the request-target, as it was sent
	Version       string // "HTTP/1.1"
	Status        int    // response: the status code; 0 in a request
	Framing       Framing
	ContentLength int64  // the declared length, -1 if there is none or it is not valid; it need not be the framing
	Upgrade       bool   // request: it asks for another protocol; response: the connection has switched to one
	Protocol      []byte // the value of Upgrade
	ContentType   []byte // the value of Content-Type
	// ContentEncoding is the value of the first Content-Encoding, nil if there is none. Several lines make one list (RFC 9110
	// 5.3).
	ContentEncoding []byte

	fields []byte // the header section
}

// Get returns the value of the first header field of that name, in any case; nil if there is none.
func (h *Head) Get(name string) []byte {
	for n, value := range h.Fields() {
		if equalFold(n, name) {
			return value
		}
	}
	return nil
}

// Fields ranges over the header fields, in order, as names and values.
func (h *Head) Fields() func(yield func(name, value []byte) bool) {
	return func(yield func(name, value []byte) bool) {
		for l := range fieldLines(h.fields) {
			if l.kind == lineField && !yield(h.fields[l.start:l.name], trim(h.fields[l.colon+1:l.end])) {
				return
			}
		}
	}
}
