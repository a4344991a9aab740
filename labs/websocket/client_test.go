package websocket

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

func TestClient(t *testing.T) {
	for _, deflate := range []bool{false, true} {
		r := start(t, feed.Config{Window: 3}, Config{})
		var events, seen []feed.Event
		var gaps []feed.Gap
		for range 5 {
			events = append(events, r.feed.Publish("x"))
		}
		client := &Client{URL: "ws://" + r.Addr + "/ws?run=demo", After: 1, Deflate: deflate, Gap: func(g feed.Gap) { gaps = append(gaps, g) }}

		// It leaves, and goes on where it was.
		ctx, leave := context.WithCancel(t.Context())
		err := client.Run(ctx, func(e feed.Event) {
			seen = append(seen, e)
			if e.Seq == 4 {
				leave()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		seen = seen[:2] // 5 may have been on its way
		client.After = 4
		done := make(chan error, 1)
		go func() { done <- client.Run(t.Context(), func(e feed.Event) { seen = append(seen, e) }) }()
		events = append(events, r.feed.Publish("y"))
		r.feed.Close()
		if err := labtest.Receive(t, done, "end of the client"); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(events[2:], seen); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]feed.Gap{{From: 2, To: 2}}, gaps); diff != "" {
			t.Errorf("gaps (-want +got):\n%s", diff)
		}
	}
}

func TestClientSaysWhyItWasRefused(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	r.lane.Close()
	err := (&Client{URL: "ws://" + r.Addr + "/ws"}).Run(t.Context(), nil)
	if err == nil || err.Error() != "websocket: bad handshake: 503 Service Unavailable" {
		t.Error(err)
	}
}
