//go:build unix

package cost

import (
	"bufio"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// load begins to use a server. use carries messages for a while, and returns how many, and in what time; end ends it all.
type load func(s *server) (use func(d time.Duration) (messages int, in time.Duration), end func())

// turns say how often each server has its turn, and for how long. Short turns make for fair ones: whatever else the machine
// does falls on all alike. The first of each warms up and doesn't count.
type turns struct {
	n    int
	long time.Duration
}

// BenchmarkPingPong sends a text of 125 bytes over a WebSocket and waits for its echo, again and again.
func BenchmarkPingPong(b *testing.B) {
	ping := message(125)
	compare(b, turns{60, 40 * time.Millisecond}, func(s *server) (func(time.Duration) (int, time.Duration), func()) {
		c := echo(s)
		return func(d time.Duration) (n int, in time.Duration) {
			begun := time.Now()
			for ; in < d; n, in = n+1, time.Since(begun) {
				c.send(ping)
				c.take(2 + 125)
			}
			return n, in
		}, func() { c.Close() }
	})
}

// BenchmarkPipelined sends texts of 125 bytes over a WebSocket and reads their echoes, with up to 256 on their way.
func BenchmarkPipelined(b *testing.B) {
	const batch = 32
	pings := slices.Repeat(message(125), batch)
	compare(b, turns{60, 40 * time.Millisecond}, func(s *server) (func(time.Duration) (int, time.Duration), func()) {
		c := echo(s)
		return func(d time.Duration) (n int, in time.Duration) {
			begun := time.Now()
			underway := make(chan bool, 256/batch-1)
			go func() {
				defer close(underway)
				for time.Since(begun) < d {
					if _, err := c.Write(pings); err != nil {
						b.Error(err)
						return
					}
					underway <- true
				}
			}()
			for range underway {
				c.take((2 + 125) * batch)
				n += batch
			}
			return n, time.Since(begun)
		}, func() { c.Close() }
	})
}

// echo opens a WebSocket whose messages come back.
func echo(s *server) *conn {
	s.b.Helper()
	c := s.open("/labs/websocket/echo", "", upgrade)
	c.head(101)
	return c
}

// BenchmarkPoll asks a lane for what is new, on one connection and as a browser does, and is told that there is nothing.
func BenchmarkPoll(b *testing.B) {
	compare(b, turns{60, 40 * time.Millisecond}, func(s *server) (func(time.Duration) (int, time.Duration), func()) {
		c := s.open("/labs/polling", "after=1000000", browser)
		answer := c.answer() // the same each time
		request := []byte(s.request("/labs/polling", "after=1000000", browser))
		return func(d time.Duration) (n int, in time.Duration) {
			begun := time.Now()
			for ; in < d; n, in = n+1, time.Since(begun) {
				c.send(request)
				c.take(answer)
			}
			return n, in
		}, func() { c.Close() }
	})
}

// BenchmarkSSE has 50 readers of an event stream, 5,000 events a second in all. Their pace is given, so that only the
// processor time tells.
func BenchmarkSSE(b *testing.B) {
	compare(b, turns{10, 300 * time.Millisecond}, func(s *server) (func(time.Duration) (int, time.Duration), func()) {
		return streams(s, 50)
	})
}

// streams reads event streams.
func streams(s *server, readers int) (use func(time.Duration) (int, time.Duration), end func()) {
	var events atomic.Int64
	var conns []*conn
	for range readers {
		c := s.open("/labs/sse", "", "Accept: text/event-stream\r\n"+browser)
		conns = append(conns, c)
		c.head(200)
		begun := make(chan struct{})
		go func() {
			for lines, n := bufio.NewScanner(c.r), 0; lines.Scan(); {
				if strings.HasPrefix(lines.Text(), "id: ") {
					events.Add(1)
					if n++; n == 1 {
						close(begun)
					}
				}
			}
		}()
		<-begun
	}
	return func(d time.Duration) (int, time.Duration) {
			before, begun := events.Load(), time.Now()
			<-time.After(d)
			return int(events.Load() - before), time.Since(begun)
		}, func() {
			for _, c := range conns {
				c.Close()
			}
		}
}

// sample is what a turn has measured.
type sample struct {
	pace float64 // messages a second
	cpu  float64 // nanoseconds of the server's processor time a message
}

func (s *server) turn(l load, d time.Duration) sample {
	s.b.Helper()
	use, end := l(s)
	defer end()
	before := s.cpu()
	n, in := use(d)
	return sample{pace: float64(n) / in.Seconds(), cpu: float64(s.cpu()-before) / float64(n)}
}

// compare puts the load on a bare server, on Wireside, and on Wireside with somebody watching. It reports the bare one's
// times, and of the others their shares of its pace and its processor time: medians over the turns, each turn against the
// bare one's before it.
func compare(b *testing.B, t turns, l load) {
	kinds := []string{bare, on, watched}
	servers, samples := map[string]*server{}, map[string][]sample{}
	for _, kind := range kinds {
		servers[kind] = start(b, kind)
	}
	for b.Loop() {
		for range 1 + t.n {
			for _, kind := range kinds {
				samples[kind] = append(samples[kind], servers[kind].turn(l, t.long))
			}
		}
	}
	off := samples[bare]
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(len(off), func(i int) float64 { return 1e9 / off[i].pace }), "off-ns/msg")
	b.ReportMetric(median(len(off), func(i int) float64 { return off[i].cpu }), "off-cpu-ns/msg")
	for _, kind := range kinds[1:] {
		with := samples[kind]
		b.ReportMetric(median(len(off), func(i int) float64 { return with[i].pace / off[i].pace }), kind+"-pace×off")
		b.ReportMetric(median(len(off), func(i int) float64 { return with[i].cpu / off[i].cpu }), kind+"-cpu×off")
	}
}

// median returns the median of f over 1 to n-1.
func median(n int, f func(i int) float64) float64 {
	var all []float64
	for i := 1; i < n; i++ {
		all = append(all, f(i))
	}
	slices.Sort(all)
	return all[len(all)/2]
}
