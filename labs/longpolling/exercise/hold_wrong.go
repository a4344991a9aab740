package exercise

import (
	"context"
	"time"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/longpolling/scratch"
)

var holdWrong = []book.Wrong[HoldFunc]{
	{
		Name:   "a wait before the first look",
		Caught: "what is there already",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			select {
			case <-log.Changed():
			case <-time.After(wait):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			return log.After(after), nil
		},
	},
	{
		Name:   "0 for a wait without an end",
		Caught: "no time to wait",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			if wait == 0 {
				wait = time.Hour
			}
			return scratch.Hold(ctx, log, after, wait)
		},
	},
	{
		Name:   "a look every 100 ms",
		Caught: "an event while it waits",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			tick := time.NewTicker(100 * time.Millisecond)
			defer tick.Stop()
			deadline := time.After(wait)
			for {
				if events := log.After(after); len(events) > 0 || wait <= 0 {
					return events, nil
				}
				select {
				case <-tick.C:
				case <-deadline:
					return log.After(after), nil
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			}
		},
	},
	{
		Name:   "the deadline is an error",
		Caught: "nothing until the deadline",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			events, err := scratch.Hold(ctx, log, after, wait)
			if err == nil && len(events) == 0 && wait > 0 {
				err = context.DeadlineExceeded
			}
			return events, err
		},
	},
	{
		Name:   "a client that leaves goes unnoticed",
		Caught: "the client leaves",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			return scratch.Hold(context.WithoutCancel(ctx), log, after, wait)
		},
	},
	{
		Name:   "the channel taken after the look",
		Caught: "an event between the look and the wait",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			deadline := time.After(wait)
			for {
				if events := log.After(after); len(events) > 0 || wait <= 0 {
					return events, nil
				}
				select {
				case <-log.Changed():
				case <-deadline:
					return log.After(after), nil
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			}
		},
	},
	{
		Name:   "any wake is an answer",
		Caught: "a wake that brings nothing",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			changed := log.Changed()
			if events := log.After(after); len(events) > 0 || wait <= 0 {
				return events, nil
			}
			select {
			case <-changed:
			case <-time.After(wait):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			return log.After(after), nil
		},
	},
	{
		Name:   "the whole wait again after each wake",
		Caught: "what is left of the wait",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			for {
				changed := log.Changed()
				if events := log.After(after); len(events) > 0 || wait <= 0 {
					return events, nil
				}
				select {
				case <-changed:
				case <-time.After(wait):
					return log.After(after), nil
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			}
		},
	},
	{
		Name:   "no look at the deadline",
		Caught: "an event at the deadline",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			deadline := time.After(wait)
			for {
				changed := log.Changed()
				if events := log.After(after); len(events) > 0 || wait <= 0 {
					return events, nil
				}
				select {
				case <-changed:
				case <-deadline:
					return nil, nil
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			}
		},
	},
	{
		Name:   "a goroutine that waits for the channel alone",
		Caught: "nothing left behind",
		Answer: func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
			found := make(chan []feed.Event, 1)
			go func() {
				for {
					changed := log.Changed()
					if events := log.After(after); len(events) > 0 {
						found <- events
						return
					}
					<-changed
				}
			}()
			deadline := time.After(wait)
			select {
			case events := <-found:
				return events, nil
			case <-deadline:
				return log.After(after), nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		},
	},
}
