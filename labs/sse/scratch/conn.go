package scratch

import (
	"log/slog"
	"net"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"wireside/labs/sse"
)

// hijackWithin is far more time than the server needs to hand over a connection.
const hijackWithin = time.Minute

// hijack calls do, on a goroutine of its own and after all answers before this one have been written, with nothing more
// written to the connection by the server.
func hijack(c *fiber.Ctx, do func()) {
	conn := c.Context().Conn() // c must not be used by then
	c.Context().HijackSetNoResponse(true)
	c.Context().Hijack(func(net.Conn) {
		defer func() {
			if v := recover(); v != nil { // nobody else would: it ends the stream, not the process
				slog.Error("a stream panicked", "panic", v, "stack", string(debug.Stack()))
				conn.Close()
			}
		}()
		do()
	})
}

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

// head returns the head of the answer. The stream takes the connection over for good, and says so (RFC 9112 9.6).
func (s *stream) head() []byte {
	head := []byte("HTTP/1.1 200 OK\r\n" +
		"Content-Type: " + sse.ContentType + "\r\n" +
		"Cache-Control: no-store\r\n" +
		"X-Content-Type-Options: nosniff\r\n" +
		"X-Accel-Buffering: no\r\n" + // nginx would hold events back until its buffer is full
		"Date: ")
	head = fasthttp.AppendHTTPDate(head, time.Now())
	head = append(head, "\r\nConnection: close\r\n"...)
	if s.chunked { // RFC 9112 6.1: not in answer to HTTP/1.0
		head = append(head, "Transfer-Encoding: chunked\r\n"...)
	}
	return append(head, "\r\n"...)
}

// writeHead answers a HEAD: with what a GET would get up to the body, and the end of the connection.
func (s *stream) writeHead() {
	s.conn.SetWriteDeadline(time.Now().Add(s.lane.cfg.WriteTimeout))
	s.conn.Write(s.head())
	s.conn.Close()
}
