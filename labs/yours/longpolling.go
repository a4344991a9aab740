package yours

import (
	"context"
	"fmt"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
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
	type result struct {
		events []feed.Event
		err    error
	}
	return func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
		if g.stuck.Load() >= maxStuck {
			return nil, stuckError(name)
		}
		done := make(chan result, 1)
		go func() {
			events, err := Wait(g, name, func() ([]feed.Event, error) { return yours(ctx, log, after, wait) })
			done <- result{events, err}
		}()
		late, why := time.NewTimer(wait+patience), "its wait was over"
		defer late.Stop()
		for ended := ctx.Done(); ; {
			select {
			case r := <-done:
				return r.events, r.err
			case <-ended:
				ended, why = nil, "its context had ended"
				late.Reset(patience)
				continue
			case <-late.C:
			}
			g.stuck.Add(1)
			go func() {
				<-done
				g.stuck.Add(-1)
			}()
			err := &lab.Error{Status: 500, Code: "exercise_stuck", Message: fmt.Sprintf(
				"the code of exercise %s has not returned for %v after %s", name, patience, why)}
			g.Report(Incident{Exercise: name, Message: err.Error()})
			return nil, err
		}
	}
}
