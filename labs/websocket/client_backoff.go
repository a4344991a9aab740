package websocket

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// RunBackoff is Run, and comes back: after each failure it waits twice as long as before, and a random part of that less,
// so that thousands of clients that lost their server at once don't come back at once (RFC 6455 section 7.2.3).
//
// It comes back with the URL that it began with, since it keeps no account of what it has seen. Depending on that URL, what
// it missed is lost, or all that the server keeps comes again.
func (c *Client) RunBackoff(ctx context.Context, each func(feed.Event)) error {
	observer := lab.Observed(c.Observer)
	for failures := 0; ; failures++ {
		observer.Request()
		conn, err := c.dial(ctx, c.URL)
		if err == nil {
			observer.Status(lab.Open, "")
		}
		for err == nil {
			if err = conn.receive(each); err == nil {
				failures = 0 // not yet when it opened: a server that accepts and then hangs up has failed, too
			}
		}
		if ctx.Err() != nil || saidAll(err) {
			observer.Status(lab.Closed, err.Error())
			return ending(ctx, err)
		}
		pause := c.firstPause() << min(failures, 4)
		pause -= time.Duration(c.Jitter * rand.Float64() * float64(pause))
		observer.Status(lab.Waiting, fmt.Sprintf("%v; back in %v", err, pause))
		if err := lab.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}
