package exercise

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/book"
	"wireside/labs/book/booktest"
	"wireside/labs/feed"
	"wireside/labs/longpolling/scratch"
)

func TestReference(t *testing.T) { booktest.Prove(t, Hold) }

// bubble is a book.Run.
type bubble struct{ t *testing.T }

func (b bubble) Context() context.Context { return b.t.Context() }
func (b bubble) Bubble(do func())         { synctest.Test(b.t, func(*testing.T) { do() }) }
func (b bubble) Settle()                  { synctest.Wait() }

// TestEndless holds that each check ends, and fails, with answers that don't end by themselves.
func TestEndless(t *testing.T) {
	for name, hold := range map[string]HoldFunc{
		"waits for an event only": func(_ context.Context, log scratch.Log, after uint64, _ time.Duration) ([]feed.Event, error) {
			for {
				<-log.Changed()
			}
		},
		"looks without a pause, from the deadline on": func(_ context.Context, log scratch.Log, after uint64, _ time.Duration) ([]feed.Event, error) {
			<-time.After(longAfter)
			for {
				log.After(after)
			}
		},
		"panics": func(context.Context, scratch.Log, uint64, time.Duration) ([]feed.Event, error) { panic("oh") },
	} {
		for _, check := range Hold.Checks {
			var run book.Run = bubble{t}
			if err := check.Run(run, hold); err == nil {
				t.Errorf("%s: passes %q", name, check.Name)
			}
		}
	}
}
