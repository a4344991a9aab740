package scratch

import (
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/lab"
)

// handover is how long the server may take from an answer to the hijacked connection.
const handover = 5 * time.Second

// upgrade answers a checked request with 101 (RFC 6455 section 4.2.2, step 5) and lets the session run on its connection.
// The error is a *lab.Error.
func (l *Lane) upgrade(c *fiber.Ctx, accept string, s *session) error {
	if l.isClosed() {
		return &lab.Error{Status: fiber.StatusServiceUnavailable, Code: "closing", Message: "these streams are being ended: try again later"}
	}
	release, err := l.cfg.Admit()
	if err != nil {
		return err
	}
	s.release = sync.OnceFunc(release)
	c.Status(fiber.StatusSwitchingProtocols)
	c.Set(fiber.HeaderUpgrade, "websocket")
	c.Set(fiber.HeaderConnection, "Upgrade")
	c.Set(fiber.HeaderSecWebSocketAccept, accept)
	// If the client is gone before the answer is written, or the answer closes the connection, the server never hands the
	// connection over, and tells nobody.
	abandoned := time.AfterFunc(handover, s.release)
	c.Context().Hijack(func(hijacked net.Conn) {
		if !abandoned.Stop() {
			s.raw.Close()
			return
		}
		s.frames.begin(early(hijacked, s.raw), s.raw)
		go s.run() // so that the server gets its request back, and its buffers
	})
	return nil
}

// early returns what the client has sent in one go with its handshake, and lies in the server's buffer.
func early(hijacked, raw net.Conn) (sent []byte) {
	raw.SetReadDeadline(time.Unix(1, 0)) // what lies in the socket can stay there
	defer raw.SetReadDeadline(time.Time{})
	buf := make([]byte, 512)
	for {
		n, err := hijacked.Read(buf)
		sent = append(sent, buf[:n]...)
		if err != nil {
			return sent
		}
	}
}
