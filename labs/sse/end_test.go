package sse

import (
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

// TestSlowReader has a client that doesn't read while far more is published than the window and the socket hold: it
// gets what the socket held, a gap, and what is kept, while another gets everything.
func TestSlowReader(t *testing.T) {
	const events = 3000
	f := feed.New(feed.Config{Window: 100})
	lane := New(f, Config{WriteTimeout: time.Minute})
	server := serve(t, lane)
	slow, quick := read(t, server.Send(t, request(""))), read(t, server.Send(t, request("")))
	data := strings.Repeat("x", 10<<10)
	for i := range events {
		f.Publish(data)
		if got := quick.next(t, 1); got[0] != fmt.Sprint(i+1) {
			t.Fatalf("the quick one got %s, want %d", got[0], i+1)
		}
	}
	next, gaps := uint64(1), 0
	for next <= events {
		event := slow.next(t, 1)[0]
		var gap feed.Gap
		if n, _ := fmt.Sscanf(event, `gap {"from":%d,"to":%d}`, &gap.From, &gap.To); n == 2 {
			if gap.From != next || gap.To < gap.From {
				t.Fatalf("%s when %d was next", event, next)
			}
			next = gap.To + 1
			gaps++
			continue
		}
		if event != fmt.Sprint(next) {
			t.Fatalf("the slow one got %s, want %d", event, next)
		}
		next++
	}
	if gaps == 0 || lane.Stats().Missed == 0 {
		t.Errorf("%d gaps, %+v", gaps, lane.Stats())
	}
}

func TestNeverReads(t *testing.T) {
	f := feed.New(feed.Config{})
	lane := New(f, Config{WriteTimeout: 50 * time.Millisecond})
	server := serve(t, lane)
	server.Send(t, request(""))
	quick := read(t, server.Send(t, request("")))
	data := strings.Repeat("x", 100<<10)
	for i := 1; lane.Stats().Slow == 0; i++ {
		f.Publish(data)
		if got := quick.next(t, 1); got[0] != fmt.Sprint(i) {
			t.Fatalf("the other got %s, want %d", got[0], i)
		}
		if i > 2000 {
			t.Fatal("never dropped")
		}
	}
	labtest.Until(t, "one stream is left", func() bool { return lane.Stats().Streams == 1 })
}

func TestClose(t *testing.T) {
	lane := New(feed.New(feed.Config{}), Config{})
	server := serve(t, lane)
	var streams []*reader
	for range 10 {
		streams = append(streams, read(t, server.Send(t, request(""))))
	}
	streams = append(streams, read(t, server.Send(t, "GET / HTTP/1.0\r\n\r\n")))
	labtest.Until(t, "all are open", func() bool { return lane.Stats().Streams == 11 })
	lane.Close()
	for _, r := range streams {
		if got := r.next(t, 1); len(got) != 0 || r.err != io.EOF { // EOF: the last chunk was there
			t.Errorf("%v %v", got, r.err)
		}
	}
	if n := lane.Stats().Streams; n != 0 {
		t.Errorf("%d streams are left", n)
	}
}

func TestRunEnds(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{}))
	r := read(t, server.Send(t, request("")))
	publish(f, 2)
	f.Close()
	if diff := cmp.Diff([]string{"1", "2"}, r.next(t, 3)); diff != "" || r.err != io.EOF {
		t.Errorf("%v (-want +got)\n%s", r.err, diff)
	}
	r = read(t, server.Send(t, request("", "Last-Event-ID: 1")))
	if diff := cmp.Diff([]string{"2"}, r.next(t, 2)); diff != "" || r.err != io.EOF {
		t.Errorf("afterwards: %v (-want +got)\n%s", r.err, diff)
	}
	if resp := server.Answer(t, "GET", request("", "Last-Event-ID: 2")); resp.StatusCode != 204 || resp.Text != "" {
		t.Errorf("with all of it: %d %q", resp.StatusCode, resp.Text)
	}
	if resp := server.Answer(t, "GET", request("?after=now")); resp.StatusCode != 204 {
		t.Errorf("from now on: %d", resp.StatusCode)
	}
}

// TestNoGoroutineAStream counts them: one writes to all, and none is left when the clients have gone.
func TestNoGoroutineAStream(t *testing.T) {
	var admitted atomic.Int64
	f := feed.New(feed.Config{})
	cfg := Config{Watcher: watcher(t), Admit: func() (func(), error) {
		admitted.Add(1)
		return func() { admitted.Add(-1) }, nil
	}}
	if runtime.GOOS != "linux" {
		cfg.HeartbeatEvery = 10 * time.Millisecond // the failing write tells
	}
	lane := New(f, cfg)
	server := serve(t, lane)
	const streams = 30
	var conns []*net.TCPConn
	for range streams {
		conn := server.Send(t, request(""))
		read(t, conn)
		conns = append(conns, conn)
	}
	if n := lane.Stats().Streams; n != streams || admitted.Load() != streams {
		t.Errorf("%d streams, %d places taken", n, admitted.Load())
	}
	// fasthttp keeps the goroutine that hands a connection over for the next one, in its pool.
	labtest.Until(t, "all are handed over", func() bool {
		return labtest.Goroutines("fasthttp.hijackConnHandler") == 0 && labtest.Goroutines("fasthttp.(*Server).serveConn(") == 0
	})
	if n := labtest.Goroutines("fanout.(*Fanout).run"); n != 1 {
		t.Errorf("%d goroutines write", n)
	}
	for i, conn := range conns {
		if i%2 == 0 {
			conn.SetLinger(0) // leave with a reset
		}
		conn.Close()
	}
	labtest.Until(t, "all have left", func() bool {
		return lane.Stats().Streams == 0 && admitted.Load() == 0 && labtest.Goroutines("fanout.(*Fanout).run") == 0
	})
}
