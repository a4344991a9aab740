package polling

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// TestClient follows a feed whose window is smaller than what is published at once, past an overloaded server.
func TestClient(t *testing.T) {
	f := feed.New(feed.Config{Window: 3})
	lane := New(f, Config{MaxEvents: 2})
	var requests, notModified atomic.Int64
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			if requests.Add(1) == 2 {
				return &lab.Error{Status: 503, Code: "busy", Message: "later"}
			}
			err := lane.Serve(c)
			if c.Response().StatusCode() == 304 {
				notModified.Add(1)
			}
			return err
		})
	})
	publish(f, 5)
	ctx, cancel := context.WithCancel(t.Context())
	seqs, gaps, done := make(chan uint64), make(chan feed.Gap, 1), make(chan error, 1)
	client := Client{URL: server.URL, Interval: time.Millisecond, Gap: func(g feed.Gap) { gaps <- g }}
	go func() { done <- client.Run(ctx, func(e feed.Event) { seqs <- e.Seq }) }()
	for want := uint64(3); want <= 5; want++ {
		if got := labtest.Receive(t, seqs, "event"); got != want {
			t.Fatalf("event %d, want %d", got, want)
		}
	}
	if diff := cmp.Diff(feed.Gap{From: 1, To: 2}, labtest.Receive(t, gaps, "gap")); diff != "" {
		t.Errorf("gap (-want +got)\n%s", diff)
	}
	labtest.Until(t, "polls are answered with 304", func() bool { return notModified.Load() >= 2 })
	publish(f, 1)
	if got := labtest.Receive(t, seqs, "event"); got != 6 {
		t.Errorf("event %d, want 6", got)
	}
	cancel()
	if err := labtest.Receive(t, done, "end"); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

func TestClientIsRefused(t *testing.T) {
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", func(*fiber.Ctx) error { return &lab.Error{Status: 404, Code: "no_run", Message: "no such run"} })
	})
	for url, want := range map[string]*lab.Error{
		server.URL: {Status: http.StatusNotFound, Code: "no_run", Message: "no such run"},
		"nonsense": {Code: "bad_url", Message: `"nonsense" is not the address of a lane: give one such as http://localhost:8080/labs/polling`},
	} {
		client := Client{URL: url}
		err := client.Run(t.Context(), func(feed.Event) { t.Error("an event") })
		var got *lab.Error
		if !errors.As(err, &got) {
			t.Fatalf("%s ended with %v", url, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", url, diff)
		}
	}
}
