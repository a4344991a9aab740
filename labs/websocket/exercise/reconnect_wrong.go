package exercise

import (
	"context"
	"errors"
	"slices"
	"time"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/websocket/scratch"
)

var reconnectWrong = []book.Wrong[Follower]{
	{
		Name:   "the address is good for all connections",
		Caught: "it comes back, and goes on where it was",
		Answer: client{forgets: true}.follow,
	},
	{
		Name:   "doubling needs no limit",
		Caught: "the pauses have an end",
		Answer: client{unlimited: true}.follow,
	},
	{
		Name:   "who is connected is well again",
		Caught: "opened, and then nothing",
		Answer: client{opened: true}.follow,
	},
	{
		Name:   "what comes is new",
		Caught: "an event that comes again",
		Answer: client{repeats: true}.follow,
	},
	{
		Name:   "who says goodbye is gone for good",
		Caught: "when there is no use, and when there is",
		Answer: client{polite: true}.follow,
	},
	{
		Name:   "a pause is a pause",
		Caught: "the context ends",
		Answer: client{sleeps: true}.follow,
	},
}

// client is one that is right but for what it misunderstands.
type client struct{ forgets, unlimited, opened, repeats, polite, sleeps bool }

func (c client) follow(ctx context.Context, after uint64, dial scratch.Dial, backoff scratch.Backoff, each func(feed.Event)) error {
	first := after
	for pause := backoff.First; ctx.Err() == nil; {
		from := after
		if c.forgets {
			from = first
		}
		conn, err := dial(ctx, from)
		if err == nil && c.opened {
			pause = backoff.First
		}
		for err == nil {
			var event feed.Event
			if event, err = conn.Receive(ctx); err == nil {
				pause = backoff.First
				if event.Seq > after || c.repeats {
					after = event.Seq
					each(event)
				}
			}
		}
		if end, err := c.over(err); end {
			return err
		}
		if c.sleeps {
			<-time.After(share(backoff, pause))
		} else if err := lab.Sleep(ctx, share(backoff, pause)); err != nil {
			return err
		}
		if pause *= 2; !c.unlimited {
			pause = min(pause, backoff.Most)
		}
	}
	return ctx.Err()
}

// over reports whether a connection's end is the end of all, and what it then comes to.
func (c client) over(err error) (bool, error) {
	var closed *scratch.CloseError
	switch {
	case !errors.As(err, &closed):
		return false, nil
	case closed.Code == scratch.CloseNormal:
		return true, nil
	}
	return c.polite || slices.Contains([]int{1002, 1003, 1007, 1009, 1010}, closed.Code), closed
}

// share takes the random share off a pause.
func share(b scratch.Backoff, pause time.Duration) time.Duration {
	return pause - time.Duration(b.Jitter*b.Random()*float64(pause))
}
