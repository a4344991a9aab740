package scratch

import (
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling"
)

// farewell is how long the answer is held that there will be no more.
const farewell = 500 * time.Millisecond

// Lane answers the long polls of one feed.
type Lane struct {
	feed    *feed.Feed
	cfg     Config
	parts   Parts
	log     Log
	close   sync.Once
	closing chan struct{}
}

// New returns a lane that serves f.
func New(f *feed.Feed, cfg Config, parts Parts) *Lane {
	if cfg.MaxEvents <= 0 {
		cfg.MaxEvents = lab.DefaultMaxEvents
	}
	return &Lane{feed: f, cfg: cfg, parts: parts, log: feedLog{f, cfg.Drop}, closing: make(chan struct{})}
}

// Serve answers GET and HEAD as the lane of package longpolling does, with the same bytes. If events are left out, next may
// be smaller than there: it never names one of them. The error is a *lab.Error, bad_cursor, bad_wait or run_ended, Admit's,
// or what a part says.
func (l *Lane) Serve(c *fiber.Ctx) error {
	after, given, err := lab.Cursor(c, l.feed)
	if err != nil {
		return err
	}
	wait, err := longpolling.Wait(c)
	if err != nil {
		return err
	}
	if !given { // what is kept
		after = max(l.feed.Oldest(), 1) - 1
	}
	ended := l.feed.Ended() // before the look: nothing comes after it then
	ready := len(l.log.After(after)) > 0
	over := ended && !ready
	p := poll{after: after, wait: wait, sit: l.cfg.Hold, over: over}
	switch {
	case c.Method() == fiber.MethodHead:
		p.wait, p.sit = 0, 0
	case over:
		p.wait, p.sit = 0, min(wait, farewell)
	case ready:
		p.wait = 0
	}
	events, err := l.hold(c, p)
	switch {
	case err != nil:
		return err
	case over:
		return &lab.Error{Status: fiber.StatusGone, Code: "run_ended", Message: "this run has ended, and there is nothing after " +
			"your cursor: start another run"}
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	if len(events) == 0 {
		c.Status(fiber.StatusNoContent)
		return nil
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(lab.AppendBatch(nil, l.batch(events, after, given)))
}

// batch makes the answer that tells of events, one at least. Who has named no cursor misses nothing.
func (l *Lane) batch(events []feed.Event, after uint64, given bool) lab.Batch {
	events = events[:min(len(events), l.cfg.MaxEvents)]
	batch := lab.Batch{Events: events, Next: events[len(events)-1].Seq}
	// The window may have moved on since the look: what is here is not missing.
	if first := min(l.feed.Oldest(), events[0].Seq); given && first > after+1 {
		batch.Gap = &feed.Gap{From: after + 1, To: first - 1}
	}
	return batch
}

// Close answers the requests that are held with what there is, as a rule 204, and Connection: close; from now on it holds
// none. A second call does nothing.
func (l *Lane) Close() { l.close.Do(func() { close(l.closing) }) }
