package scratch

import (
	"context"
	"time"

	"wireside/labs/feed"
)

// Hold waits for news: it returns the events that follow the cursor as soon as there are some. When the wait is over it
// looks once more, and returns what there is, perhaps none, without an error. When ctx ends it returns its error. A wait of
// 0 or less is none.
//
// It takes the channel before it looks. An event that is published between the two closes the channel that it has, and so
// is seen; taken after the look, the channel would be the next one, and the event would wait for another.
func Hold(ctx context.Context, log Log, after uint64, wait time.Duration) ([]feed.Event, error) {
	deadline := time.NewTimer(wait) // one for all rounds: a wake that brings nothing does not lengthen the wait
	defer deadline.Stop()
	for {
		changed := log.Changed()
		if events := log.After(after); len(events) > 0 || wait <= 0 {
			return events, nil
		}
		select {
		case <-changed:
		case <-deadline.C:
			return log.After(after), nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
