package app

import (
	"net"

	"wireside/server/impair"
	"wireside/wireview/store"
	"wireside/wireview/tap"

	"github.com/valyala/fasthttp"
)

// The connections of this server are wrapped thrice: fasthttp sees an impair.Conn, which writes to a tap.Conn, which writes
// to a guest of the door, which is the socket. So the tap stands at the far end of every imitated network, and what it
// records is what crosses the socket.

// connection returns the connection of a request; nil if it is none of this server's own, as in a test of a route alone.
func connection(c *fasthttp.RequestCtx) *impair.Conn {
	conn, _ := c.Conn().(*impair.Conn)
	return conn
}

// tapped returns the tap of a connection; nil if it has none.
func tapped(conn net.Conn) *tap.Conn {
	switch c := conn.(type) {
	case *impair.Conn:
		return c.Conn
	case *tap.Conn:
		return c
	}
	return nil
}

// claimExchange says to what an exchange on a connection belongs: a lane of a run, or with a nil ring nothing.
func claimExchange(conn *tap.Conn, ordinal uint64, ring *store.Ring, lane string) {
	if rec, ok := conn.Recorder().(*capture); ok {
		rec.belongs(ordinal, ring, lane)
	}
}
