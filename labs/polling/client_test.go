package polling

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// witness is an observer that hands on gaps and echoes.
type witness struct {
	lab.Nobody
	gaps       chan feed.Gap
	echoes     chan string
	unreadable chan string
	answers    func(events int, ok bool)
}

func (w witness) Gap(g feed.Gap)         { w.gaps <- g }
func (w witness) Echo(text string)       { w.echoes <- text }
func (w witness) Unreadable(text string) { w.unreadable <- text }
func (w witness) Answer(events int, ok bool) {
	if w.answers != nil {
		w.answers(events, ok)
	}
}

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
	client := Client{URL: server.URL + "/?after=0", Interval: time.Millisecond, Observer: witness{gaps: gaps}}
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

// TestClientFromNow begins with what is to come, and loses nothing from then on.
func TestClientFromNow(t *testing.T) {
	f := feed.New(feed.Config{})
	publish(f, 3)
	asked := make(chan string, 100_000)
	lane := New(f, Config{})
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			err := lane.Serve(c)
			asked <- strings.Clone(c.Query("after")) + " " + strings.Clone(c.Get("If-None-Match"))
			return err
		})
	})
	ctx, cancel := context.WithCancel(t.Context())
	seqs, done := make(chan uint64, 10), make(chan error, 1)
	client := Client{URL: server.URL + "/?after=now", Interval: time.Millisecond, NoETag: true, Jitter: 1}
	go func() { done <- client.Run(ctx, func(e feed.Event) { seqs <- e.Seq }) }()
	if got := labtest.Receive(t, asked, "poll"); got != "now " {
		t.Errorf("the first poll asks with %q", got)
	}
	publish(f, 1)
	if got := labtest.Receive(t, seqs, "event"); got != 4 {
		t.Errorf("event %d, want 4", got)
	}
	for got := ""; got != "4 "; {
		if got = labtest.Receive(t, asked, "poll"); strings.Contains(got, `"`) {
			t.Errorf("a poll asks with the ETag %s", got)
		}
	}
	cancel()
	<-done
}

// TestClientGivesUp has a server that answers too late, then with what is no JSON, then as it should.
func TestClientGivesUp(t *testing.T) {
	f := feed.New(feed.Config{})
	publish(f, 1)
	lane := New(f, Config{})
	var requests atomic.Int64
	late := make(chan struct{})
	defer close(late)
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			switch requests.Add(1) {
			case 1:
				<-late
			case 2:
				return c.SendString("<p>not JSON")
			}
			return lane.Serve(c)
		})
	})
	type answer struct {
		Events int
		OK     bool
	}
	answers, unreadable := make(chan answer, 1000), make(chan string, 10)
	w := witness{unreadable: unreadable, answers: func(events int, ok bool) {
		select {
		case answers <- answer{events, ok}:
		default:
		}
	}}
	ctx, cancel := context.WithCancel(t.Context())
	seqs, done := make(chan uint64, 10), make(chan error, 1)
	client := Client{URL: server.URL, Interval: time.Millisecond, Timeout: 500 * time.Millisecond, Observer: w}
	go func() { done <- client.Run(ctx, func(e feed.Event) { seqs <- e.Seq }) }()
	if got := labtest.Receive(t, seqs, "event"); got != 1 {
		t.Errorf("event %d, want 1", got)
	}
	cancel()
	<-done
	if diff := cmp.Diff([]answer{{0, false}, {0, false}, {1, true}}, []answer{<-answers, <-answers, <-answers}); diff != "" {
		t.Errorf("answers (-want +got)\n%s", diff)
	}
	if got := labtest.Receive(t, unreadable, "complaint"); !strings.Contains(got, "no batch") {
		t.Errorf("unreadable: %s", got)
	}
}

func TestPause(t *testing.T) {
	for _, test := range []struct {
		interval, want time.Duration
		failures       int
	}{
		{0, DefaultInterval, 0}, {time.Second, time.Second, 0}, {time.Second, 4 * time.Second, 2}, {time.Second, longest, 90},
		{time.Minute, time.Minute, 3},
	} {
		if got := (&Client{Interval: test.interval}).pause(test.failures); got != test.want {
			t.Errorf("%v after %d failures: %v, want %v", test.interval, test.failures, got, test.want)
		}
	}
	jittery := &Client{Interval: time.Second, Jitter: 0.25}
	for range 100 {
		if got := jittery.pause(0); got < 750*time.Millisecond || got > time.Second {
			t.Errorf("with a quarter at random: %v", got)
		}
	}
}

func TestClientSends(t *testing.T) {
	server := labtest.Start(t, func(app *fiber.App) { app.Post("/labs/polling/send", lab.Send) })
	w := witness{echoes: make(chan string, 1)}
	client := Client{URL: server.URL + "/labs/polling?run=x", Observer: w}
	if err := client.Send(t.Context(), "\"é\""); err != nil {
		t.Fatal(err)
	}
	if got := labtest.Receive(t, w.echoes, "echo"); got != "\"é\"" {
		t.Errorf("echo %s", got)
	}
	var refused *lab.Error
	if err := client.Send(t.Context(), "\xff"); !errors.As(err, &refused) || refused.Code != "bad_text" {
		t.Error(err)
	}
}
