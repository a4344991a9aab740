package impair_test

import (
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/server/impair"
)

// TestSecondCalls, and calls in no sensible order.
func TestSecondCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		a, b := impair.NewLink(impair.Profile{LatencyMs: 5}, 1), impair.NewLink(impair.Profile{}, 1)
		server.Leave()
		server.Leave()
		enter(t, server, a, impair.Stream)
		write(t, server, "x")
		enter(t, server, a, impair.Stream)
		enter(t, server, b, impair.Stream)
		if got := []int{a.Stats().Exchanges, b.Stats().Exchanges}; !cmp.Equal(got, []int{0, 1}) {
			t.Errorf("exchanges under way: %v", got)
		}
		read(t, client, 1)
		a.Close()
		a.Close()
		for _, k := range impair.Kinds {
			if applied := a.Apply(impair.Fault{Kind: k.Name, Seconds: 5}, time.Now()); applied != (impair.Applied{}) {
				t.Errorf("%s on a closed link: %+v", k.Name, applied)
			}
		}
		if _, _, ok := a.Refusal(); ok {
			t.Error("a closed link refuses")
		}
		enter(t, server, a, impair.Stream) // passes unchanged
		start := time.Now()
		got := arrivals(client, start)
		write(t, server, "y")
		server.Close()
		server.Close()
		if diff := cmp.Diff([]arrival{{0, "y"}}, <-got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if err := server.Enter(impair.Exchange{Link: b}); !errors.Is(err, net.ErrClosed) {
			t.Errorf("Enter after Close: %v", err)
		}
		server.Leave()
		b.Close()
		if got := []impair.Stats{a.Stats(), b.Stats()}; !cmp.Equal(got, make([]impair.Stats, 2)) {
			t.Errorf("%+v", got)
		}
	})
}

// TestManyFaults: a link keeps no more than it must, and the newest counts.
func TestManyFaults(t *testing.T) {
	link := impair.NewLink(impair.Profile{}, 1)
	for i := range 1000 {
		link.Apply(impair.Fault{Kind: impair.Status, Status: 400 + i%100}, time.Now())
	}
	if status, _, _ := link.Refusal(); status != 499 {
		t.Errorf("status %d", status)
	}
}

// TestEverythingAtOnce calls all methods from all sides; the race detector and the count of goroutines judge.
func TestEverythingAtOnce(t *testing.T) {
	for seed := range uint64(20) {
		client, server, record := sockets(t)
		links := []*impair.Link{
			impair.NewLink(impair.Profile{LatencyMs: 1, Kbps: 100_000, IdleSeconds: 0.05}, seed),
			impair.NewLink(impair.Profile{PieceBytes: 100, Buffer: impair.Buffer{Ms: 1}}, seed),
		}
		var all sync.WaitGroup
		var turn sync.RWMutex // no Read or Write may be under way when an exchange is entered
		for i := range uint64(4) {
			all.Go(func() {
				r := rand.New(rand.NewPCG(seed, i))
				for range 100 {
					link := links[r.IntN(2)]
					server.SetDeadline(time.Now().Add(time.Millisecond))
					what := r.IntN(10)
					if what == 0 {
						turn.Lock()
						server.Enter(impair.Exchange{Link: link, Mode: impair.Mode(r.IntN(3))})
						turn.Unlock()
						continue
					}
					turn.RLock()
					switch what {
					case 1:
						server.Leave()
					case 2, 3:
						server.Write(make([]byte, r.IntN(10_000)))
					case 4:
						server.TryWrite(make([]byte, r.IntN(10_000)))
					case 5:
						server.Read(make([]byte, 100))
					case 6:
						server.OnBreak(func() {})()
					case 7:
						client.Write(make([]byte, 10))
					case 8:
						if r.IntN(10) == 0 {
							link.Apply(impair.Fault{Kind: impair.Kinds[r.IntN(len(impair.Kinds))].Name, Seconds: 0.001, LatencyMs: 1}, time.Now())
						}
					case 9:
						if i == 0 && r.IntN(30) == 0 {
							server.CloseWrite()
						}
					}
					turn.RUnlock()
				}
			})
		}
		all.Wait()
		server.Close()
		links[0].Close()
		links[1].Close()
		client.Close()
		<-record.closed
		for _, l := range links {
			until(t, "nothing is on its way", func() bool { s := l.Stats(); return s.Exchanges == 0 && s.BytesHeld == 0 })
		}
	}
	until(t, "goroutines end", func() bool { return goroutines() == 0 })
}
