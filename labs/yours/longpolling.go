package yours

import (
	"context"
	"errors"
	"time"

	"wireside/labs/feed"
	"wireside/labs/longpolling/exercise"
	"wireside/labs/longpolling/exercise/hold"
	"wireside/labs/longpolling/scratch"
)

var longpollingEntries = []Entry{{exercise.Hold.Info, hold.Started}}

// LongPolling returns the parts of a lane, the learner's where they are started, and names those.
func LongPolling(g *Guard) (parts scratch.Parts, names []string) {
	parts = scratch.Reference()
	if hold.Started {
		parts.Hold = longpollingHold(g, hold.Hold)
	}
	return parts, started(longpollingEntries)
}

// longpollingHold gives up a Hold that goes on for a second after its wait is over or its context has ended. That is an
// incident, and the *lab.Error exercise_stuck.
func longpollingHold(g *Guard, yours exercise.HoldFunc) exercise.HoldFunc {
	name := exercise.Hold.Name
	return func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
		if err := g.refusal(name); err != nil {
			return nil, err
		}
		done := start(g, name, func() ([]feed.Event, error) { return yours(ctx, log, after, wait) }, func() {})
		late, why := time.NewTimer(wait+patience), "its wait was over"
		defer late.Stop()
		for ended := ctx.Done(); ; {
			select {
			case r := <-done:
				if r.err != nil && !errors.Is(r.err, ctx.Err()) {
					r.err = g.failed(name, "Hold", r.err)
				}
				return r.answer, r.err
			case <-ended:
				ended, why = nil, "its context had ended"
				late.Reset(patience)
			case <-late.C:
				return nil, abandon(g, name, done, why+" by then.")
			}
		}
	}
}
