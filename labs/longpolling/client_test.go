package longpolling

import (
	"context"
	"errors"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

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
	client := Client{URL: server.URL + "/?wait=1ms", Gap: func(g feed.Gap) { gaps <- g }}
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
