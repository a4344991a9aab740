package drive

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/lab"
	"wireside/labs/observe"
)

// TestOpenings goes through how long lanes took to open. Each request takes a ms more than the one before; a bucket is named
// by the lowest value that it holds.
func TestOpenings(t *testing.T) {
	const open, wait, again = lab.Open, lab.Waiting, lab.Open // the last one without a word of a failure
	type want struct {
		Reconnects int64
		Opens      []observe.Bucket
	}
	for _, test := range []struct {
		name      string
		technique lab.Technique
		states    []lab.State
		want      want
	}{
		{"nothing came of it", lab.SSE, []lab.State{wait, wait}, want{0, []observe.Bucket{}}},
		{"a stream", lab.SSE, []lab.State{open, wait, wait, open}, want{1, []observe.Bucket{{1000, 1}, {4000, 1}}}},
		{"at the third try", lab.WebSocket, []lab.State{wait, wait, open}, want{0, []observe.Bucket{{2992, 1}}}},
		{"polls", lab.Polling, []lab.State{open, again, wait, open}, want{0, []observe.Bucket{{1000, 1}}}},
		{"the first poll that is answered", lab.LongPolling, []lab.State{wait, open, again}, want{0, []observe.Bucket{{2000, 1}}}},
		{"polls to fall back to", lab.Fallback, []lab.State{wait, open, again, again, wait, open, again}, want{1, []observe.Bucket{{2000, 1}, {5984, 1}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLane(Client{Technique: test.technique}, &Config{})
				for i, state := range test.states {
					l.Request()
					<-time.After(time.Duration(i+1) * time.Millisecond)
					l.Status(state, "")
				}
				r := l.seen.Report(0)
				if diff := cmp.Diff(test.want, want{r.Reconnects, r.Open}); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			})
		})
	}
}

// TestPause holds that the end of a run waits for what a lane's choices hold back.
func TestPause(t *testing.T) {
	for want, choices := range map[time.Duration]lab.Choices{
		0:                       {},
		2 * time.Second:         {IntervalMs: choose(2000.0)},
		2500 * time.Millisecond: {IntervalMs: choose(2000.0), HoldMs: choose(500.0)},
	} {
		if got := (Client{Choices: choices}).pause(); got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}
