package sse

import (
	"compress/gzip"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"wireside/labs/lab"
)

// Compression is whether and how a lane compresses its streams (RFC 9110 8.4.1.3).
type Compression string

// The ways to compress. Any other, "" too, is None.
const (
	None    Compression = "none"
	Flush   Compression = "flush"   // each event is flushed, and so can be read as soon as it arrives
	NoFlush Compression = "noflush" // events wait until gzip has enough of them, a hundred thousand bytes or more
)

// on reports whether streams are compressed for who takes it.
func (c Compression) on() bool { return c == Flush || c == NoFlush }

// AcceptsGzip reads the value of an Accept-Encoding field, a list of codings with weights (RFC 9110 12.5.3). Without the
// field a server may do as it likes: here that is plain. An element that breaks the grammar names nothing.
func AcceptsGzip(field string) bool {
	named, others := -1.0, -1.0 // the weights of gzip and of all that is not named
	for element := range strings.SplitSeq(field, ",") {
		coding, params, weighted := strings.Cut(element, ";")
		weight := 1.0
		if weighted {
			name, value, _ := strings.Cut(strings.TrimSpace(params), "=")
			q, err := strconv.ParseFloat(value, 64)
			if !strings.EqualFold(name, "q") || err != nil || !(q >= 0 && q <= 1) { // 12.4.2
				continue
			}
			weight = q
		}
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip": // 8.4.1.3: the same
			named = max(named, weight)
		case "*":
			others = max(others, weight)
		}
	}
	if named < 0 {
		named = others
	}
	return named > 0
}

// MaxGzipped is how many streams are compressed at a time, in all lanes together: each has about 0.8 MB of gzip's memory.
const MaxGzipped = 128

var (
	gzippers atomic.Int64
	turned   atomic.Uint64                                                      // away, for which there was no gzipper
	writers  = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }} // for gzippers that come and go
)

// Gzipped returns how many streams are compressed now, in all lanes together, and how many were refused since the start.
func Gzipped() (open int64, refused uint64) { return gzippers.Load(), turned.Load() }

// gzipper compresses one stream, and frames what comes out.
type gzipper struct {
	to    *gzip.Writer
	out   []byte // of gzip, not framed yet
	flush bool
	frame framing
	last  string // ends the body
}

// newGzipper returns a gzipper, to be released once. The error is a *lab.Error, too_many_gzipped.
func newGzipper(flush bool, frame framing, last string) (*gzipper, error) {
	if gzippers.Add(1) > MaxGzipped {
		gzippers.Add(-1)
		turned.Add(1)
		return nil, &lab.Error{Status: 503, Code: "too_many_gzipped", Message: fmt.Sprintf(
			"%d compressed streams are open already, as many as this server has memory for: try again later, or without compression", MaxGzipped)}
	}
	z := &gzipper{to: writers.Get().(*gzip.Writer), flush: flush, frame: frame, last: last}
	z.to.Reset(z)
	return z, nil
}

// release gives gzip's memory back.
func (z *gzipper) release() {
	z.to.Reset(io.Discard)
	writers.Put(z.to)
	z.to = nil
	gzippers.Add(-1)
}

// Write takes what gzip has made.
func (z *gzipper) Write(p []byte) (int, error) {
	z.out = append(z.out, p...)
	return len(p), nil
}

// code is a fanout.Stream's Code. At the last word gzip's trailer is due (RFC 1952 2.3.1), then the body's end.
func (z *gzipper) code(dst, block []byte, last bool) []byte {
	z.to.Write(block) // Write above can't fail, and so neither can this
	switch {
	case last:
		z.to.Close()
	case z.flush:
		z.to.Flush()
	}
	if len(z.out) > 0 { // a chunk of no bytes would end the body (RFC 9112 7.1)
		dst = z.frame(dst, z.out)
	}
	z.out = z.out[:0]
	if cap(z.out) > largestOut {
		z.out = nil
	}
	if last {
		dst = append(dst, z.last...)
	}
	return dst
}

// largestOut is the largest buffer in bytes that a gzipper keeps from a block to the next.
const largestOut = 4 << 10
