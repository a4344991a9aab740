package impair_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/server/impair"
)

const ms = time.Millisecond

// down writes texts at the times given, and returns what the client gets and when.
func down(t *testing.T, p impair.Profile, mode impair.Mode, write ...arrival) (got []arrival) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(p, 7)
		defer link.Close()
		enter(t, server, link, mode)
		start := time.Now().Add(10 * time.Second)
		pass(time.Until(start)) // whatever Enter has waited
		all := arrivals(client, start)
		for _, w := range write {
			pass(time.Until(start.Add(w.At)))
			if n, err := server.Write([]byte(w.Text)); n != len(w.Text) || err != nil {
				t.Errorf("Write = %d, %v", n, err)
			}
		}
		server.Close()
		got = <-all
	})
	return got
}

func TestDelays(t *testing.T) {
	long := strings.Repeat("x", 2*1460+125)
	for name, test := range map[string]struct {
		profile     impair.Profile
		write, want []arrival
	}{
		"as it is": {impair.Profile{}, []arrival{{0, "a"}, {ms, "b"}}, []arrival{{0, "a"}, {ms, "b"}}},
		"latency": {impair.Profile{LatencyMs: 200},
			[]arrival{{0, "a"}, {30 * ms, "b"}}, []arrival{{200 * ms, "a"}, {230 * ms, "b"}}},
		"rate: 1,000 bits each ms, and packets of 1,460 bytes": {impair.Profile{Kbps: 1000},
			[]arrival{{0, long}, {0, "a"}, {50 * ms, "b"}},
			[]arrival{{11680 * time.Microsecond, long[:1460]}, {23360 * time.Microsecond, long[:1460]}, {24360 * time.Microsecond, long[:125]},
				{24368 * time.Microsecond, "a"}, {50*ms + 8*time.Microsecond, "b"}}},
		"latency and rate": {impair.Profile{LatencyMs: 100, Kbps: 8},
			[]arrival{{0, "abcde"}, {0, "f"}}, []arrival{{105 * ms, "abcde"}, {106 * ms, "f"}}},
		"pieces": {impair.Profile{PieceBytes: 2}, []arrival{{0, "abcde"}, {0, "f"}},
			[]arrival{{0, "ab"}, {50 * time.Microsecond, "cd"}, {100 * time.Microsecond, "e"}, {150 * time.Microsecond, "f"}}},
		"pieces and rate": {impair.Profile{PieceBytes: 2, Kbps: 8}, []arrival{{0, "abc"}}, []arrival{{2 * ms, "ab"}, {3 * ms, "c"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, down(t, test.profile, impair.Stream, test.write...)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestJitterIsSeeded also has bytes keep their order, however the delays fall.
func TestJitterIsSeeded(t *testing.T) {
	profile := impair.Profile{LatencyMs: 20, JitterMs: 100}
	var write []arrival
	for i := range 40 {
		write = append(write, arrival{time.Duration(i) * 10 * ms, fmt.Sprintf("%02d,", i)})
	}
	first := down(t, profile, impair.Stream, write...)
	if diff := cmp.Diff(first, down(t, profile, impair.Stream, write...)); diff != "" {
		t.Errorf("the same seed gave other delays:\n%s", diff)
	}
	text := ""
	delays := make(map[time.Duration]bool)
	for i, a := range first {
		text += a.Text
		if d := a.At - write[i].At; d < 20*ms || d > 120*ms {
			t.Errorf("write %d took %v", i, d)
		}
		delays[a.At-write[i].At] = true
	}
	if !slices.IsSortedFunc(first, func(a, b arrival) int { return strings.Compare(a.Text, b.Text) }) || len(first) != len(write) {
		t.Errorf("out of order: %v", text)
	}
	if len(delays) < 10 {
		t.Errorf("only %d different delays", len(delays))
	}
}

// TestSeedIsAnExchanges: delays depend on how many exchanges a link has had, not on what the others wrote.
func TestSeedIsAnExchanges(t *testing.T) {
	delays := func(writes int) (got []time.Duration) {
		synctest.Test(t, func(t *testing.T) {
			link := impair.NewLink(impair.Profile{JitterMs: 1000}, 3)
			defer link.Close()
			for range 3 {
				client, server, _ := pipe(t)
				start := time.Now()
				enter(t, server, link, impair.Stream)
				up := time.Since(start)
				for range writes {
					write(t, server, "x")
				}
				read(t, client, 1)
				got = append(got, up, time.Since(start)-up)
			}
		})
		return got
	}
	first := delays(1)
	if diff := cmp.Diff(first, delays(5)); diff != "" {
		t.Errorf("(-1 write +5 writes)\n%s", diff)
	}
	slices.Sort(first)
	if len(slices.Compact(first)) != 6 {
		t.Errorf("exchanges or directions have the same delays: %v", first)
	}
}

// TestRequestTransit is how long Enter waits.
func TestRequestTransit(t *testing.T) {
	for name, test := range map[string]struct {
		profile  impair.Profile
		exchange impair.Exchange
		want     time.Duration
	}{
		"as it is":           {impair.Profile{}, impair.Exchange{RequestBytes: 1000, First: true}, 0},
		"latency":            {impair.Profile{LatencyMs: 100}, impair.Exchange{RequestBytes: 1000}, 100 * ms},
		"after a handshake":  {impair.Profile{LatencyMs: 100}, impair.Exchange{First: true}, 300 * ms},
		"rate":               {impair.Profile{Kbps: 80}, impair.Exchange{RequestBytes: 1000}, 100 * ms},
		"both":               {impair.Profile{Kbps: 80, LatencyMs: 100}, impair.Exchange{RequestBytes: 1000}, 200 * ms},
		"no longer than":     {impair.Profile{Kbps: 1}, impair.Exchange{RequestBytes: 1 << 30}, time.Minute},
		"no idleness counts": {impair.Profile{LatencyMs: 100, IdleSeconds: 1}, impair.Exchange{}, 100 * ms},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, server, _ := pipe(t)
				link := impair.NewLink(test.profile, 1)
				defer link.Close()
				start := time.Now()
				x := test.exchange
				x.Link = link
				if err := server.Enter(x); err != nil {
					t.Fatal(err)
				}
				if got := time.Since(start); got != test.want {
					t.Errorf("waited %v, want %v", got, test.want)
				}
			})
		})
	}
}

// TestTunnelUp is the way to the server: what came off the socket at once is handed over later, as it would have come.
func TestTunnelUp(t *testing.T) {
	for name, test := range map[string]struct {
		profile impair.Profile
		want    []arrival
	}{
		"as it is": {impair.Profile{}, []arrival{{0, "abc"}, {10 * ms, "de"}}},
		"latency":  {impair.Profile{LatencyMs: 200}, []arrival{{200 * ms, "abc"}, {210 * ms, "de"}}},
		"rate":     {impair.Profile{Kbps: 1}, []arrival{{24 * ms, "abc"}, {40 * ms, "de"}}},
		"pieces": {impair.Profile{PieceBytes: 2},
			[]arrival{{0, "ab"}, {50 * time.Microsecond, "c"}, {10 * ms, "de"}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, server, _ := pipe(t)
				link := impair.NewLink(test.profile, 1)
				defer link.Close()
				enter(t, server, link, impair.Tunnel)
				start := time.Now().Add(time.Second)
				pass(time.Second)
				got := arrivals(server, start)
				write(t, client, "abc")
				pass(10 * ms)
				write(t, client, "de")
				client.Close()
				if diff := cmp.Diff(test.want, <-got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				server.Close()
			})
		})
	}
}

// TestFaultsWorsen: what lasts ends by itself, and never makes a network better.
func TestFaultsWorsen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{LatencyMs: 100}, 1)
		enter(t, server, link, impair.Stream)
		start := time.Now()
		got := arrivals(client, start)
		fault := impair.Fault{Kind: impair.Latency, LatencyMs: 50, Seconds: 1}
		if diff := cmp.Diff(impair.Applied{Exchanges: 1, Until: start.Add(time.Second)}, link.Apply(fault, start)); diff != "" {
			t.Errorf("Applied (-want +got)\n%s", diff)
		}
		write(t, server, "a")
		pass(time.Second)
		write(t, server, "b")
		link.Apply(impair.Fault{Kind: impair.Latency, LatencyMs: 900}, time.Now())
		write(t, server, "c")
		pass(3 * time.Second)
		link.Apply(impair.Fault{Kind: impair.Bandwidth, Kbps: 8}, time.Now())
		write(t, server, "d")
		pass(500 * ms)
		link.Close() // all is let go at once
		write(t, server, "e")
		server.Close()
		want := []arrival{{150 * ms, "a"}, {1100 * ms, "b"}, {2000 * ms, "c"}, {4500 * ms, "d"}, {4500 * ms, "e"}}
		if diff := cmp.Diff(want, <-got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}
