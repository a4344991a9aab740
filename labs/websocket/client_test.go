package websocket

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// witness is an observer that keeps what it is told.
type witness struct {
	lab.Nobody
	echoes, unreadable chan string
	gaps               chan feed.Gap
	states             chan lab.State
}

func newWitness() *witness {
	return &witness{echoes: make(chan string, 100), unreadable: make(chan string, 100), gaps: make(chan feed.Gap, 100),
		states: make(chan lab.State, 1000)}
}

func (w *witness) Echo(text string)                 { w.echoes <- text }
func (w *witness) Unreadable(text string)           { w.unreadable <- text }
func (w *witness) Gap(g feed.Gap)                   { w.gaps <- g }
func (w *witness) Status(state lab.State, _ string) { w.states <- state }

// TestClientStaysClosed follows a feed from a gap to its end, with and without deflate, and does not come back after a cut.
func TestClientStaysClosed(t *testing.T) {
	for _, deflate := range []bool{false, true} {
		r := start(t, feed.Config{Window: 3}, Config{})
		var events, seen []feed.Event
		for range 5 {
			events = append(events, r.feed.Publish("x"))
		}
		w := newWitness()
		client := &Client{URL: "http://" + r.Addr + "/ws?run=demo&after=1", Deflate: deflate, Observer: w}
		ctx, leave := context.WithCancel(t.Context())
		err := client.Run(ctx, func(e feed.Event) {
			if seen = append(seen, e); e.Seq == 4 {
				leave()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(events[2:4], seen[:2]); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(feed.Gap{From: 2, To: 2}, labtest.Receive(t, w.gaps, "gap")); diff != "" {
			t.Errorf("gap (-want +got):\n%s", diff)
		}

		seen = nil
		r.feed.Close()
		client.URL = "ws://" + r.Addr + "/ws?after=4"
		if err := client.Run(t.Context(), func(e feed.Event) { seen = append(seen, e) }); err != nil {
			t.Error("at the feed's end: ", err)
		}
		if diff := cmp.Diff(events[4:], seen); diff != "" {
			t.Errorf("the rest (-want +got):\n%s", diff)
		}

		r.lane.Close()
		if err := client.Run(t.Context(), nil); err == nil || err.Error() != "websocket: bad handshake: 503 Service Unavailable" {
			t.Error("of a closed lane: ", err)
		}
	}
}

func TestClientSendsUpAndHearsTheEcho(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	w := newWitness()
	client := &Client{URL: r.URL + "/ws", Observer: w}
	if err := client.Send(t.Context(), "too early"); err != errNotOpen {
		t.Error(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- client.Run(ctx, nil) }()
	for labtest.Receive(t, w.states, "state") != lab.Open {
	}
	if err := client.Send(t.Context(), `say "κόσμε"`); err != nil {
		t.Fatal(err)
	}
	if got := labtest.Receive(t, w.echoes, "echo"); got != `say "κόσμε"` {
		t.Errorf("echo %q", got)
	}
	leave()
	if err := labtest.Receive(t, done, "end"); err != context.Canceled {
		t.Error(err)
	}
	if err := client.Send(t.Context(), "too late"); err != errNotOpen {
		t.Error(err)
	}
}

// TestClientWatchdog has a server that says nothing: the client gives it up, and comes back if that is its way.
func TestClientWatchdog(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	r.feed.Publish("x")
	for name, run := range map[string]func(*Client, context.Context, func(feed.Event)) error{
		"none": (*Client).Run, "backoff": (*Client).RunBackoff, "resume": (*Client).RunResume,
	} {
		w := newWitness()
		client := &Client{URL: r.URL + "/ws?after=1", Watchdog: 20 * time.Millisecond, Pause: time.Millisecond, Observer: w}
		ctx, leave := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- run(client, ctx, func(e feed.Event) { t.Error("an event: ", e) }) }()
		want := []lab.State{lab.Open, lab.Waiting, lab.Open, lab.Waiting}
		if name == "none" {
			want = []lab.State{lab.Open, lab.Closed}
		}
		for i, state := range want {
			if got := labtest.Receive(t, w.states, "state"); got != state {
				t.Errorf("%s: state %d is %s, want %s", name, i, got, state)
			}
		}
		leave()
		if err := labtest.Receive(t, done, "end"); err == nil {
			t.Error(name, "ended without an error")
		}
	}
}

// TestClientReads holds what a message may be, and that one which can't be read is no end.
func TestClientReads(t *testing.T) {
	binary := lab.AppendBinaryEvent(nil, feed.Event{Seq: 7, At: 9, Data: "\x00\xff"})
	w := newWitness()
	server := messages(t, []message{
		{binary: true, data: string(binary)}, {binary: true, data: "short"}, {data: "{"}, {data: `{"heartbeat":5}`}, {data: `{"gap":{"from":1,"to":2}}`},
		{data: `{"seq":8,"at":10,"data":"text"}`},
	})
	var seen []feed.Event
	client := &Client{URL: server, Observer: w}
	if err := client.Run(t.Context(), func(e feed.Event) { seen = append(seen, e) }); err != nil {
		t.Error(err)
	}
	want := []feed.Event{{Seq: 7, At: 9, Data: "\x00\xff", Binary: true}, {Seq: 8, At: 10, Data: "text"}}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	for _, want := range []string{lab.ErrBinaryEvent.Error(), "{"} {
		if got := labtest.Receive(t, w.unreadable, "complaint"); got != want {
			t.Errorf("unreadable: %q, want %q", got, want)
		}
	}
}
