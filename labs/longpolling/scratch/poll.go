package scratch

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
)

// poll is a request, and for how long it may be held.
type poll struct {
	after uint64
	wait  time.Duration // for news
	sit   time.Duration // on the answer, once it is there
	over  bool          // there is no news, and never will be
}

// hold returns the news that answers a request. A request that waits takes a place meanwhile, and its client is watched.
func (l *Lane) hold(c *fiber.Ctx, p poll) ([]feed.Event, error) {
	left := make(chan struct{})
	if p.wait > 0 || p.sit > 0 {
		if l.cfg.Admit != nil {
			release, err := l.cfg.Admit()
			if err != nil {
				return nil, err
			}
			defer release()
		}
		defer l.cfg.Watcher.Watch(c.Context().Conn(), func() { close(left) })()
	}
	var events []feed.Event
	var err error
	stays := true
	if !p.over {
		events, stays, err = l.news(p, left)
	}
	if stays && err == nil && p.sit > 0 {
		stays = l.sit(p.sit, left)
	}
	if !stays {
		c.Context().SetConnectionClose()
	}
	return events, err
}

// errGone is why nobody waits for an answer any more.
var errGone = errors.New("the client has left, or the lane is closing")

// news has the part wait for news. stays is false if the client left, or the lane is closing.
func (l *Lane) news(p poll, left <-chan struct{}) (events []feed.Event, stays bool, err error) {
	ctx, end := context.WithCancelCause(context.Background())
	defer end(nil)
	if p.wait > 0 {
		go func() {
			select {
			case <-left:
				end(errGone)
			case <-l.closing:
				end(errGone)
			case <-l.feed.Done():
				end(nil)
			case <-ctx.Done():
			}
		}()
	}
	events, err = l.parts.Hold(ctx, l.log, p.after, p.wait)
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		err = nil // it has ended when it was told to
	}
	return events, context.Cause(ctx) != errGone, err
}

// sit waits with an answer that is there, and reports whether somebody still wants it then.
func (l *Lane) sit(enough time.Duration, left <-chan struct{}) (stays bool) {
	timer := time.NewTimer(enough)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-left:
		return false
	case <-l.closing:
		return false
	}
}
