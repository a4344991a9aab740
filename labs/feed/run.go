package feed

import (
	"context"
	"time"
)

// maxArrears is how far behind its schedule a feed may fall, say because the process was stopped, and still make up for
// it. What is older is left out, rather than published in one burst.
const maxArrears = time.Second

// Run publishes the scenario's events at the configured rate, the first one about an interval after the call, until ctx
// ends or the feed is finished. With a rate of 0 or in silence it only waits. It neither drifts nor finishes the feed. Call
// it once.
func (f *Feed) Run(ctx context.Context) {
	if f.pace == nil {
		select {
		case <-ctx.Done():
		case <-f.done:
		}
		return
	}
	start, next := time.Now(), f.pace()
	due := func() time.Time { return start.Add(next) }
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
		for ; !due().After(time.Now()) && ctx.Err() == nil; next = f.pace() {
			if f.Publish(f.author(f.cfg.PayloadBytes)).Seq == 0 {
				return
			}
		}
		timer.Reset(time.Until(due()))
	}
}
