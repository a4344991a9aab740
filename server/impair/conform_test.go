package impair_test

import (
	"errors"
	"net"
	"os"
	"testing"
	"time"

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

func TestDeadlinesWhileStalled(t *testing.T) {
	_, server, _ := sockets(t)
	link := impair.NewLink(impair.Profile{}, 1)
	defer link.Close()
	enter(t, server, link, impair.Tunnel)
	link.Apply(impair.Fault{Kind: impair.Stall}, time.Now())
	check := func(what string, err error) {
		t.Helper()
		var timeout net.Error
		if !errors.Is(err, os.ErrDeadlineExceeded) || !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("%s past its deadline: %v", what, err)
		}
	}
	server.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	_, err := server.Read(make([]byte, 1))
	check("Read", err)
	server.SetWriteDeadline(time.Now().Add(5 * time.Millisecond))
	n, err := server.Write(make([]byte, 1<<20))
	check("Write", err)
	if n != 256<<10 {
		t.Errorf("Write took %d bytes, want 256 KiB", n)
	}
	server.SetWriteDeadline(time.Time{})
	if n, err := server.TryWrite([]byte("x")); n != 0 || err != nil {
		t.Errorf("TryWrite into a full queue = %d, %v", n, err)
	}
	written := make(chan error)
	go func() {
		_, err := server.Write([]byte("x"))
		written <- err
	}()
	server.SetWriteDeadline(time.Unix(1, 0)) // also for one that waits already
	check("Write", <-written)
}
