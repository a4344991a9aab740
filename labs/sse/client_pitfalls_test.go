package sse

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/observe"
)

// TestClientOfPitfalls follows lanes that are not what they should be, up to five events and the feed's end, and counts
// what a client makes of them.
func TestClientOfPitfalls(t *testing.T) {
	for _, test := range []struct {
		name string
		cfg  Config
		data string
		soon bool // the events arrive before the feed ends
		want observe.Counts
	}{
		{"as it should be", Config{}, "x", true, observe.Counts{Delivered: 5}},
		{"compressed and flushed", Config{Compress: Flush}, "x", true, observe.Counts{Delivered: 5}},
		{"compressed, held back until the end", Config{Compress: NoFlush}, "x", false, observe.Counts{Delivered: 5}},
		// The empty line of the last event never comes.
		{"the empty line before", Config{BlankBefore: true}, "x", false, observe.Counts{Delivered: 4, Lost: 1}},
		// What was pasted ends each event too early, and begins one that this feed never published. The rest is no field.
		{"not escaped", Config{Naive: true}, "look:" + feed.Pasted, false, observe.Counts{Lost: 5, Unreadable: 5, Foreign: 5}},
		{"escaped", Config{}, "look:" + feed.Pasted, true, observe.Counts{Delivered: 5}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := feed.New(feed.Config{})
			test.cfg.Retry = time.Millisecond
			server := serve(t, New(f, test.cfg))
			ledger, w := observe.New(observe.Config{Late: time.Hour}), witness{unreadable: make(chan string, 100), states: make(chan lab.State, 100)}
			ctx, leave := context.WithCancel(t.Context())
			events, done := make(chan uint64, 100), make(chan error, 1)
			client := Client{URL: server.URL + "/?after=0", Observer: w}
			go func() {
				done <- client.Run(ctx, func(e feed.Event) {
					ledger.Event(e.Seq, e.At, time.Now().UnixMicro())
					events <- e.Seq
				})
			}()
			for labtest.Receive(t, w.states, "state") != lab.Open {
			}
			for range 5 {
				f.Publish(test.data)
			}
			if test.soon {
				for range 5 {
					labtest.Receive(t, events, "event")
				}
			}
			f.Close()
			for labtest.Receive(t, w.states, "state") == lab.Open { // the first stream's end
			}
			leave()
			<-done
			ledger.Finish()
			for range len(w.unreadable) {
				<-w.unreadable
				ledger.Unreadable()
			}
			test.want.Finished = true
			if diff := cmp.Diff(test.want, ledger.Report(5).Counts); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestWatchdogHearsHeartbeats holds that a silent feed is no dead one, as long as there are heartbeats that can be heard.
func TestWatchdogHearsHeartbeats(t *testing.T) {
	for _, heard := range []bool{false, true} {
		lane := New(feed.New(feed.Config{}), Config{HeartbeatEvery: 20 * time.Millisecond, VisibleHeartbeat: heard})
		server := serve(t, lane)
		w := witness{states: make(chan lab.State, 1000)}
		client := Client{URL: server.URL, Watchdog: time.Second, Observer: w}
		ctx, leave := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		if err := client.Run(ctx, func(e feed.Event) { t.Error("an event: ", e) }); err != context.DeadlineExceeded {
			t.Error(err)
		}
		leave()
		close(w.states)
		var states []string
		for s := range w.states {
			states = append(states, string(s))
		}
		want := "open"
		if !heard {
			want = "open waiting open waiting open waiting open"
		}
		if got := strings.Join(states, " "); !strings.HasPrefix(want, got) || heard != (got == "open") {
			t.Errorf("heard %v: %s, want %s", heard, got, want)
		}
	}
}
