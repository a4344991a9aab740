package relay

import (
	"context"
	"errors"
	"io"
	"time"
)

// pipe passes on what src sends to dst, until one of them ends, and then the end. It begins with the n bytes in buf and the
// error that came with them.
//
// When dst is lost, what it had sent before may still be in the other direction: that one goes on for lastWords at most,
// finds the end by itself, and sees by dst.lost that it was no regular one.
func pipe(ctx context.Context, dst, src *side, buf *buffer, n int, err error, change func(p []byte, end bool) []byte) {
	for {
		p := buf.bytes[:n]
		if change != nil {
			p = change(p, err != nil)
		}
		if len(p) > 0 {
			if _, failed := dst.Write(p); failed != nil {
				dst.lost.Store(true)
				deadline := time.Now().Add(lastWords)
				dst.SetReadDeadline(deadline)
				src.SetWriteDeadline(deadline)
				return
			}
		}
		if err != nil {
			break
		}
		buf.fit(n)
		n, err = src.Read(buf.bytes)
	}
	if isEnd(err) && !src.lost.Load() {
		dst.CloseWrite()
		return
	}
	src.lost.Store(true)
	dst.reset(ctx)
}

// isEnd reports whether a side has ended in order. A TLS peer should say goodbye before it closes, but many don't
// (RFC 8446 6.1): to the other side that is an end like any other, and HTTP's own framing tells whether it came too early.
func isEnd(err error) bool { return err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) }
