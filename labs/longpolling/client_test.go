package longpolling

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// witness is an observer that hands on gaps.
type witness struct {
	lab.Nobody
	gaps chan feed.Gap
}

func (w witness) Gap(g feed.Gap) { w.gaps <- g }

// TestClient follows a feed from a gap to its end, through deadlines that pass without an event.
func TestClient(t *testing.T) {
	f := feed.New(feed.Config{Window: 3})
	lane := New(f, Config{MaxEvents: 2})
	polls := make(chan string, 1000)
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error { polls <- c.OriginalURL(); return lane.Serve(c) })
	})
	publish(f, 5)
	seqs, gaps, done := make(chan uint64), make(chan feed.Gap, 1), make(chan error, 1)
	client := Client{URL: server.URL + "/?after=0&wait=1ms", Observer: witness{gaps: gaps}}
	go func() { done <- client.Run(t.Context(), func(e feed.Event) { seqs <- e.Seq }) }()
	for want := uint64(3); want <= 5; want++ {
		if got := labtest.Receive(t, seqs, "event"); got != want {
			t.Fatalf("event %d, want %d", got, want)
		}
	}
	if diff := cmp.Diff(feed.Gap{From: 1, To: 2}, labtest.Receive(t, gaps, "gap")); diff != "" {
		t.Errorf("gap (-want +got)\n%s", diff)
	}
	for seen := 0; seen < 3; { // it asks again after deadlines
		if labtest.Receive(t, polls, "poll") == "/?after=5&wait=1ms" {
			seen++
		}
	}
	publish(f, 1)
	if got := labtest.Receive(t, seqs, "event"); got != 6 {
		t.Errorf("event %d, want 6", got)
	}
	f.Close()
	var refused *lab.Error
	if err := labtest.Receive(t, done, "end"); !errors.As(err, &refused) || refused.Code != "run_ended" {
		t.Errorf("ended with %v", err)
	}
}

func TestClientIsCancelled(t *testing.T) {
	server := serve(t, New(feed.New(feed.Config{}), Config{}))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	client := Client{URL: server.URL + "/?wait=200ms"}
	go func() { done <- client.Run(ctx, func(feed.Event) {}) }()
	untilHeld(t, 1)
	cancel()
	if err := labtest.Receive(t, done, "end"); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

// TestClientWithoutCursor is the race of long polling: what is published while no question is open is lost to a client that
// asks for what is to come, and is not to one that says what it has seen.
func TestClientWithoutCursor(t *testing.T) {
	for _, forget := range []bool{false, true} {
		f := feed.New(feed.Config{})
		lane := New(f, Config{})
		server := labtest.Start(t, func(app *fiber.App) { app.Get("/", lane.Serve) })
		ctx, cancel := context.WithCancel(t.Context())
		seqs, between, done := make(chan uint64), make(chan struct{}), make(chan error, 1)
		client := Client{URL: server.URL + "/?after=now", Forget: forget}
		go func() { done <- client.Run(ctx, func(e feed.Event) { seqs <- e.Seq; <-between }) }()
		untilHeld(t, 1)
		publish(f, 1)
		if got := labtest.Receive(t, seqs, "event"); got != 1 {
			t.Errorf("event %d, want 1", got)
		}
		publish(f, 1) // the client is busy with the answer
		close(between)
		want := uint64(2)
		if forget {
			untilHeld(t, 1)
			publish(f, 1)
			want = 3
		}
		if got := labtest.Receive(t, seqs, "event"); got != want {
			t.Errorf("event %d, want %d", got, want)
		}
		cancel()
		if err := labtest.Receive(t, done, "end"); !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
		lane.Close()
	}
}

func TestPause(t *testing.T) {
	for failures, most := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 8 * time.Second} {
		for range 50 {
			if got := (&Client{}).pause(failures); got < most/2 || got > most {
				t.Errorf("after %d failures more: %v, want %v to %v", failures, got, most/2, most)
			}
		}
	}
}
