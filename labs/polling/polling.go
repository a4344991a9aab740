// Package polling is the oldest technique: the client asks for what is new, again and again, and is answered at once.
//
// It needs nothing but HTTP, and pays for it twice: an event waits until the next poll, and a poll costs a whole request
// and response even when there is nothing new. An entity tag spares the body of an answer that the client has already.
package polling

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Config says how a lane answers.
type Config struct {
	MaxEvents int  // events in one answer; next lets the client go on. 0 or less: lab.DefaultMaxEvents
	Close     bool // the connection ends with each answer, and says so: each poll needs a new one (RFC 9112 9.6)
	Untagged  bool // no answer has an entity tag, and none may be stored: a browser's cache would ask with the tag by itself

	// Drop says which events are left out. nil: none.
	Drop lab.Drop
	// Hold is how long to sit on each answer that is there. 0 or less: it goes out at once. Nobody is asked for a place
	// meanwhile, and who leaves goes unnoticed: keep it to some seconds, and the server's connections to a number.
	Hold time.Duration
}

// Lane answers the polls of one feed.
type Lane struct {
	feed    *feed.Feed
	cfg     Config
	batches *lab.Batches
	nonce   string // tells this lane's entity tags from those of another run with the same cursors
	close   sync.Once
	closing chan struct{}
}

// New returns a lane that serves f.
func New(f *feed.Feed, cfg Config) *Lane {
	return &Lane{feed: f, cfg: cfg, batches: lab.NewBatches(f, cfg.MaxEvents, cfg.Drop), nonce: rand.Text()[:8],
		closing: make(chan struct{})}
}

// Serve answers GET and HEAD. With ?after=SEQ the answer holds the events that follow, without it what is kept from the
// oldest on; with ?after=now it is the cursor to go on with, and as a rule no event. The status is 200, also when there is
// nothing new, or 304 if If-None-Match names the answer. The error is a *lab.Error, bad_cursor.
func (l *Lane) Serve(c *fiber.Ctx) error {
	if l.cfg.Close {
		c.Context().SetConnectionClose()
	}
	after, given, err := lab.Cursor(c, l.feed)
	if err != nil {
		return err
	}
	body := l.batches.Body(after, given)
	lab.SitOn(c, l.cfg.Hold, l.closing)
	if l.cfg.Untagged {
		c.Set(fiber.HeaderCacheControl, "no-store")
		return send(c, body.JSON)
	}
	tag := ETag(l.nonce, body.After, body.Next)
	// RFC 9110 15.4.5: a 304 carries the fields that the 200 would have, of these two.
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, "no-cache") // may be stored, must be asked about each time (RFC 9111 5.2.2.4)
	for _, field := range c.Request().Header.PeekAll(fiber.HeaderIfNoneMatch) {
		if Matches(string(field), tag) {
			c.Status(fiber.StatusNotModified)
			return nil
		}
	}
	return send(c, body.JSON)
}

func send(c *fiber.Ctx, json []byte) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(json)
}

// Close lets go of the answers that are held, with Connection: close, and holds none from now on. A second call does nothing.
func (l *Lane) Close() { l.close.Do(func() { close(l.closing) }) }
