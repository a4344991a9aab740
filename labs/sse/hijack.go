package sse

import (
	"log/slog"
	"net"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/fanout"
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

// writeHead answers a HEAD: with what a GET would get up to the body, and the end of the connection.
func writeHead(s *fanout.Stream) {
	s.Conn.SetWriteDeadline(time.Now().Add(fanout.DefaultWriteTimeout))
	s.Conn.Write(s.Head)
	s.Conn.Close()
}
