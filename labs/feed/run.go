package feed

import (
	"context"
	"time"
)

// maxArrears is how far behind its schedule a feed may fall, say because the process was stopped, and still make up for
// it. What is older is left out, rather than published in one burst.
const maxArrears = time.Second

// Run publishes ticker lines at the configured rate, the first one interval after the call, until ctx ends or the feed is
// closed. With a rate of 0 it only waits. It neither drifts nor closes the feed. Call it once.
func (f *Feed) Run(ctx context.Context) {
	if !(f.cfg.Rate > 0) {
		select {
		case <-ctx.Done():
		case <-f.done:
		}
		return
	}
	interval := float64(time.Second) / f.cfg.Rate
	start, n := time.Now(), 1.0
	due := func() time.Time { return start.Add(time.Duration(n * interval)) }
	timer := time.NewTimer(time.Until(due()))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.done:
			return
		case <-timer.C:
		}
		if late := time.Since(due()); late > maxArrears {
			start = start.Add(late)
		}
		for ; !due().After(time.Now()) && ctx.Err() == nil; n++ {
			if f.Publish(f.line.next(f.cfg.PayloadBytes)).Seq == 0 {
				return
			}
		}
		timer.Reset(time.Until(due()))
	}
}
