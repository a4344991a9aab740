// Package coding decodes the content of a message whose Content-Encoding compresses it (RFC 9110 8.4.1): gzip (RFC 1952) and
// deflate, which is zlib's format (RFC 1950). Both wrap a deflate stream (RFC 1951).
//
// A [Decoder] takes the content as it comes, however it is cut, and emits body units that tile it. What they say is inflated
// on the way, and handed on. A unit ends
//
//   - with an empty stored block: there a sender has flushed, so that all before it can be inflated;
//   - where a chunk's data end, if the message is chunked;
//   - with the trailer;
//   - after [MaxUnit] bytes.
//
// Bytes that break a rule of the format become raw units, and so do all that follow them.
//
// Kinds and their values: body ([Content]), raw (none).
package coding

import (
	"bytes"

	"wireside/wireview/wire"
)

// Limits of a decoder, in bytes.
const (
	MaxUnit = 64 << 10 // the compressed bytes of one unit
	// MaxInflated is how much one unit may say: 64 times MaxUnit. Content that says more is not read any further: see
	// deflate.TooMuch. A small unit may say up to 1,032 times its size, which is as far as deflate goes.
	MaxInflated = 4 << 20
	MaxKept     = 256 << 10 // of what a unit says, its Prior keeps the first so many bytes
)

// Coding is how content is compressed.
type Coding uint8

// The codings. Other ones are not read.
const (
	None Coding = iota
	Gzip
	Deflate
	Unknown
)

// String returns "gzip" or "deflate"; "identity" for None, "unknown" for Unknown.
func (c Coding) String() string { return [...]string{"identity", "gzip", "deflate", "unknown"}[c] }

// Of returns what the value of Content-Encoding says: a list of codings, in the order in which they were applied, in any case
// (RFC 9110 8.4). "x-gzip" is gzip (RFC 9110 8.4.1.3). More than one coding is Unknown.
func Of(list []byte) Coding {
	found := None
	for name := range bytes.SplitSeq(list, []byte{','}) {
		one := Unknown
		switch string(bytes.ToLower(bytes.TrimSpace(name))) {
		case "", "identity":
			continue
		case "gzip", "x-gzip":
			one = Gzip
		case "deflate":
			one = Deflate
		}
		if found != None {
			return Unknown
		}
		found = one
	}
	return found
}

// Config says what a decoder reads, and who is told of it.
type Config struct {
	Coding Coding    // Gzip or Deflate
	Emit   wire.Emit // receives the units; required
	// Now returns when the bytes that are being written crossed the socket. Nil is as if it always returned 0.
	Now func() int64
	// Said receives what a unit says, right after the unit, in pieces: each with the time at which the last byte crossed that
	// it takes to inflate it. A piece is valid only during the call. Nil is told nothing.
	Said func(p []byte, at int64)
	// Broken is called where the content breaks a rule after which nothing more can be inflated, before the raw units. Nil
	// is not told.
	Broken func()
}
