package websocket

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	ws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

func TestEndedFeedClosesAfterTheLastEvent(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	before := r.open(t, "/ws", nil)
	a, b := r.feed.Publish("a"), r.feed.Publish("b")
	r.feed.Close()
	after := r.open(t, "/ws", nil)
	for _, p := range []*peer{before, after} {
		p.want(event(a), event(b))
		p.wantClose(ws.CloseNormalClosure, "the feed has ended")
	}
}

func TestClientClosesFirst(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	p := r.open(t, "/ws", nil)
	p.send(frame(fin|closed, closePayload(3000, "bye")))
	p.want(closing(3000, "")) // RFC 6455 section 5.5.1: the status code it received, as a rule
	p.wantEnd()
}

// The socket is closed even if the client never answers with a close frame of its own.
func TestCloseTimeout(t *testing.T) {
	r := start(t, feed.Config{}, Config{CloseTimeout: 10 * time.Millisecond})
	p := r.open(t, "/ws", nil)
	r.feed.Close()
	p.want(closing(ws.CloseNormalClosure, "the feed has ended"))
	p.wantEnd()
}

func TestCloseSaysGoodbyeToAll(t *testing.T) {
	r := start(t, feed.Config{WindowBytes: 32 << 20}, Config{CloseTimeout: time.Hour, WriteTimeout: time.Hour})
	polite, mute, echo, stuck := r.open(t, "/ws", nil), r.open(t, "/ws", nil), r.open(t, "/echo", nil), r.open(t, "/ws", nil)

	// One client reads nothing, and its writer gets stuck: the window keeps all events, the socket does not take them.
	stuck.SetReadBuffer(4 << 10)
	data := strings.Repeat("x", 64<<10)
	var answered sync.WaitGroup
	for range 200 {
		r.feed.Publish(data)
	}
	for _, p := range []*peer{polite, mute} { // they read, and one answers
		answered.Go(func() {
			for {
				frame, err := p.next()
				if err != nil || frame.First != fin|text {
					if diff := frame != closing(ws.CloseGoingAway, "the server is going away"); diff || err != nil {
						t.Errorf("got %.80q, %v; want 1001", frame, err)
					}
					break
				}
			}
			if p == polite {
				p.Write(frame(fin|closed, closePayload(ws.CloseGoingAway, "")))
			}
			p.wantEnd()
		})
	}
	answered.Go(func() { echo.wantClose(ws.CloseGoingAway, "the server is going away") })

	labtest.Until(t, "only the stuck client's writer waits", func() bool { return labtest.Goroutines("waitWrite") == 1 })

	begun := time.Now()
	var closes sync.WaitGroup
	closes.Go(r.lane.Close)
	closes.Go(r.echo.Close)
	closes.Wait()
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("Close took %v", took)
	}
	if n := len(r.lane.sessions) + len(r.echo.sessions); n != 0 {
		t.Errorf("%d streams left after Close", n)
	}
	answered.Wait()
	r.lane.Close() // a second call does no harm
}

func TestClosedLaneRefuses(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	r.lane.Close()
	buf := make([]byte, 12)
	if _, err := r.Send(t, r.request("/ws")).Read(buf); err != nil || string(buf) != "HTTP/1.1 503" {
		t.Errorf("%q, %v", buf, err)
	}
}

func TestHeartbeat(t *testing.T) {
	for _, path := range []string{"/ws", "/echo"} {
		t.Run(path[1:], func(t *testing.T) {
			t.Parallel() // it waits for the clock
			r := start(t, feed.Config{}, Config{Heartbeat: 300 * time.Millisecond, CloseTimeout: time.Millisecond})
			mute, alive, amid := r.open(t, path, nil), r.open(t, path, nil), r.open(t, path, nil)
			long := frame(fin|binry, strings.Repeat("x", 200))
			amid.send(long[:8]) // amid a frame no pong can be sent
			for i := range 4 {  // two heartbeats of silence end a stream: it would not see four
				alive.want(got{fin | pinged, ""})
				alive.send(frame(fin|ponged, ""))
				amid.want(got{fin | pinged, ""})
				amid.send(long[8+i : 9+i])
			}
			for {
				frame, err := mute.next()
				if err != nil {
					t.Fatal(err)
				}
				if frame.First != fin|pinged {
					if want := closing(ws.ClosePolicyViolation, "no pong in 600ms"); frame != want {
						t.Fatalf("got %q, want %q", frame, want)
					}
					break
				}
			}
			mute.wantEnd()
		})
	}
}

// goroutines counts those that belong to streams: readers, writers and the pump of them all.
func goroutines() int {
	return labtest.Goroutines("websocket.(*endpoint).handle") + labtest.Goroutines("websocket.(*session).work") +
		labtest.Goroutines("websocket.(*endpoint).pump")
}

func TestGoroutinesEndWithTheirClient(t *testing.T) {
	labtest.Until(t, "earlier streams end", func() bool { return goroutines() == 0 })
	r := start(t, feed.Config{}, Config{Heartbeat: time.Hour, WriteTimeout: time.Hour, CloseTimeout: time.Hour})
	var peers []*peer
	for range 10 {
		peers = append(peers, r.open(t, "/ws", nil), r.open(t, "/echo", nil))
	}
	labtest.Until(t, "a reader a stream, a pump an endpoint", func() bool { return goroutines() == len(peers)+2 })
	for i, p := range peers {
		if i%4 < 2 {
			p.SetLinger(0) // a reset
		}
		p.Close()
	}
	labtest.Until(t, "the goroutines of all streams end", func() bool { return goroutines() == 0 })
}

func TestPanicEndsItsOwnStreamAlone(t *testing.T) {
	var log bytes.Buffer
	r := start(t, feed.Config{}, Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	crash := func() (bool, error) { panic("secret") }
	for name, crashing := range map[string]func() *session{
		"reader": func() *session {
			return &session{run: func(*session) { crash() }, step: func() (bool, error) { return false, nil }}
		},
		"writer": func() *session {
			return &session{run: func(s *session) { s.finish(r.lane.receive(s)) }, step: crash}
		},
	} {
		t.Run(name, func(t *testing.T) {
			log.Reset()
			r := start(t, feed.Config{}, r.lane.cfg)
			app := labtest.Start(t, func(app *fiber.App) {
				app.Get("/ws", func(c *fiber.Ctx) error { return r.lane.serve(c, false, crashing()) })
			})
			bystander := r.open(t, "/ws", nil)
			(&rig{Server: app}).open(t, "/ws", nil).wantClose(ws.CloseInternalServerErr, "internal error")
			bystander.want(event(r.feed.Publish("x")))
			r.lane.Close()
			if !strings.Contains(log.String(), "secret") {
				t.Errorf("the log does not say what happened: %s", log.String())
			}
		})
	}
}
