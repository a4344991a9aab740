package fallback

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling"
	"wireside/labs/polling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
)

// DefaultPatience is how long a technique may take until its first sign of life.
const DefaultPatience = 4 * time.Second

// wait is how long the server may hold a request of long polling.
const wait = "25s"

// interval is the time between two requests of polling.
const interval = time.Second

// DefaultOrder is what a client tries. Polling may be among it, too: it works wherever HTTP does.
var DefaultOrder = []lab.Technique{lab.WebSocket, lab.SSE, lab.LongPolling}

// Client follows a feed by the first technique that works.
type Client struct {
	URL      string          // of the lane as WebSocket's, /labs/websocket?…; after in its query says where to begin
	Order    []lab.Technique // what to try, in turn; nil: DefaultOrder
	Lacks    []lab.Technique // what to do without
	Patience time.Duration   // until a technique's first sign of life; 0 or less: DefaultPatience
	HTTP     *http.Client    // for what is no WebSocket; nil: http.DefaultClient
	Observer lab.Observer    // nil: nobody looks. The text of its status names the technique

	last uint64 // the last event seen

	mu     sync.Mutex
	active sender // nil while there is none
}

// sender is a technique's client, to who sends.
type sender interface {
	Send(ctx context.Context, text string) error
}

var (
	errNothing = errors.New("nothing is left to try")
	errSilent  = errors.New("no sign of life")
	errNobody  = errors.New("no technique is at work")
)

// usable are the techniques to try.
func (c *Client) usable() []lab.Technique {
	order := c.Order
	if order == nil {
		order = DefaultOrder
	}
	return slices.DeleteFunc(slices.Clone(order), func(t lab.Technique) bool {
		return slices.Contains(c.Lacks, t) || !slices.Contains(lab.Techniques[:], t)
	})
}

// follow runs a technique's client, from the last event on.
func (c *Client) follow(ctx context.Context, technique lab.Technique, observer lab.Observer, each func(feed.Event)) error {
	address := strings.Replace(c.URL, "/labs/"+string(lab.WebSocket), "/labs/"+string(technique), 1)
	if c.last > 0 {
		address = lab.With(address, "after", strconv.FormatUint(c.last, 10))
	}
	var client sender
	var run func(context.Context, func(feed.Event)) error
	switch technique {
	case lab.WebSocket:
		ws := &websocket.Client{URL: address, Jitter: 0.5, Observer: observer}
		client, run = ws, ws.RunResume
	case lab.SSE:
		stream := &sse.Client{URL: address, HTTP: c.HTTP, Observer: observer}
		client, run = stream, stream.Run
	case lab.Polling:
		poll := &polling.Client{URL: address, Interval: interval, HTTP: c.HTTP, Observer: observer}
		client, run = poll, poll.Run
	default:
		poll := &longpolling.Client{URL: lab.With(address, "wait", wait), HTTP: c.HTTP, Observer: observer}
		client, run = poll, poll.Run
	}
	c.hold(client)
	defer c.hold(nil)
	return run(ctx, each)
}

func (c *Client) patience() time.Duration {
	if c.Patience > 0 {
		return c.Patience
	}
	return DefaultPatience
}

// over reports whether a client ended because there is no more to come.
func over(err error) bool {
	var e *lab.Error
	return err == nil || errors.As(err, &e) && e.Code == "run_ended"
}

// signs looks for a technique's first sign of life, and hands on what else there is to see.
type signs struct {
	lab.Observer
	technique lab.Technique
	lived     bool
	live      func()      // called at the first sign of life
	giveUp    func(error) // called when it fails before
}

// Status hands on how the technique stands. That one of them is closed is not yet the end.
func (s *signs) Status(state lab.State, text string) {
	switch state {
	case lab.Open:
		s.lived = true
		s.live()
		s.Observer.Status(state, "over "+string(s.technique))
	case lab.Waiting:
		if !s.lived {
			s.giveUp(errors.New(text))
		}
		s.Observer.Status(state, string(s.technique)+": "+text)
	}
}

func (c *Client) hold(active sender) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.active = active
}

// Send sends a text upstream, by the technique that is at work.
func (c *Client) Send(ctx context.Context, text string) error {
	c.mu.Lock()
	active := c.active
	c.mu.Unlock()
	if active == nil {
		return errNobody
	}
	return active.Send(ctx, text)
}
