package scratch

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

// The socket is closed even if the client never answers with a close frame of its own.
func TestCloseTimeout(t *testing.T) {
	r := start(t, feed.Config{}, Config{CloseTimeout: time.Second}, Reference())
	p := r.open(t, "/scratch")
	r.feed.Close()
	p.want(closeFrame(CloseNormal, "the feed has ended"))
	p.wantEnd()
}

func TestCloseSaysGoodbyeToAll(t *testing.T) {
	r := start(t, feed.Config{WindowBytes: 32 << 20}, Config{CloseTimeout: time.Hour, WriteTimeout: time.Hour}, Reference())
	polite, mute, stuck := r.open(t, "/scratch"), r.open(t, "/scratch"), r.open(t, "/scratch")

	// One client reads nothing: the window keeps all events, the socket does not take them.
	stuck.SetReadBuffer(4 << 10)
	data := strings.Repeat("x", 64<<10)
	const events = 200
	for range events {
		r.feed.Publish(data)
	}
	var answered, caughtUp sync.WaitGroup
	caughtUp.Add(2)
	for _, p := range []*peer{polite, mute} { // they read, and one answers
		answered.Go(func() {
			for i := range events {
				if frame, err := p.next(); err != nil || frame.First != fin|text {
					t.Errorf("event %d: %.80q, %v", i, frame, err)
				}
			}
			caughtUp.Done()
			if frame, err := p.next(); err != nil || frame != closeFrame(CloseGoingAway, "the server is going away") {
				t.Errorf("got %.80q, %v; want 1001", frame, err)
			}
			if p == polite {
				p.Write(frame(fin|closed, closePayload(CloseGoingAway, "")))
			}
			p.wantEnd()
		})
	}
	caughtUp.Wait()
	r.scratch.Close() // and does not wait an hour
	if n := len(r.scratch.sessions); n != 0 {
		t.Errorf("%d streams left after Close", n)
	}
	answered.Wait()
	r.scratch.Close() // a second call does no harm
}

func TestHeartbeat(t *testing.T) {
	r := start(t, feed.Config{}, Config{Heartbeat: 300 * time.Millisecond, CloseTimeout: time.Millisecond, VisibleHeartbeat: true}, Reference())
	mute, alive, amid := r.open(t, "/scratch"), r.open(t, "/scratch"), r.open(t, "/scratch")
	long := frame(fin|binry, strings.Repeat("x", 200))
	amid.write(long[:8]) // amid a frame no pong can be sent
	beat := func(p *peer) {
		t.Helper()
		p.want(got{fin | pinged, ""})
		if frame, err := p.next(); err != nil || !strings.HasPrefix(frame.Payload, `{"heartbeat":1`) {
			t.Fatalf("after the ping: %q, %v", frame, err)
		}
	}
	for i := range 4 { // two heartbeats of silence end a stream: it would not see four
		beat(alive)
		alive.write(frame(fin|ponged, ""))
		beat(amid)
		amid.write(long[8+i : 9+i])
	}
	for {
		frame, err := mute.next()
		if err != nil {
			t.Fatal(err)
		}
		if frame.First == fin|closed {
			if want := closeFrame(ClosePolicyViolation, "no pong in 600ms"); frame != want {
				t.Fatalf("got %q, want %q", frame, want)
			}
			break
		}
	}
	mute.wantEnd()
}

// A client that reads nothing delays nobody. When it reads again, it is told which events it has missed.
func TestSlowReader(t *testing.T) {
	const size = 32 << 10
	r := start(t, feed.Config{WindowBytes: 8 * size}, Config{}, Reference())
	slow, quick := r.open(t, "/scratch"), r.open(t, "/scratch")
	data := strings.Repeat("x", size)
	const events = 500 // 16 MB: more than both sockets hold
	for range events {
		quick.want(event(r.feed.Publish(data)))
	}
	r.feed.Close()
	next, gaps := uint64(1), 0
	for next <= events {
		frame, err := slow.next()
		if err != nil {
			t.Fatalf("waiting for event %d: %v", next, err)
		}
		var from, to uint64
		if n, _ := fmt.Sscanf(frame.Payload, `{"gap":{"from":%d,"to":%d}}`, &from, &to); n == 2 {
			gaps++
		} else if _, err := fmt.Sscanf(frame.Payload, `{"seq":%d,`, &from); err == nil {
			to = from
		}
		if from != next || to < from {
			t.Fatalf("after event %d: %.60q", next-1, frame.Payload)
		}
		next = to + 1
	}
	if gaps == 0 {
		t.Error("no gap: the sockets held everything")
	}
	slow.wantClose(CloseNormal, "the feed has ended")
}

// A client that takes nothing for the write timeout is cut off.
func TestWriteTimeout(t *testing.T) {
	released := make(chan bool, 1)
	r := start(t, feed.Config{WindowBytes: 64 << 20}, Config{WriteTimeout: 50 * time.Millisecond,
		Admit: func() (func(), error) { return func() { released <- true }, nil }}, Reference())
	stuck := r.open(t, "/scratch")
	stuck.SetReadBuffer(4 << 10)
	for range 500 {
		r.feed.Publish(strings.Repeat("x", 64<<10))
	}
	labtest.Receive(t, released, "release")
}

// A client that sends and does not read is held up, and loses nothing.
func TestEchoesToWhoDoesNotRead(t *testing.T) {
	r := start(t, feed.Config{}, Config{}, Reference())
	p := r.open(t, "/scratch")
	const messages = 1000
	payload := strings.Repeat("x", 32<<10) // 32 MB in all
	sent := make(chan error, 1)
	go func() {
		var err error
		for range messages {
			if _, err = p.Write(frame(fin|text, payload)); err != nil {
				break
			}
		}
		sent <- err
	}()
	for i := range messages {
		if frame, err := p.next(); err != nil || len(frame.Payload) != len(`{"echo":""}`)+len(payload) {
			t.Fatalf("echo %d: %.80q, %v", i, frame, err)
		}
	}
	if err := labtest.Receive(t, sent, "end of the sending"); err != nil {
		t.Error(err)
	}
}

// goroutines counts those that belong to streams: their readers, and the one that writes to all.
func goroutines() int {
	return labtest.Goroutines("scratch.(*session)") + labtest.Goroutines("fanout.(*Fanout).run")
}

func TestGoroutinesEndWithTheirClient(t *testing.T) {
	labtest.Until(t, "earlier streams end", func() bool { return goroutines() == 0 })
	held := make(chan int, 100)
	r := start(t, feed.Config{}, Config{Heartbeat: time.Hour, WriteTimeout: time.Hour, CloseTimeout: time.Hour,
		Admit: func() (func(), error) { return func() { held <- 1 }, nil }}, Reference())
	var peers []*peer
	for range 10 {
		peers = append(peers, r.open(t, "/scratch"))
	}
	labtest.Until(t, "a reader a stream, and a writer", func() bool { return goroutines() == len(peers)+1 })
	for i, p := range peers {
		if i%2 == 0 {
			p.SetLinger(0) // a reset
		}
		p.Close()
	}
	for range peers {
		labtest.Receive(t, held, "release")
	}
	labtest.Until(t, "the goroutines of all streams end", func() bool { return goroutines() == 0 })
}

// A panic of the lane's own ends its stream alone, and the client is told no secrets.
func TestPanicEndsItsOwnStreamAlone(t *testing.T) {
	var log bytes.Buffer
	r := start(t, feed.Config{}, Config{Log: slog.New(slog.NewTextHandler(&log, nil)), Upstream: func(string) { panic("secret") }}, Reference())
	bystander := r.open(t, "/scratch")
	r.open(t, "/scratch", frame(fin|text, "x")).wantClose(CloseInternalError, "internal error")
	bystander.want(event(r.feed.Publish("x")))
	r.scratch.Close()
	if !strings.Contains(log.String(), "secret") {
		t.Errorf("the log does not say what happened: %s", log.String())
	}
}
