package drive

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/lab/labtest/lanes"
	"wireside/labs/observe"
)

func choose[T any](v T) *T { return &v }

// TestTenCuts cuts the wire of every kind of client ten times under more than 50 events a second, and holds that the ledger
// adds up, and which of them lose and repeat.
func TestTenCuts(t *testing.T) {
	s := lanes.Start(t, feed.Config{Rate: 300})
	var mu sync.Mutex
	opens := make(map[string]int)
	d := Start(t.Context(), Config{
		Base: s.URL,
		Clients: []Client{
			{Name: "polling", Technique: lab.Polling, URL: "/labs/polling?run=x", Choices: lab.Choices{IntervalMs: choose(20.0)}},
			{Name: "longpolling", Technique: lab.LongPolling, URL: "/labs/longpolling?run=x"},
			{Name: "sse", Technique: lab.SSE, URL: "/labs/sse?run=x"},
			{Name: "resume", Technique: lab.WebSocket, URL: "/labs/websocket?run=x", Choices: lab.Choices{Reconnect: choose("resume"), Jitter: choose(1.0)}},
			{Name: "last", Technique: lab.WebSocket, URL: "/labs/websocket?run=x", Choices: lab.Choices{Reconnect: choose("backoff"), Jitter: choose(1.0)}},
			{Name: "now", Technique: lab.WebSocket, URL: "/labs/websocket?run=x", Choices: lab.Choices{Reconnect: choose("backoff"), Cursor: choose("now")}},
			{Name: "none", Technique: lab.WebSocket, URL: "/labs/websocket?run=x"},
			{Name: "bare", Technique: lab.WebSocket, URL: "/labs/websocket?run=x", Choices: lab.Choices{Library: choose(false)}},
			{Name: "fallback", Technique: lab.Fallback, URL: "/labs/websocket?run=x", Choices: lab.Choices{Lacks: []lab.Technique{lab.WebSocket}}},
		},
		Late: time.Hour,
		Status: func(lane string, state lab.State, _ string) {
			mu.Lock()
			defer mu.Unlock()
			if state == lab.Open {
				opens[lane]++
			}
		},
	})
	go s.Feed.Run(t.Context())
	opened := func(times int) func() bool {
		return func() bool {
			mu.Lock()
			defer mu.Unlock()
			for _, lane := range []string{"sse", "resume", "last", "now", "fallback"} {
				if opens[lane] < times {
					return false
				}
			}
			return true
		}
	}
	for i := range 10 {
		labtest.Until(t, "all are back", opened(i+1))
		seen := s.Feed.Last()
		labtest.Until(t, "some events have passed", func() bool { return s.Feed.Last() >= seen+10 })
		s.Cut()
	}
	labtest.Until(t, "all are back", opened(11))
	s.Feed.Close()
	published := s.Feed.Last()
	d.Finish(published)
	d.Finish(published)

	reports := d.Reports(published)
	for name, r := range reports {
		if !r.Finished || r.Delivered+r.Lost != int64(published) {
			t.Errorf("%s: of %d published, %d were delivered and %d lost", name, published, r.Delivered, r.Lost)
		}
		figures := observe.Merge(published, r)
		if figures.Waiting != 0 || figures.Latency == nil || figures.Latency.Count != r.Delivered {
			t.Errorf("%s: %d are waiting, latency of %+v", name, figures.Waiting, figures.Latency)
		}
		if r.Reordered+r.Unreadable+r.Foreign+r.Early > 0 || r.Requests == 0 {
			t.Errorf("%s: %+v", name, r.Counts)
		}
		if loses := name == "now" || name == "none" || name == "bare"; loses != (r.Lost > 0) {
			t.Errorf("%s lost %d", name, r.Lost)
		}
		if repeats := name == "last"; repeats != (r.Duplicated > 0) {
			t.Errorf("%s repeated %d", name, r.Duplicated)
		}
	}
	got := map[string]int64{}
	for name, r := range reports {
		got[name] = r.Reconnects
		if opens := observe.Merge(published, r).Open; opens == nil || opens.Count != r.Reconnects+1 || opens.Max > 60_000 {
			t.Errorf("%s was opened once and %d times more: %+v", name, r.Reconnects, opens)
		}
	}
	want := map[string]int64{"polling": 0, "longpolling": 0, "sse": 10, "resume": 10, "last": 10, "now": 10, "none": 0, "bare": 0, "fallback": 10}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reconnects (-want +got)\n%s", diff)
	}
	if err := d.Wait(); err == nil || !strings.HasPrefix(err.Error(), "none: ") || !strings.Contains(err.Error(), "\nbare: ") {
		t.Errorf("ended with %v", err)
	}
}

// TestUpstream sends up on all lanes, and hears every echo but of what was on its way at the end.
func TestUpstream(t *testing.T) {
	s := lanes.Start(t, feed.Config{})
	var clients []Client
	for _, technique := range append(lab.Techniques[:], lab.Fallback) {
		url := "/labs/" + string(technique) + "?run=x"
		if technique == lab.Fallback {
			url = "/labs/websocket?run=x"
		}
		clients = append(clients, Client{Name: string(technique), Technique: technique, URL: url})
	}
	clients = append(clients, Client{Name: "bare", Technique: lab.WebSocket, URL: "/labs/websocket?run=x", Choices: lab.Choices{Library: choose(false)}})
	d := Start(t.Context(), Config{Base: s.URL + "/", Clients: clients, Upstream: 200})
	labtest.Until(t, "twenty echoes on each", func() bool {
		for _, r := range d.Reports(0) {
			if r.Echoed < 20 {
				return false
			}
		}
		return true
	})
	s.Feed.Close()
	d.Finish(0)
	for name, r := range d.Reports(0) {
		if r.Sent < r.Echoed || r.Sent > r.Echoed+maxUnder {
			t.Errorf("%s: %d sent, %d echoed", name, r.Sent, r.Echoed)
		}
		if n := observe.Merge(0, r).RTT.Count; n != r.Echoed {
			t.Errorf("%s: %d round trips of %d echoes", name, n, r.Echoed)
		}
	}
	if err := d.Wait(); err != nil {
		t.Error(err)
	}
}

// TestClock has a server whose clock is an hour ahead: with the offset known, nothing is late or early.
func TestClock(t *testing.T) {
	for _, test := range []struct {
		name  string
		clock func() time.Duration
		want  observe.Counts
	}{
		{"known", func() time.Duration { return time.Hour + time.Minute }, observe.Counts{Delivered: 1, Late: 1, Requests: 1, Finished: true}},
		{"unknown", nil, observe.Counts{Delivered: 1, Early: 1, Requests: 1, Finished: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := lanes.Start(t, feed.Config{Skew: time.Hour})
			d := Start(t.Context(), Config{Base: s.URL, Clock: test.clock, Clients: []Client{{Name: "ws", Technique: lab.WebSocket, URL: "/labs/websocket"}}})
			s.Feed.Publish("x")
			s.Feed.Close()
			d.Finish(1)
			if diff := cmp.Diff(test.want, d.Reports(1)["ws"].Counts, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWaitSaysWhatCannotBe(t *testing.T) {
	d := Start(t.Context(), Config{Base: "http://127.0.0.1:1", Clients: []Client{
		{Name: "a", Technique: "carrier-pigeon", URL: "/"},
		{Name: "b", Technique: lab.SSE, URL: "/", Choices: lab.Choices{Deflate: choose(true)}},
		{Name: "c", Technique: lab.Polling, URL: "nowhere"},
	}})
	const want = `a: there is no client of technique "carrier-pigeon"
b: deflate is no choice of sse
c: "nowhere" is not the address of a lane: give one such as http://localhost:8080/labs/polling`
	if err := d.Wait(); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	d.Finish(0)
}
