package scratch

import (
	"net"
	"runtime"
	"sync/atomic"
	"time"

	"wireside/labs/sse"
)

// body is the body of an answer.
type body struct {
	conn    net.Conn
	chunked bool // each Write is a chunk; else it ends with the connection, which is all that HTTP/1.0 knows

	ended atomic.Bool
	late  atomic.Int32 // Writes since
}

// mostLate is how often a part may write to a body that has ended before it is stopped.
const mostLate = 1000

// Write writes a block, or whatever a part takes for one.
func (b *body) Write(p []byte) (int, error) {
	if b.ended.Load() {
		if b.late.Add(1) > mostLate {
			runtime.Goexit() // it heeds neither errors nor its context, and would go on for ever
		}
		return 0, net.ErrClosed
	}
	if len(p) == 0 {
		return 0, nil // a chunk of nothing would end the body
	}
	n, err := b.conn.Write(b.frame(nil, p))
	if err == nil {
		return len(p), nil
	}
	return min(n, len(p)-1), err
}

// end has every Write fail from now on.
func (b *body) end() { b.ended.Store(true) }

// SetWriteDeadline is the connection's.
func (b *body) SetWriteDeadline(t time.Time) error { return b.conn.SetWriteDeadline(t) }

// frame appends a block as the body carries it.
func (b *body) frame(dst, block []byte) []byte {
	if b.chunked {
		return sse.AppendChunk(dst, block)
	}
	return append(dst, block...)
}

// head returns the head of the answer.
func (s *stream) head() []byte { return sse.AppendHead(nil, time.Now(), sse.Head{Chunked: s.chunked}) }

// writeHead answers a HEAD: with what a GET would get up to the body, and the end of the connection.
func (s *stream) writeHead() {
	s.conn.SetWriteDeadline(time.Now().Add(s.lane.cfg.WriteTimeout))
	s.conn.Write(s.head())
	s.conn.Close()
}
