package scratch

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
	"wireside/labs/presence"
	"wireside/labs/sse"
)

const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

func serve(t *testing.T, lane *Lane) *labtest.Server {
	server := labtest.Start(t, func(app *fiber.App) { app.Get("/", lane.Serve) })
	t.Cleanup(lane.Close) // before the server stops
	return server
}

// open returns the body of a stream.
func open(t *testing.T, server *labtest.Server) io.Reader {
	t.Helper()
	return body200(t, server.Send(t, request))
}

func body200(t *testing.T, conn net.Conn) io.Reader {
	t.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: "GET"})
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
	return resp.Body
}

// follow reads the IDs of n events, or the type and the data of those that are none of the feed's; fewer if the stream ends.
func follow(t *testing.T, body io.Reader, n int) (seen []string, err error) {
	t.Helper()
	d := sse.Decoder{Event: func(e sse.Event) {
		if e.Type == sse.DefaultType {
			seen = append(seen, e.ID)
		} else {
			seen = append(seen, e.Type+" "+e.Data)
		}
	}}
	for p := make([]byte, 1); len(seen) < n; { // a byte at a time: nothing is read too far
		if _, err := body.Read(p); err != nil {
			return seen, err
		}
		if _, err := d.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	return seen, nil
}

// places counts the streams that have a place.
type places struct{ atomic.Int64 }

func (p *places) admit() (func(), error) {
	p.Add(1)
	return func() { p.Add(-1) }, nil
}

// TestFallsBehind has a client read only when far more was published than the window and the sockets hold: it is told which
// events it has lost, and nothing was kept for it.
func TestFallsBehind(t *testing.T) {
	const events = 2000
	f := feed.New(feed.Config{Window: 100})
	body := bufio.NewReaderSize(open(t, serve(t, New(f, Config{WriteTimeout: time.Minute}, Reference()))), 64<<10)
	for range events {
		f.Publish(strings.Repeat("x", 10<<10))
	}
	f.Finish()
	seen, err := follow(t, body, events+1)
	if err != io.EOF {
		t.Error(err)
	}
	next, gaps := uint64(1), 0
	for _, event := range seen {
		var gap feed.Gap
		if n, _ := fmt.Sscanf(event, `gap {"from":%d,"to":%d}`, &gap.From, &gap.To); n == 2 && gap.From == next {
			next = gap.To + 1
			gaps++
		} else if event == fmt.Sprint(next) {
			next++
		} else {
			t.Fatalf("%s when %d was next", event, next)
		}
	}
	if next != events+1 || gaps == 0 {
		t.Errorf("came to %d, with %d gaps", next, gaps)
	}
}

// TestNeverReads has a client take nothing for the time that it is given.
func TestNeverReads(t *testing.T) {
	var open places
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{WriteTimeout: 50 * time.Millisecond, Admit: open.admit}, Reference()))
	server.Send(t, request)
	labtest.Until(t, "it is open", func() bool { return open.Load() == 1 })
	labtest.Until(t, "it is dropped", func() bool {
		f.Publish(strings.Repeat("x", 100<<10))
		return open.Load() == 0
	})
}

// TestLeave has clients leave a stream on which nothing is sent.
func TestLeave(t *testing.T) {
	w, err := presence.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	var open places
	cfg := Config{Watcher: w, Admit: open.admit}
	if runtime.GOOS != "linux" {
		cfg.HeartbeatEvery = 10 * time.Millisecond // the failing write tells
	}
	server := serve(t, New(feed.New(feed.Config{}), cfg, Reference()))
	var conns []*net.TCPConn
	for range 10 {
		conn := server.Send(t, request)
		body200(t, conn)
		conns = append(conns, conn)
	}
	for i, conn := range conns {
		if i%2 == 0 {
			conn.SetLinger(0) // leave with a reset
		}
		conn.Close()
	}
	labtest.Until(t, "all have left", func() bool {
		return open.Load() == 0 && labtest.Goroutines("scratch.(*stream)") == 0 && labtest.Goroutines("scratch.Pump") == 0
	})
}

func TestClose(t *testing.T) {
	lane := New(feed.New(feed.Config{}), Config{}, Reference())
	server := serve(t, lane)
	var bodies []io.Reader
	for range 10 {
		bodies = append(bodies, open(t, server))
	}
	plain := body200(t, server.Send(t, "GET / HTTP/1.0\r\n\r\n"))
	lane.Close()
	for _, body := range append(bodies, plain) {
		if seen, err := follow(t, body, 1); len(seen) != 0 || err != io.EOF { // EOF: the last chunk was there
			t.Errorf("%v %v", seen, err)
		}
	}
	lane.Close()
	if rest, err := io.ReadAll(server.Send(t, request)); err != nil || len(rest) > 0 {
		t.Errorf("afterwards: %v %q", err, rest)
	}
}

// TestCloseDespiteAPart closes lanes whose parts don't return.
func TestCloseDespiteAPart(t *testing.T) {
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	for name, change := range map[string]func(*Parts){
		"a pump that does nothing": func(p *Parts) {
			p.Pump = func(context.Context, Writer, <-chan []byte, time.Duration, time.Duration) error { <-never; return nil }
		},
		"a pump that heeds nothing": func(p *Parts) {
			p.Pump = func(_ context.Context, w Writer, _ <-chan []byte, _, _ time.Duration) error {
				for {
					w.Write([]byte(strings.Repeat(": on and on\n\n", 1000)))
				}
			}
		},
		"an encoder that hangs": func(p *Parts) {
			p.Encode = func(Event) ([]byte, error) { <-never; return nil, nil }
		},
	} {
		t.Run(name, func(t *testing.T) {
			var places places
			parts := Reference()
			change(&parts)
			f := feed.New(feed.Config{})
			publish(f, 1)
			lane := New(f, Config{Admit: places.admit}, parts)
			server := serve(t, lane)
			for range 3 {
				open(t, server)
			}
			began := time.Now()
			lane.Close()
			if took := time.Since(began); took > time.Minute {
				t.Errorf("Close took %v", took)
			}
			labtest.Until(t, "places are given back", func() bool { return places.Load() == 0 })
			if name == "a pump that heeds nothing" {
				labtest.Until(t, "it is stopped", func() bool { return labtest.Goroutines("scratch.(*body).Write") == 0 })
			}
		})
	}
}

// TestEndDespiteAPart has a feed end under a part that goes on: its stream ends all the same, without a last chunk.
func TestEndDespiteAPart(t *testing.T) {
	parts := Reference()
	parts.Pump = func(ctx context.Context, w Writer, events <-chan []byte, _, _ time.Duration) error {
		for ctx.Err() == nil {
			w.Write(<-events)
		}
		return nil
	}
	f := feed.New(feed.Config{})
	body := open(t, serve(t, New(f, Config{WriteTimeout: 10 * time.Millisecond}, parts)))
	publish(f, 1)
	f.Finish()
	if seen, err := follow(t, body, 2); len(seen) != 1 || err != io.ErrUnexpectedEOF {
		t.Errorf("%v %v", seen, err)
	}
	labtest.Until(t, "the part has ended", func() bool { return labtest.Goroutines("TestEndDespiteAPart.func1") == 0 })
}

// TestWrongBytes has a part write what is no event stream.
func TestWrongBytes(t *testing.T) {
	f := feed.New(feed.Config{})
	parts := Reference()
	parts.Encode = func(e Event) ([]byte, error) {
		if e.ID == "2" {
			return nil, nil // and no chunk that would end the body
		}
		return []byte("data: a\nb" + e.ID), nil
	}
	body := open(t, serve(t, New(f, Config{}, parts)))
	publish(f, 3)
	f.Finish()
	all, err := io.ReadAll(body)
	if diff := cmp.Diff("retry: 2000\n: hello\n\ndata: a\nb1data: a\nb3", string(all)); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

// TestErrorOfAPart has a part fail for one stream of two: that one ends, without a last chunk.
func TestErrorOfAPart(t *testing.T) {
	for _, part := range []string{"encode", "pump"} {
		var failed atomic.Bool
		once := func() error {
			if failed.CompareAndSwap(false, true) {
				return errors.New("no")
			}
			return nil
		}
		parts := Reference()
		if part == "encode" {
			parts.Encode = func(e Event) ([]byte, error) {
				if err := once(); err != nil {
					return nil, err
				}
				return Encode(e)
			}
		} else {
			parts.Pump = func(ctx context.Context, w Writer, events <-chan []byte, every, timeout time.Duration) error {
				if err := once(); err != nil {
					return err
				}
				return Pump(ctx, w, events, every, timeout)
			}
		}
		var places places
		f := feed.New(feed.Config{})
		publish(f, 1)
		server := serve(t, New(f, Config{Admit: places.admit}, parts))
		if seen, err := follow(t, open(t, server), 1); len(seen) > 0 || err != io.ErrUnexpectedEOF {
			t.Errorf("%s: %v %v", part, seen, err)
		}
		other := open(t, server)
		publish(f, 1)
		if seen, err := follow(t, other, 2); err != nil || len(seen) != 2 {
			t.Errorf("%s: the other: %v %v", part, seen, err)
		}
		labtest.Until(t, "one is left", func() bool { return places.Load() == 1 })
	}
}

// TestErrorOfResume has it fail in its own words.
func TestErrorOfResume(t *testing.T) {
	parts := Reference()
	parts.Resume = func([]feed.Event, string) (Resumption, error) {
		return Resumption{}, errors.New("no ID of mine" + strings.Repeat("!", 1000))
	}
	resp := serve(t, New(feed.New(feed.Config{}), Config{}, parts)).Answer(t, "GET", request)
	if resp.StatusCode != 400 || !strings.Contains(resp.Text, `"bad_cursor"`) || !strings.Contains(resp.Text, "no ID of mine!") || len(resp.Text) > 300 {
		t.Errorf("%d %s", resp.StatusCode, resp.Text)
	}
}
