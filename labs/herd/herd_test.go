package herd

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/lab/labtest/lanes"
)

// begin starts a herd, which runs until stop is called.
func begin(t *testing.T, s *lanes.Site, cfg Config) (h *Herd, stop func()) {
	t.Helper()
	if err := cfg.Check(); err != nil {
		t.Fatal(err)
	}
	h = New(cfg, s.URL+"/labs/"+string(cfg.Technique)+"?run=x&lane=herd", 1)
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { h.Run(ctx); close(done) }()
	stop = func() {
		leave()
		labtest.Receive(t, done, "end of the herd")
	}
	t.Cleanup(stop)
	return h, stop
}

// sums adds up the tenths.
func sums(s Stats) (connects, requests int64) {
	for _, tenth := range s.PerTenth {
		connects += tenth[1]
		requests += tenth[2]
	}
	return connects, requests
}

// TestEveryTechnique has each client follow the feed to its end, and be cut off in between: nothing is lost, nothing comes
// twice, and nobody is left behind.
func TestEveryTechnique(t *testing.T) {
	const clients, events = 30, 40
	for _, technique := range lab.Techniques {
		t.Run(string(technique), func(t *testing.T) {
			s := lanes.Start(t, feed.Config{Binary: technique == lab.WebSocket})
			h, stop := begin(t, s, Config{Technique: technique, Clients: clients, Reconnect: AtOnce, IntervalMs: 100})
			for range events {
				s.Feed.Publish("x")
			}
			delivered := func(n int64) func() bool { return func() bool { return h.Stats(events).Delivered == n } }
			labtest.Until(t, "all have all", delivered(clients*events))
			labtest.Until(t, "all are connected", func() bool { return h.Stats(events).Connected == clients })
			s.Cut()
			for range events {
				s.Feed.Publish("x")
			}
			labtest.Until(t, "all have the rest", delivered(2*clients*events))
			s.Feed.Close()
			stop()
			got := h.Stats(2 * events)
			if got.Connects < 2*clients || got.Requests < got.Connects || got.Failures < clients {
				t.Errorf("%d connects, %d requests, %d failures", got.Connects, got.Requests, got.Failures)
			}
			if connects, requests := sums(got); connects != got.Connects || requests != got.Requests {
				t.Errorf("by tenths %d and %d, in all %d and %d", connects, requests, got.Connects, got.Requests)
			}
			if got.Latency == nil || got.Latency.Count != got.Delivered {
				t.Errorf("latency: %+v", got.Latency)
			}
			got.Connects, got.Requests, got.Final, got.Failures, got.PerTenth, got.Latency = 0, 0, 0, 0, nil, nil
			if diff := cmp.Diff(Stats{Clients: clients, Delivered: 2 * clients * events}, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			labtest.Until(t, "no goroutine is left", func() bool { return labtest.Goroutines("herd.(*client)") == 0 })
		})
	}
}

// TestSlowReaders publishes faster than the clients read: they skip what leaves the window, and the sums add up.
func TestSlowReaders(t *testing.T) {
	const clients, events = 3, 3000
	s := lanes.Start(t, feed.Config{Window: 20})
	h, stop := begin(t, s, Config{Technique: lab.WebSocket, Clients: clients, ReadKbps: 4000})
	labtest.Until(t, "all are connected", func() bool { return h.Stats(0).Connected == clients })
	s.Feed.Publish("first")
	labtest.Until(t, "all are open", func() bool { return h.Stats(1).Delivered == clients })
	data := strings.Repeat("x", 10_000)
	for range events - 1 {
		s.Feed.Publish(data)
	}
	labtest.Until(t, "something was skipped", func() bool { return h.Stats(events).Lost > 0 })
	stop()
	got := h.Stats(events)
	if got.Delivered+got.Lost != clients*events || got.Delivered == 0 || got.Duplicated != 0 {
		t.Errorf("%+v", got)
	}
}

// TestStops leaves at once, whatever the clients do.
func TestStops(t *testing.T) {
	s := lanes.Start(t, feed.Config{})
	for _, technique := range lab.Techniques {
		h, stop := begin(t, s, Config{Technique: technique, Clients: 5, IntervalMs: 600_000})
		if technique != lab.Polling {
			labtest.Until(t, "some are there", func() bool { return h.Stats(0).Connected > 0 })
		}
		began := time.Now()
		stop()
		if took := time.Since(began); took > grace+2*time.Second {
			t.Errorf("%s: it took %v", technique, took)
		}
		if n := h.Stats(0).Connected; n != 0 {
			t.Errorf("%s: %d are still connected", technique, n)
		}
	}
	labtest.Until(t, "no goroutine is left", func() bool { return labtest.Goroutines("herd.(*client)") == 0 })
}

// TestServerIsAway counts what fails while nobody listens.
func TestServerIsAway(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("http://%s/labs/sse", ln.Addr())
	ln.Close()
	cfg := Config{Technique: lab.SSE, Clients: 3, Reconnect: AtOnce}
	h := New(cfg, address, 1)
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { h.Run(ctx); close(done) }()
	labtest.Until(t, "they have tried again", func() bool { return h.Stats(0).Failures > 6 })
	leave()
	labtest.Receive(t, done, "end of the herd")
	if got := h.Stats(5); got.Connects != 0 || got.Requests != 0 || got.Lost != 15 {
		t.Errorf("%+v", got)
	}
}

// TestHangsUp leaves clients that are still asking: that nobody has answered them yet is no failure.
func TestHangsUp(t *testing.T) {
	const clients = 3
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{}, 100)
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer conn.Close()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					asked <- struct{}{}
				}
				io.Copy(io.Discard, conn) // until the client leaves
			})
		}
	})
	defer conns.Wait()
	defer ln.Close()
	for _, technique := range lab.Techniques {
		cfg := Config{Technique: technique, Clients: clients, IntervalMs: 600_000} // they poll when they are told to stop
		if err := cfg.Check(); err != nil {
			t.Fatal(err)
		}
		h := New(cfg, fmt.Sprintf("http://%s/labs/%s", ln.Addr(), technique), 1)
		ctx, leave := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { h.Run(ctx); close(done) }()
		if technique == lab.Polling {
			leave()
		}
		for range clients {
			labtest.Receive(t, asked, "request")
		}
		leave()
		labtest.Receive(t, done, "end of the herd")
		final := int64(0)
		if technique == lab.Polling {
			final = clients
		}
		if got := h.Stats(0); got.Requests != clients || got.Final != final || got.Failures != 0 {
			t.Errorf("%s: %d requests, %d of them the last, %d failures", technique, got.Requests, got.Final, got.Failures)
		}
	}
}

// TestTenths keeps the newest minute.
func TestTenths(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tally := newTally(1)
		var want [][3]int64
		for i := range int64(2 * tenths) {
			tally.request(false)
			if i%2 == 0 {
				tally.connect()
			}
			if i >= tenths {
				want = append(want, [3]int64{i, 1 - i%2, 1})
			}
			if i < 2*tenths-1 {
				<-time.After(100 * time.Millisecond)
			}
		}
		if diff := cmp.Diff(want, tally.stats(0).PerTenth); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		<-time.After(30 * time.Second)
		if got := len(tally.stats(0).PerTenth); got != tenths/2 {
			t.Errorf("half a minute later there are %d", got)
		}
		<-time.After(time.Hour)
		if got := tally.stats(0).PerTenth; len(got) != 0 {
			t.Errorf("an hour later there is %v", got)
		}
	})
}
