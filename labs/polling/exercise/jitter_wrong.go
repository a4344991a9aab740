package exercise

import (
	"context"
	"sync/atomic"
	"time"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/polling/scratch"
)

var jitterWrong = []book.Wrong[Poll]{
	{
		Name:   "every question is the first one",
		Caught: "every event, once and in order",
		Answer: func(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
			first := func(ctx context.Context, _ uint64) (lab.Batch, error) { return fetch(ctx, 0) }
			return scratch.Poll(ctx, first, interval, jitter, random, each)
		},
	},
	{
		Name:   "the last event for a cursor",
		Caught: "an answer that has no events",
		Answer: func(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
			last := func(ctx context.Context, after uint64) (lab.Batch, error) {
				batch, err := fetch(ctx, after)
				if batch.Next = after; len(batch.Events) > 0 {
					batch.Next = batch.Events[len(batch.Events)-1].Seq
				}
				return batch, err
			}
			return scratch.Poll(ctx, last, interval, jitter, random, each)
		},
	},
	{
		Name:   "a random share on top of each wait",
		Caught: "a random share off each wait",
		Answer: func(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
			return scratch.Poll(ctx, fetch, interval, -jitter, random, each)
		},
	},
	{
		Name:   "the cursor taken from a failed answer",
		Caught: "polls that fail",
		Answer: func(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
			careless := func(ctx context.Context, after uint64) (lab.Batch, error) {
				batch, _ := fetch(ctx, after)
				return batch, nil
			}
			return scratch.Poll(ctx, careless, interval, jitter, random, each)
		},
	},
	{
		Name:   "a goroutine for each tick",
		Caught: "an answer that takes long",
		Answer: func(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
			var after atomic.Uint64
			for {
				go func() {
					batch, err := fetch(ctx, after.Load())
					if err != nil {
						return
					}
					for _, event := range batch.Events {
						each(event)
					}
					after.Store(batch.Next)
				}()
				if err := lab.Sleep(ctx, interval-time.Duration(jitter*random()*float64(interval))); err != nil {
					return err
				}
			}
		},
	},
	{
		Name:   "a sleep that nothing wakes",
		Caught: "the end while it waits",
		Answer: func(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
			after := uint64(0)
			for ctx.Err() == nil {
				batch, err := fetch(ctx, after)
				if err == nil {
					for _, event := range batch.Events {
						each(event)
					}
					after = batch.Next
				}
				<-time.After(interval - time.Duration(jitter*random()*float64(interval)))
			}
			return ctx.Err()
		},
	},
}
