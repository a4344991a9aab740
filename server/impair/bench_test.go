package impair_test

import (
	"io"
	"net"
	"testing"

	"wireside/server/impair"
	"wireside/wireview/tap"
)

// BenchmarkPingPong is what a message to and fro costs: through the tap alone, with this package between and no link
// entered, and on a link that changes nothing.
func BenchmarkPingPong(b *testing.B) {
	for _, bench := range []struct {
		name string
		wrap func(*impair.Conn) net.Conn
	}{
		{"tap", func(c *impair.Conn) net.Conn { return c.Conn }},
		{"no link", func(c *impair.Conn) net.Conn { return c }},
		{"a link that changes nothing", func(c *impair.Conn) net.Conn {
			enter(b, c, impair.NewLink(impair.Profile{}, 1), impair.Tunnel)
			return c
		}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			client, inner := socketsUnder(b, tap.Discard)
			server := bench.wrap(inner)
			go io.Copy(client, client)
			message := make([]byte, 125)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := server.Write(message); err != nil {
					b.Fatal(err)
				}
				if _, err := io.ReadFull(server, message); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkQueue is what the way over a link costs, without its delays.
func BenchmarkQueue(b *testing.B) {
	client, server := socketsUnder(b, tap.Discard)
	enter(b, server, impair.NewLink(impair.Profile{JitterMs: 1e-6}, 1), impair.Stream)
	go io.Copy(io.Discard, client)
	message := make([]byte, 125)
	b.SetBytes(int64(len(message)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := server.Write(message); err != nil {
			b.Fatal(err)
		}
	}
}
