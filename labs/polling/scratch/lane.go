package scratch

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Lane answers the polls of one feed.
type Lane struct {
	feed    *feed.Feed
	cfg     Config
	parts   Parts
	close   sync.Once
	closing chan struct{}
}

// New returns a lane that serves f.
func New(f *feed.Feed, cfg Config, parts Parts) *Lane {
	if cfg.MaxEvents <= 0 {
		cfg.MaxEvents = lab.DefaultMaxEvents
	}
	return &Lane{feed: f, cfg: cfg, parts: parts, closing: make(chan struct{})}
}

// Serve answers GET and HEAD as the lane of package polling does, with the same bytes but for the value of the entity tag,
// which is made of the body here. The error is a *lab.Error, bad_cursor or bad_status, or what a part says.
func (l *Lane) Serve(c *fiber.Ctx) error {
	if l.cfg.Close {
		c.Context().SetConnectionClose()
	}
	after, given, err := lab.Cursor(c, l.feed)
	if err != nil {
		return err
	}
	kept := l.feed.After(0, 0).Events
	if !given && len(kept) > 0 {
		after = kept[0].Seq - 1 // who names no cursor gets what there is, and misses nothing
	}
	batch, err := l.parts.After(kept, after, l.cfg.MaxEvents)
	if err != nil {
		return err
	}
	batch.Events = slices.DeleteFunc(batch.Events, func(e feed.Event) bool { return l.cfg.Drop.Drops(e.Seq) })
	body := lab.AppendBatch(nil, batch)
	lab.SitOn(c, l.cfg.Hold, l.closing)
	if l.cfg.Untagged {
		c.Set(fiber.HeaderCacheControl, "no-store")
		return send(c, body)
	}
	fields := c.Request().Header.PeekAll(fiber.HeaderIfNoneMatch)
	ifNoneMatch := string(bytes.Join(fields, []byte(", "))) // RFC 9110 5.3: several fields are one list
	status, tag, err := l.parts.Answer(bytes.Clone(body), ifNoneMatch)
	switch {
	case err != nil:
		return err
	case status != http.StatusOK && status != http.StatusNotModified:
		return &lab.Error{Status: http.StatusInternalServerError, Code: "bad_status", Message: fmt.Sprintf(
			"the part that tags an answer gave it status %d: it may be 200 or 304", status)}
	}
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, "no-cache")
	if status == http.StatusNotModified {
		c.Status(status)
		return nil
	}
	return send(c, body)
}

func send(c *fiber.Ctx, json []byte) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(json)
}

// Close lets go of the answers that are held, with Connection: close, and holds none from now on. A second call does nothing.
func (l *Lane) Close() { l.close.Do(func() { close(l.closing) }) }
