package fallback

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/longpolling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
)

// site is a server with the three lanes. What refuse names is refused, what swallow names is never answered.
type site struct {
	*labtest.Server
	feed            *feed.Feed
	sse             *sse.Lane
	refuse, swallow atomic.Value // a technique
}

func start(t *testing.T) *site {
	s := &site{feed: feed.New(feed.Config{})}
	s.refuse.Store(lab.Technique(""))
	s.swallow.Store(lab.Technique(""))
	over := make(chan struct{})
	s.sse = sse.New(s.feed, sse.Config{Retry: time.Millisecond})
	ws, poll := websocket.New(s.feed, websocket.Config{}), longpolling.New(s.feed, longpolling.Config{})
	s.Server = labtest.Start(t, func(app *fiber.App) {
		for technique, serve := range map[lab.Technique]fiber.Handler{lab.WebSocket: ws.Serve, lab.SSE: s.sse.Serve, lab.LongPolling: poll.Serve} {
			app.Get("/labs/"+string(technique), func(c *fiber.Ctx) error {
				switch technique {
				case s.refuse.Load():
					return &lab.Error{Status: 403, Code: "refused", Message: "no " + string(technique) + " here"}
				case s.swallow.Load():
					<-over
				}
				return serve(c)
			})
			app.Post("/labs/"+string(technique)+"/send", lab.Send)
		}
	})
	t.Cleanup(func() { close(over); ws.Close(); s.sse.Close(); poll.Close() })
	return s
}

type witness struct {
	lab.Nobody
	said   chan string
	echoes chan string
}

func (w witness) Status(state lab.State, text string) { w.said <- string(state) + " " + text }
func (w witness) Echo(text string)                    { w.echoes <- text }

// next returns what is said next that begins so.
func (w witness) next(t *testing.T, prefix string) string {
	t.Helper()
	for {
		if said := labtest.Receive(t, w.said, prefix); strings.HasPrefix(said, prefix) {
			return said
		}
	}
}

// TestTakesTheFirstThatWorks goes through clients that lack something, and networks that let something not pass.
func TestTakesTheFirstThatWorks(t *testing.T) {
	for _, test := range []struct {
		name            string
		lacks           []lab.Technique
		refuse, swallow lab.Technique
		want            lab.Technique
	}{
		{name: "all is well", want: lab.WebSocket},
		{name: "no WebSocket in the client", lacks: []lab.Technique{lab.WebSocket}, want: lab.SSE},
		{name: "neither", lacks: []lab.Technique{lab.SSE, lab.WebSocket}, want: lab.LongPolling},
		{name: "WebSocket is refused", refuse: lab.WebSocket, want: lab.SSE},
		{name: "WebSocket is swallowed", swallow: lab.WebSocket, want: lab.SSE},
		{name: "the stream is held back", swallow: lab.SSE, lacks: []lab.Technique{lab.WebSocket}, want: lab.LongPolling},
		{name: "both", refuse: lab.WebSocket, swallow: lab.SSE, want: lab.LongPolling},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t)
			s.refuse.Store(test.refuse)
			s.swallow.Store(test.swallow)
			w := witness{said: make(chan string, 1000), echoes: make(chan string, 10)}
			client := Client{URL: s.URL + "/labs/websocket?after=0", Lacks: test.lacks, Patience: 300 * time.Millisecond, Observer: w}
			if err := client.Send(t.Context(), "too early"); err != errNobody {
				t.Error(err)
			}
			seqs, done := make(chan uint64, 10), make(chan error, 1)
			go func() { done <- client.Run(t.Context(), func(e feed.Event) { seqs <- e.Seq }) }()
			s.feed.Publish("x") // an answer to a long poll is its first sign of life
			if got := w.next(t, "open"); got != "open over "+string(test.want) {
				t.Errorf("it is %s, want %s", got, test.want)
			}
			if got := labtest.Receive(t, seqs, "event"); got != 1 {
				t.Errorf("event %d, want 1", got)
			}
			if err := client.Send(t.Context(), "hello"); err != nil || labtest.Receive(t, w.echoes, "echo") != "hello" {
				t.Error("upstream: ", err)
			}
			s.feed.Close()
			if err := labtest.Receive(t, done, "end"); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestGoesOnWithTheNext begins by SSE, which is then refused for good: long polling goes on after the last event.
func TestGoesOnWithTheNext(t *testing.T) {
	s := start(t)
	w := witness{said: make(chan string, 1000)}
	client := Client{URL: s.URL + "/labs/websocket?after=0", Order: []lab.Technique{lab.SSE, lab.LongPolling}, Observer: w}
	seqs, done := make(chan uint64, 10), make(chan error, 1)
	go func() { done <- client.Run(t.Context(), func(e feed.Event) { seqs <- e.Seq }) }()
	s.feed.Publish("x")
	labtest.Receive(t, seqs, "event")
	s.refuse.Store(lab.SSE)
	s.sse.Close()
	s.feed.Publish("x")
	s.feed.Publish("x")
	for want := uint64(2); want <= 3; want++ {
		if got := labtest.Receive(t, seqs, "event"); got != want {
			t.Errorf("event %d, want %d", got, want)
		}
	}
	s.feed.Close()
	if err := labtest.Receive(t, done, "end"); err != nil {
		t.Error(err)
	}
	if len(seqs) > 0 {
		t.Errorf("%d events more than there are", len(seqs))
	}
	close(w.said)
	var said []string
	for text := range w.said {
		if len(said) == 0 || said[len(said)-1] != text {
			said = append(said, text)
		}
	}
	want := []string{"open over sse", "waiting sse: dropped; coming back", "waiting sse: no sse here; trying longpolling", "open over longpolling",
		"closed the feed has ended"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNothingLeft(t *testing.T) {
	s := start(t)
	s.refuse.Store(lab.SSE)
	for name, client := range map[string]*Client{
		"all lacking":   {URL: s.URL + "/labs/websocket", Lacks: DefaultOrder},
		"only one, bad": {URL: s.URL + "/labs/websocket", Order: []lab.Technique{lab.SSE}},
	} {
		w := witness{said: make(chan string, 10)}
		client.Observer = w
		if err := client.Run(t.Context(), nil); !errors.Is(err, errNothing) {
			t.Errorf("%s: %v", name, err)
		}
		if got := w.next(t, "closed"); !strings.Contains(got, errNothing.Error()) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestEndsWithItsContext(t *testing.T) {
	s := start(t)
	w := witness{said: make(chan string, 10)}
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- (&Client{URL: s.URL + "/labs/websocket", Observer: w}).Run(ctx, nil) }()
	w.next(t, "open")
	leave()
	if err := labtest.Receive(t, done, "end"); err != context.Canceled {
		t.Error(err)
	}
}
