// Package longpolling lets a client ask for what is new, and answers when there is something: the request is held until
// an event comes or a deadline passes, and then the client asks again.
//
// An event no longer waits for the next poll, and silence costs one request a deadline. No event is lost between two
// requests, since each names the last event that the client has seen.
package longpolling

import (
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/presence"
)

// Config says how a lane answers.
type Config struct {
	// MaxEvents is the limit of events in one answer; next lets the client go on. 0 or less: lab.DefaultMaxEvents.
	MaxEvents int
	// Watcher notices clients that leave while they are held. nil: they are held until an event or the deadline.
	Watcher *presence.Watcher
	// Admit is asked for a place before a request is held. nil: no limit.
	Admit lab.Admit
	// Drop says which events are left out: to who waits they never come. nil: none.
	Drop lab.Drop
	// Hold is how long to sit on each answer that is there, refusals excepted. 0 or less: it goes out at once. Who is held
	// so keeps a place, if it took one.
	Hold time.Duration
}

// Lane answers the long polls of one feed.
type Lane struct {
	feed    *feed.Feed
	cfg     Config
	batches *lab.Batches
	close   sync.Once
	closing chan struct{}
}

// New returns a lane that serves f.
func New(f *feed.Feed, cfg Config) *Lane {
	return &Lane{feed: f, cfg: cfg, batches: lab.NewBatches(f, cfg.MaxEvents, cfg.Drop), closing: make(chan struct{})}
}

// Serve answers GET and HEAD. With ?after=SEQ the answer holds the events that follow, without it what is kept from the
// oldest on, with ?after=now the first ones that are published while it is held. If there are none it is held until there
// are, or for ?wait=, and is then 204 without a body. A HEAD is answered at once with what a GET would get that does not wait.
//
// The error is a *lab.Error: bad_cursor, bad_wait, run_ended (410) when the feed has ended and the client has all of it, or
// Admit's. That answer, too, is held for a moment: who meanwhile learns otherwise that all is said can leave without it, and
// who asks again and again does so less often.
func (l *Lane) Serve(c *fiber.Ctx) error {
	after, given, err := lab.Cursor(c, l.feed)
	if err != nil {
		return err
	}
	wait, err := Wait(c)
	if err != nil {
		return err
	}
	body := l.look(after, given)
	over := body.Empty() && l.feed.Ended() && l.feed.Last() <= body.Next
	sit := l.cfg.Hold
	switch {
	case c.Method() == fiber.MethodHead:
		wait, sit = 0, 0
	case over:
		wait, sit = min(wait, farewell), 0
	case !body.Empty():
		wait = 0
	}
	if wait > 0 || sit > 0 {
		if body, err = l.hold(c, body, wait, sit, over); err != nil {
			return err
		}
	}
	if over {
		return &lab.Error{Status: fiber.StatusGone, Code: "run_ended", Message: "this run has ended, and there is nothing after " +
			"your cursor: start another run"}
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	if body.Empty() {
		c.Status(fiber.StatusNoContent)
		return nil
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(body.JSON)
}

// look returns what a poll can be answered with now. If all that follows the cursor is left out, that is nothing, from
// behind it: the client waits for the next one that is not.
func (l *Lane) look(after uint64, given bool) lab.Body {
	body := l.batches.Body(after, given)
	for body.Empty() && body.Next > body.After {
		body = l.batches.Body(body.Next, true)
	}
	return body
}

// Close answers the requests that are held with what there is, as a rule 204, and Connection: close; from now on it holds
// none. A second call does nothing.
func (l *Lane) Close() { l.close.Do(func() { close(l.closing) }) }
