package impair_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/server/impair"
)

// TestBufferingProxy is what lets go of a response.
func TestBufferingProxy(t *testing.T) {
	bySize := impair.Profile{Buffer: impair.Buffer{Bytes: 5}}
	byTime := impair.Profile{Buffer: impair.Buffer{Ms: 100}}
	full := strings.Repeat("x", 256<<10)
	for name, test := range map[string]struct {
		profile     impair.Profile
		mode        impair.Mode
		write, want []arrival // the end of the response follows a second after the last write
	}{
		"size": {bySize, impair.Stream, []arrival{{0, "ab"}, {ms, "cd"}, {2 * ms, "ef"}, {3 * ms, "g"}},
			[]arrival{{2 * ms, "abcdef"}, {3*ms + time.Second, "g"}}},
		"time": {byTime, impair.Stream, []arrival{{0, "ab"}, {99 * ms, "cd"}, {101 * ms, "ef"}},
			[]arrival{{100 * ms, "abcd"}, {201 * ms, "ef"}}},
		"both": {impair.Profile{Buffer: impair.Buffer{Bytes: 3, Ms: 100}}, impair.Stream,
			[]arrival{{0, "ab"}, {99 * ms, "cd"}, {150 * ms, "e"}, {220 * ms, "f"}},
			[]arrival{{99 * ms, "abcd"}, {250 * ms, "ef"}}},
		"and a network behind": {impair.Profile{Buffer: impair.Buffer{Bytes: 3}, LatencyMs: 50}, impair.Stream,
			[]arrival{{0, "ab"}, {10 * ms, "cd"}}, []arrival{{60 * ms, "abcd"}}},
		"the limit of all queues": {impair.Profile{Buffer: impair.Buffer{Ms: 60_000}}, impair.Stream,
			[]arrival{{0, full}, {ms, "a"}}, []arrival{{0, full}, {ms + time.Second, "a"}}},
		"an answer's end": {bySize, impair.Answer, []arrival{{0, "ab"}}, []arrival{{time.Second, "ab"}}},
		"a tunnel":        {bySize, impair.Tunnel, []arrival{{0, "ab"}, {ms, "c"}}, []arrival{{0, "ab"}, {ms, "c"}}},
	} {
		for _, end := range []struct {
			name string
			of   func(*impair.Conn)
		}{
			{"Close", func(c *impair.Conn) { c.Close() }},
			{"CloseWrite", func(c *impair.Conn) { c.CloseWrite(); synctest.Wait(); c.Close() }},
			{"Leave", func(c *impair.Conn) { c.Leave(); synctest.Wait(); c.Close() }},
		} {
			t.Run(name+", "+end.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					client, server, _ := pipe(t)
					link := impair.NewLink(test.profile, 1)
					defer link.Close()
					enter(t, server, link, test.mode)
					start := time.Now()
					got := arrivals(client, start)
					for _, w := range test.write {
						pass(time.Until(start.Add(w.At)))
						write(t, server, w.Text)
					}
					pass(time.Second)
					end.of(server)
					if diff := cmp.Diff(test.want, <-got); diff != "" {
						t.Errorf("(-want +got)\n%s", diff)
					}
				})
			})
		}
	}
}

// TestRefusedStream: a handler that was to stream or to switch may answer in place of it.
func TestRefusedStream(t *testing.T) {
	for name, mode := range map[string]impair.Mode{"stream": impair.Stream, "tunnel": impair.Tunnel} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, server, _ := pipe(t)
				link := impair.NewLink(impair.Profile{Buffer: impair.Buffer{Bytes: 1000}}, 1)
				server.Answers() // nothing is under way
				enter(t, server, link, mode)
				server.Answers()
				start := time.Now()
				got := arrivals(client, start)
				write(t, server, "204")
				pass(time.Second)
				go server.Read(make([]byte, 1))
				synctest.Wait()
				if n := link.Stats().Exchanges; n != 0 {
					t.Errorf("%d exchanges under way on an idle connection", n)
				}
				server.Close()
				if diff := cmp.Diff([]arrival{{time.Second, "204"}}, <-got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			})
		})
	}
}

// TestAnswerIsWhole when the server reads the next request.
func TestAnswerIsWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{Buffer: impair.Buffer{Bytes: 1000}, LatencyMs: 50}, 1)
		enter(t, server, link, impair.Answer)
		start := time.Now()
		got := arrivals(client, start)
		write(t, server, "answer")
		pass(time.Second)
		if stats := link.Stats(); stats.BytesHeld != 6 || stats.Exchanges != 1 {
			t.Errorf("before its end: %+v", stats)
		}
		go server.Read(make([]byte, 1))
		pass(49 * ms)
		if n := link.Stats().Exchanges; n != 1 {
			t.Errorf("%d exchanges under way while the answer is on its way", n)
		}
		pass(ms)
		synctest.Wait()
		if diff := cmp.Diff(impair.Stats{}, link.Stats()); diff != "" {
			t.Errorf("after its end (-want +got)\n%s", diff)
		}
		link.Apply(impair.Fault{Kind: impair.Reset}, time.Now()) // there is none to be reset
		write(t, server, "next")
		server.Close()
		want := []arrival{{1050 * ms, "answer"}, {1050 * ms, "next"}}
		if diff := cmp.Diff(want, <-got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// TestFaultLetsGo: a proxy that goes away lets go of what it holds.
func TestFaultLetsGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server, _ := pipe(t)
		link := impair.NewLink(impair.Profile{}, 1)
		defer link.Close()
		enter(t, server, link, impair.Stream)
		start := time.Now()
		got := arrivals(client, start)
		link.Apply(impair.Fault{Kind: impair.Buffering, Buffer: impair.Buffer{Bytes: 100}, Seconds: 2}, start)
		write(t, server, "a")
		pass(2500 * ms)
		write(t, server, "b")
		server.Close()
		if diff := cmp.Diff([]arrival{{2 * time.Second, "a"}, {2500 * ms, "b"}}, <-got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}
