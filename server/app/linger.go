package app

import (
	"io"
	"net"
	"time"
)

// A server that closes a connection while its client is still sending answers with a reset, and the client may lose the
// response that says why (RFC 9112 9.6). Such a connection is closed in stages instead: the sending side at once, the rest
// once the client has ended, or this much time or data has gone by. What the client sends meanwhile is thrown away unseen:
// it passes no tap, and is in no record.
const (
	lingerTime  = 2 * time.Second
	lingerBytes = 1 << 30
	lingerConns = 64 // at once; beyond it they are closed the short way
)

// linger has Close take its time: the client was refused, and may still be sending.
func (g *guest) linger() { g.slow.Store(true) }

// linger does so for a connection of the server's, if that is what it is.
func linger(conn net.Conn) {
	if t := tapped(conn); t != nil {
		if g, ok := t.Conn.(*guest); ok {
			g.linger()
		}
	}
}

// closeInStages reports whether the connection is being closed in stages.
func (g *guest) closeInStages() bool {
	if g.door.lingering.Add(1) > lingerConns {
		g.door.lingering.Add(-1)
		return false
	}
	g.CloseWrite()
	go func() {
		defer g.door.lingering.Add(-1)
		g.SetReadDeadline(time.Now().Add(lingerTime))
		io.CopyN(io.Discard, g.TCPConn, lingerBytes)
		g.TCPConn.Close()
	}()
	return true
}
