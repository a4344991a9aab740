// Package fallback is a client that takes the best technique that works where it is: a proxy may not let WebSocket through,
// a buffer may hold an event stream back, and a client may lack either.
package fallback

import (
	"context"
	"fmt"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Run tries one technique after the other, beginning with the one that it likes best, and calls each for every event. One
// that fails, or shows no sign of life for as long as our patience lasts, is given up for the next, which goes on after the
// last event that we saw. One that has shown life comes back by itself when it is cut, and is kept until it ends for good.
//
// It ends with ctx, whose error it returns, with nil when the feed has ended, or with an error when nothing is left to try.
func (c *Client) Run(ctx context.Context, each func(feed.Event)) error {
	observer := lab.Observed(c.Observer)
	see := func(event feed.Event) {
		c.last = event.Seq
		each(event)
	}
	err := errNothing
	left := c.usable()
	for i, technique := range left {
		if i > 0 {
			observer.Status(lab.Waiting, fmt.Sprintf("%v; trying %s", err, technique))
		}
		err = c.try(ctx, technique, i == len(left)-1, see)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			observer.Status(lab.Closed, "the feed has ended")
			return nil
		}
	}
	err = fmt.Errorf("%w: %w", errNothing, err)
	observer.Status(lab.Closed, err.Error())
	return err
}

// try follows the feed by one technique until that fails, or ends with nil. The last one gets all the time that it needs:
// there is nothing to give it up for.
func (c *Client) try(ctx context.Context, technique lab.Technique, last bool, see func(feed.Event)) error {
	ctx, leave := context.WithCancelCause(ctx)
	defer leave(nil)
	signs := &signs{Observer: lab.Observed(c.Observer), technique: technique, live: func() {}, giveUp: func(error) {}}
	if !last {
		signs.giveUp = leave
		patience := time.AfterFunc(c.patience(), func() { leave(errSilent) })
		defer patience.Stop()
		signs.live = func() { patience.Stop() }
	}
	err := c.follow(ctx, technique, signs, see)
	if over(err) {
		return nil
	}
	if given := context.Cause(ctx); given != nil {
		err = given
	}
	return fmt.Errorf("%s: %w", technique, err)
}
