package impair_test

import (
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/server/impair"
	"wireside/wireview/wire"
)

func stall(l *impair.Link, seconds float64) impair.Applied {
	return l.Apply(impair.Fault{Kind: impair.Stall, Seconds: seconds}, time.Now())
}

// TestStallEnds: afterwards all flows, in both directions.
func TestStallEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{LatencyMs: 10}, 1)
		defer link.Close()
		enter(t, server, link, impair.Tunnel)
		start := time.Now()
		atClient, atServer := arrivals(client, start), arrivals(server, start)
		write(t, server, "a")
		write(t, client, "A")
		pass(5 * ms) // both are on their way
		if applied := stall(link, 2); applied.Exchanges != 1 || applied.Next || !applied.Until.Equal(start.Add(2005*ms)) {
			t.Errorf("%+v", applied)
		}
		stall(link, 1) // is over before
		write(t, server, "b")
		write(t, client, "B")
		pass(3 * time.Second)
		write(t, server, "c")
		write(t, client, "C")
		pass(time.Second)
		if diff := cmp.Diff(impair.Stats{Exchanges: 1, Stalled: 1}, link.Stats()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		server.Close()
		client.Close()
		// What has come together off the link is still handed over write by write.
		if diff := cmp.Diff([]arrival{{2005 * ms, "a"}, {2005 * ms, "b"}, {3015 * ms, "c"}}, <-atClient); diff != "" {
			t.Errorf("client (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff([]arrival{{2005 * ms, "A"}, {2005 * ms, "B"}, {3015 * ms, "C"}}, <-atServer); diff != "" {
			t.Errorf("server (-want +got)\n%s", diff)
		}
	})
}

// TestHalfOpen: neither side learns anything, not even of the other's end. New exchanges are not affected.
func TestHalfOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, record := pipe(t)
		link := impair.NewLink(impair.Profile{}, 1)
		enter(t, server, link, impair.Tunnel)
		stall(link, 0)
		start := time.Now()
		atClient, atServer := arrivals(client, start), arrivals(server, start)
		write(t, server, "nobody reads this")
		write(t, client, "nor this")
		pass(time.Hour)
		server.Close()
		pass(time.Hour)
		select {
		case got := <-atClient:
			t.Fatalf("the client saw an end, after %v", got)
		default:
		}
		if got := <-atServer; got != nil {
			t.Errorf("the server read %v", got)
		}

		client2, server2, _ := pipe(t)
		enter(t, server2, link, impair.Stream)
		go server2.Write([]byte("all is well"))
		read(t, client2, len("all is well"))
		server2.Close()
		if diff := cmp.Diff(impair.Stats{Exchanges: 1, Stalled: 1, BytesHeld: 17}, link.Stats()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}

		link.Close() // breaks it
		if got := <-atClient; got != nil {
			t.Errorf("the client read %v", got)
		}
		<-record.closed
		if diff := cmp.Diff(impair.Stats{Cut: 1, Stalled: 1, BytesSwallowed: 17, BytesUnheard: 8}, link.Stats()); diff != "" {
			t.Errorf("at the end (-want +got)\n%s", diff)
		}
		if n := record.count(wire.S2C); n != 0 {
			t.Errorf("%d bytes passed the tap", n)
		}
	})
}

// TestHalfOpenIsGivenUp when the server has closed it and the client is found to be gone.
func TestHalfOpenIsGivenUp(t *testing.T) {
	for name, test := range map[string]struct {
		mode   impair.Mode
		before bool // the client leaves before the server closes
	}{
		"stream": {impair.Stream, false}, "stream, left before": {impair.Stream, true},
		"tunnel": {impair.Tunnel, false}, "tunnel, left before": {impair.Tunnel, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, server, record := pipe(t)
				link := impair.NewLink(impair.Profile{}, 1)
				defer link.Close()
				enter(t, server, link, test.mode)
				stall(link, 0)
				write(t, server, "swallowed")
				if test.mode == impair.Tunnel {
					go io.Copy(io.Discard, server)
				}
				if test.before {
					client.Close()
					pass(time.Second)
				}
				server.Close()
				if !test.before {
					pass(time.Second)
					client.Close()
				}
				<-record.closed
				synctest.Wait()
				if diff := cmp.Diff(impair.Stats{Stalled: 1, BytesSwallowed: 9}, link.Stats()); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			})
		})
	}
}

// TestNextIsStalled, once, if none is under way.
func TestNextIsStalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{}, 1)
		defer link.Close()
		if diff := cmp.Diff(impair.Applied{Next: true}, stall(link, 2)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		pass(time.Minute)
		start := time.Now()
		got := arrivals(client, start)
		for range 2 {
			enter(t, server, link, impair.Answer)
			write(t, server, "a")
			server.SetReadDeadline(time.Now().Add(10 * time.Second))
			server.Read(make([]byte, 1))
		}
		server.Close()
		if diff := cmp.Diff([]arrival{{2 * time.Second, "a"}, {10 * time.Second, "a"}}, <-got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// TestLeaveEndsAStall: the next exchange's answer stands behind the stalled one's, which must not hold it up for ever.
func TestLeaveEndsAStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{}, 1)
		defer link.Close()
		enter(t, server, link, impair.Answer)
		stall(link, 0)
		write(t, server, "a")
		enter(t, server, impair.NewLink(impair.Profile{}, 1), impair.Answer) // was pipelined
		go server.Write([]byte("b"))
		if got := read(t, client, 2); got != "ab" {
			t.Errorf("read %q", got)
		}
		server.Close()
	})
}

// TestPeerResetsWhileClosing: the reset is not held back from a server that has closed.
func TestPeerResetsWhileClosing(t *testing.T) {
	client, server, record := sockets(t)
	link := impair.NewLink(impair.Profile{LatencyMs: 10_000}, 1)
	defer link.Close()
	go func() { client.Write([]byte("x")) }()
	read(t, server, 1)
	server.Leave()
	link.Apply(impair.Fault{Kind: impair.Stall}, time.Now())
	entered := make(chan error)
	go func() { entered <- server.Enter(impair.Exchange{Link: link, Mode: impair.Stream}) }()
	until(t, "the exchange begins", func() bool { return link.Stats().Stalled == 1 })
	server.Close()
	if err := <-entered; !errors.Is(err, net.ErrClosed) {
		t.Errorf("Enter on a connection that was closed meanwhile: %v", err)
	}
	client.SetLinger(0)
	client.Close()
	<-record.closed
}
