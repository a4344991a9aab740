package sse

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
			if id == "0" {
				return first.Serve(c)
			}
			return second.Serve(c)
		})
	})
	defer second.Close()
	publish(f, 5)
	seqs, gaps, done := make(chan uint64), make(chan feed.Gap, 1), make(chan error, 1)
	client := Client{URL: server.URL, Gap: func(g feed.Gap) { gaps <- g }}
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
	if diff := cmp.Diff([]string{"0", "5", "6"}, got); diff != "" {
		t.Errorf("Last-Event-ID (-want +got)\n%s", diff)
	}
}

func TestClientIsRefused(t *testing.T) {
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/gone", func(*fiber.Ctx) error { return &lab.Error{Status: 404, Code: "no_run", Message: "no such run"} })
		app.Get("/html", func(c *fiber.Ctx) error { return c.Type("html").SendString("<p>") })
	})
	for url, code := range map[string]string{server.URL + "/gone": "no_run", server.URL + "/html": "not_an_event_stream", "x": "bad_url"} {
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
