package sse

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// witness is an observer that hands on gaps, complaints and states.
type witness struct {
	lab.Nobody
	gaps       chan feed.Gap
	unreadable chan string
	states     chan lab.State
}

func (w witness) Gap(g feed.Gap)         { w.gaps <- g }
func (w witness) Unreadable(text string) { w.unreadable <- text }
func (w witness) Status(state lab.State, _ string) {
	if w.states != nil {
		w.states <- state
	}
}

// TestClient follows a feed from a gap to its end, over a connection that is cut.
func TestClient(t *testing.T) {
	f := feed.New(feed.Config{Window: 3})
	cfg := Config{Retry: 5 * time.Millisecond}
	first, second := New(f, cfg), New(f, cfg)
	ids := make(chan string, 10)
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			id := string([]byte(c.Get("Last-Event-ID")))
			ids <- id
			if id == "" {
				return first.Serve(c)
			}
			return second.Serve(c)
		})
	})
	defer second.Close()
	publish(f, 5)
	seqs, gaps, done := make(chan uint64), make(chan feed.Gap, 1), make(chan error, 1)
	client := Client{URL: server.URL + "/?after=0", Observer: witness{gaps: gaps}}
	go func() { done <- client.Run(t.Context(), func(e feed.Event) { seqs <- e.Seq }) }()
	for want := uint64(3); want <= 5; want++ {
		if got := labtest.Receive(t, seqs, "event"); got != want {
			t.Fatalf("event %d, want %d", got, want)
		}
	}
	if diff := cmp.Diff(feed.Gap{From: 1, To: 2}, labtest.Receive(t, gaps, "gap")); diff != "" {
		t.Errorf("gap (-want +got)\n%s", diff)
	}
	first.Close()
	publish(f, 1)
	if got := labtest.Receive(t, seqs, "event"); got != 6 {
		t.Errorf("event %d, want 6", got)
	}
	f.Close()
	if err := labtest.Receive(t, done, "end"); err != nil {
		t.Errorf("ended with %v", err)
	}
	var got []string
	for len(ids) > 0 {
		got = append(got, <-ids)
	}
	if diff := cmp.Diff([]string{"", "5", "6"}, got); diff != "" {
		t.Errorf("Last-Event-ID (-want +got)\n%s", diff)
	}
}

func TestClientIsRefused(t *testing.T) {
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/gone", func(*fiber.Ctx) error { return &lab.Error{Status: 404, Code: "no_run", Message: "no such run"} })
		app.Get("/busy", func(*fiber.Ctx) error { return &lab.Error{Status: 503, Code: "busy", Message: "later"} })
		app.Get("/html", func(c *fiber.Ctx) error { return c.Type("html").SendString("<p>") })
	})
	for url, code := range map[string]string{server.URL + "/gone": "no_run", server.URL + "/busy": "busy",
		server.URL + "/html": "not_an_event_stream", "x": "bad_url"} {
		client := Client{URL: url}
		err := client.Run(t.Context(), func(feed.Event) { t.Error("an event") })
		var refused *lab.Error
		if !errors.As(err, &refused) || refused.Code != code {
			t.Errorf("%s ended with %v, want %s", url, err, code)
		}
	}
}

func TestClientIsCancelled(t *testing.T) {
	lane := New(feed.New(feed.Config{}), Config{HeartbeatEvery: 10 * time.Millisecond})
	server := serve(t, lane)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	client := Client{URL: server.URL}
	go func() { done <- client.Run(ctx, func(feed.Event) {}) }()
	labtest.Until(t, "it is connected", func() bool { return lane.Stats().Streams == 1 })
	cancel()
	if err := labtest.Receive(t, done, "end"); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	labtest.Until(t, "it has left", func() bool { return lane.Stats().Streams == 0 })
}

// TestClientWithoutIDs is cut off twice: it comes back with the URL alone, and all that is kept comes again.
func TestClientWithoutIDs(t *testing.T) {
	var served atomic.Int64
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			if c.Get("Last-Event-ID") != "" || c.Query("after") != "7" {
				t.Errorf("it comes with %s and Last-Event-ID %q", c.OriginalURL(), c.Get("Last-Event-ID"))
			}
			if served.Add(1) == 4 {
				return c.SendStatus(204)
			}
			c.Set("Content-Type", "text/event-stream; charset=utf-8")
			return c.SendString("retry: 1\n\ndata: {\"seq\":8,\"at\":1,\"data\":\"\"}\n\ndata: not JSON\n\nevent: other\ndata: x\n\ndata: {}")
		})
	})
	w := witness{unreadable: make(chan string, 3), states: make(chan lab.State, 10)}
	client, seen := Client{URL: server.URL + "/?after=7", Observer: w}, 0
	if err := client.Run(t.Context(), func(e feed.Event) { seen += int(e.Seq) }); err != nil {
		t.Error(err)
	}
	if seen != 3*8 || len(w.unreadable) != 3 || <-w.unreadable != "not JSON" {
		t.Errorf("events add up to %d, and %d more complaints", seen, len(w.unreadable))
	}
	close(w.states)
	var states []lab.State
	for s := range w.states {
		states = append(states, s)
	}
	want := []lab.State{lab.Open, lab.Waiting, lab.Open, lab.Waiting, lab.Open, lab.Waiting, lab.Closed}
	if diff := cmp.Diff(want, states); diff != "" {
		t.Errorf("states (-want +got)\n%s", diff)
	}
}

// TestClientWatchdog has a stream fall silent. The client opens another one at once, from its last ID.
func TestClientWatchdog(t *testing.T) {
	f := feed.New(feed.Config{})
	lane := New(f, Config{Retry: time.Hour, HeartbeatEvery: time.Hour})
	ids := make(chan string, 10)
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error { ids <- strings.Clone(c.Get("Last-Event-ID")); return lane.Serve(c) })
	})
	defer lane.Close()
	publish(f, 2)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	client := Client{URL: server.URL, Watchdog: 50 * time.Millisecond}
	go func() { done <- client.Run(ctx, func(feed.Event) {}) }()
	for i, want := range []string{"", "2", "2"} {
		if got := labtest.Receive(t, ids, "request"); got != want {
			t.Errorf("request %d comes with Last-Event-ID %q, want %q", i, got, want)
		}
	}
	cancel()
	if err := labtest.Receive(t, done, "end"); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}
