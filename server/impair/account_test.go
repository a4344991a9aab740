package impair_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"wireside/server/impair"
	"wireside/wireview/wire"
)

// TestBytesAddUp under random networks and faults: whatever a Write or TryWrite has taken is on the wire, swallowed or held.
func TestBytesAddUp(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			link := impair.NewLink(randomProfile(random), seed)
			var sum counts
			for range 3 {
				sum.add(session(t, random, link))
			}
			link.Close()
			until(t, "nothing is held", func() bool { s := link.Stats(); return s.BytesHeld == 0 && s.Exchanges == 0 })
			stats := link.Stats()
			if sum.written != sum.crossed+stats.BytesSwallowed {
				t.Errorf("%+v, swallowed %d", sum, stats.BytesSwallowed)
			}
			// A tap has no record of what is read while it is being closed.
			if in := sum.heard + stats.BytesUnheard; in < sum.cameIn || in > sum.sent {
				t.Errorf("%+v, unheard %d", sum, stats.BytesUnheard)
			}
		})
	}
}

// randomProfile is of a network that is quick enough for a test.
func randomProfile(r *rand.Rand) impair.Profile {
	some := func(n int) int { return max(0, r.IntN(2*n)-n) } // often 0
	return impair.Profile{
		LatencyMs: float64(some(5)), JitterMs: float64(some(5)), Kbps: float64(some(1_000_000)), PieceBytes: some(2_000),
		Buffer: impair.Buffer{Bytes: some(20_000), Ms: float64(some(4))},
	}
}

// counts are of bytes: what the server wrote and what of it passed the tap; what the client wrote, what of it passed the
// tap, and what the server read.
type counts struct{ written, crossed, sent, cameIn, heard int64 }

func (c *counts) add(d counts) {
	c.written += d.written
	c.crossed += d.crossed
	c.sent += d.sent
	c.cameIn += d.cameIn
	c.heard += d.heard
}

// session is a connection's life under random faults.
func session(t *testing.T, random *rand.Rand, link *impair.Link) (c counts) {
	client, server, record := sockets(t)
	mode := []impair.Mode{impair.Stream, impair.Tunnel}[random.IntN(2)]
	if err := server.Enter(impair.Exchange{Link: link, Mode: mode}); err != nil {
		mode = impair.Stream
	}
	var all sync.WaitGroup
	all.Go(func() { io.Copy(io.Discard, client); client.Close() })
	all.Go(func() {
		for range 50 {
			n, err := client.Write(make([]byte, 100))
			c.sent += int64(n)
			if err != nil {
				return
			}
		}
	})
	all.Go(func() {
		if mode == impair.Tunnel { // whoever reads otherwise has answered
			c.heard, _ = io.Copy(io.Discard, server)
		}
	})
	seed := random.Uint64()
	all.Go(func() {
		r := rand.New(rand.NewPCG(seed, 1))
		for range 200 {
			p := make([]byte, r.IntN(4_000))
			var n int
			var err error
			if r.IntN(2) == 0 {
				server.SetWriteDeadline(time.Now().Add(5 * time.Millisecond))
				n, err = server.Write(p)
			} else {
				n, err = server.TryWrite(p)
			}
			c.written += int64(n)
			if err != nil {
				break
			}
		}
		if r.IntN(2) == 0 {
			server.CloseWrite()
		}
		server.Close()
	})
	all.Go(func() {
		r := rand.New(rand.NewPCG(seed, 2))
		for range r.IntN(6) {
			f := impair.Fault{Kind: impair.Kinds[r.IntN(len(impair.Kinds))].Name, Seconds: float64(r.IntN(3)) / 100}
			if f.Kind == impair.Stall {
				f.Seconds = 0.02
			}
			f.LatencyMs, f.PieceBytes, f.Buffer.Bytes = float64(r.IntN(5)), r.IntN(500), r.IntN(30_000)
			link.Apply(f, time.Now())
		}
	})
	<-record.closed
	client.Close()
	all.Wait()
	c.crossed, c.cameIn = record.count(wire.S2C), record.count(wire.C2S)
	return c
}
