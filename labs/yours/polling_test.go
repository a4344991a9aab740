package yours

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	longpolling "wireside/labs/longpolling/scratch"
	polling "wireside/labs/polling/scratch"
)

// collect returns a guard, and what it reports. Not for reports from several goroutines.
func collect() (*Guard, *[]Incident) {
	var incidents []Incident
	return &Guard{Report: func(i Incident) { incidents = append(incidents, i) }}, &incidents
}

// TestPollingPartsThatPanic holds that a panic is that call's error, and an incident that shows where it was.
func TestPollingPartsThatPanic(t *testing.T) {
	guard, incidents := collect()
	after := pollingAfter(guard, func(kept []feed.Event, after uint64, _ int) (lab.Batch, error) {
		return lab.Batch{Events: kept[after:]}, nil
	})
	answer := pollingAnswer(guard, func(body []byte, _ string) (int, string, error) { return 200, string(body[:5]), nil })
	hold := longpollingHold(guard, func(_ context.Context, log longpolling.Log, _ uint64, _ time.Duration) ([]feed.Event, error) {
		return log.After(0), nil
	})
	for name, call := range map[string]func() error{
		"polling-cursor":   func() error { _, err := after(make([]feed.Event, 3), 9, 0); return err },
		"polling-etag":     func() error { _, _, err := answer(nil, ""); return err },
		"longpolling-hold": func() error { _, err := hold(t.Context(), nil, 0, 0); return err },
	} {
		*incidents = nil
		if err := call(); code(err) != "exercise_panicked" {
			t.Errorf("%s: %v", name, err)
		}
		if len(*incidents) != 1 || (*incidents)[0].Exercise != name || !strings.Contains((*incidents)[0].Stack, "polling_test.go") {
			t.Errorf("%s: %+v", name, *incidents)
		}
	}
	if batch, err := after(make([]feed.Event, 3), 2, 0); err != nil || len(batch.Events) != 1 {
		t.Errorf("after a panic: %v, %v", batch, err)
	}
	if status, tag, err := answer([]byte("hello"), ""); status != http.StatusOK || tag != "hello" || err != nil {
		t.Errorf("after a panic: %d %s %v", status, tag, err)
	}
}

// TestPartsThatAreNotStarted holds that the parts of what is not started are the reference's, and not named.
func TestPartsThatAreNotStarted(t *testing.T) {
	guard, _ := collect()
	parts, names := Polling(guard)
	for _, name := range names {
		if name == "polling-jitter" {
			t.Error("a client is named among the server's parts")
		}
	}
	long, _ := LongPolling(guard)
	if parts.After == nil || parts.Answer == nil || long.Hold == nil {
		t.Error("a part is missing")
	}
	want, _, _ := polling.Answer([]byte("x"), "")
	if got, _, err := pollingAnswer(guard, polling.Answer)([]byte("x"), ""); got != want || err != nil {
		t.Errorf("guarded, it answers otherwise: %d, %v", got, err)
	}
}
