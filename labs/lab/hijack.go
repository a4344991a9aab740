package lab

import (
	"log/slog"
	"net"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"
)

// HijackWithin is far more time than the server needs to hand over a connection. If it finds the connection broken first, it
// tells nobody, and what was taken for the stream must be given back all the same.
const HijackWithin = time.Minute

// Hijack calls do, on a goroutine of its own and after all answers before this one have been written, with nothing more
// written to the connection by the server, which must have KeepHijackedConns set.
func Hijack(c *fiber.Ctx, do func()) {
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
