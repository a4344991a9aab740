package scratch

import (
	"context"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Fetch asks once for what follows the cursor. It ends with its context, and then returns its error.
type Fetch func(ctx context.Context, after uint64) (lab.Batch, error)

// Poll follows a feed from its beginning: it asks, calls each for each event in order, waits, and asks again, from Next on.
// A poll that fails leaves the cursor as it is. It ends with ctx only, at once, and returns its error.
//
// A wait is the interval less a random share of it, up to the share that jitter says, 0 to 1: many clients that began
// together no longer ask together. random returns numbers from 0 to 1, 1 excluded, such as rand.Float64 does.
func Poll(ctx context.Context, fetch Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
	for after := uint64(0); ; {
		batch, err := fetch(ctx, after)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			for _, event := range batch.Events {
				each(event)
			}
			after = batch.Next
		}
		pause := interval - time.Duration(jitter*random()*float64(interval))
		if err := lab.Sleep(ctx, pause); err != nil { // a timer, or the context's end
			return err
		}
	}
}
