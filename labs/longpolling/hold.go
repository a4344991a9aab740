package longpolling

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/lab"
)

// farewell is how long the answer is held that there will be no more.
const farewell = 500 * time.Millisecond

// hold waits until something follows the empty body, and returns it; or the same body when the deadline passed, the client
// left, the feed ended, or the lane is closing. If over, nothing can follow. Then it sits on what it has, unless the client
// leaves or the lane is closing.
func (l *Lane) hold(c *fiber.Ctx, body lab.Body, wait, sit time.Duration, over bool) (lab.Body, error) {
	if l.cfg.Admit != nil {
		release, err := l.cfg.Admit()
		if err != nil {
			return body, err
		}
		defer release()
	}
	left := make(chan struct{})
	defer l.cfg.Watcher.Watch(c.Context().Conn(), func() { close(left) })()

	stays := true
	if wait > 0 {
		body, stays = l.news(body, wait, over, left)
	}
	if stays && sit > 0 {
		enough := time.NewTimer(sit)
		defer enough.Stop()
		select {
		case <-enough.C:
		case <-left:
			stays = false
		case <-l.closing:
			stays = false
		}
	}
	if !stays {
		c.Context().SetConnectionClose()
	}
	return body, nil
}

// news waits for what follows the empty body. stays is false if the client left, or the lane is closing.
func (l *Lane) news(body lab.Body, wait time.Duration, over bool, left <-chan struct{}) (_ lab.Body, stays bool) {
	deadline := time.NewTimer(wait)
	defer deadline.Stop()
	for {
		var news <-chan struct{}
		if !over {
			news = l.feed.Wait(body.Next) // closed already if an event came since the look that found none
		}
		select {
		case <-news:
			if body = l.look(body.Next, true); !body.Empty() || l.feed.Ended() {
				return body, true
			}
		case <-deadline.C:
			return body, true
		case <-left:
			return body, false
		case <-l.closing:
			return body, false
		}
	}
}
