package impair_test

import (
	"net"
	"testing"

	"golang.org/x/net/nettest"

	"wireside/server/impair"
)

// A connection must be a proper net.Conn, on a link or on none: deadlines, concurrent use, errors after Close.
func TestConnConforms(t *testing.T) {
	for name, profile := range map[string]*impair.Profile{
		"on no link": nil,
		"as it is":   {},
		"delayed":    {LatencyMs: 0.5, JitterMs: 0.5},
		"slow":       {Kbps: 1_000_000, LatencyMs: 0.1},
		"in pieces":  {PieceBytes: 4_000},
	} {
		t.Run(name, func(t *testing.T) {
			nettest.TestConn(t, func() (net.Conn, net.Conn, func(), error) {
				client, server, _ := sockets(t)
				link := impair.NewLink(impair.Profile{}, 1)
				if profile != nil {
					link = impair.NewLink(*profile, 1)
					enter(t, server, link, impair.Tunnel)
				}
				return client, server, func() { client.Close(); server.Close(); link.Close() }, nil
			})
		})
	}
	until(t, "goroutines end with their connections", func() bool { return goroutines() == 0 })
}
