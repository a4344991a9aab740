package websocket

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// RunResume is RunBackoff, and goes on where it was: it remembers the number of the last event that it saw and says it when
// it comes back, so that the server begins after it. Nothing is lost as long as the server still keeps what was missed, and
// nothing comes twice.
func (c *Client) RunResume(ctx context.Context, each func(feed.Event)) error {
	observer := lab.Observed(c.Observer)
	address := c.URL
	see := func(event feed.Event) {
		address = lab.With(c.URL, "after", strconv.FormatUint(event.Seq, 10))
		each(event)
	}
	for failures := 0; ; failures++ {
		observer.Request()
		conn, err := c.dial(ctx, address)
		if err == nil {
			observer.Status(lab.Open, "")
		}
		for err == nil {
			if err = conn.receive(see); err == nil {
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
