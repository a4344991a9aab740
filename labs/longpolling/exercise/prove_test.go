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

// TestOtherAnswers holds that answers pass which go about it otherwise, as the contract allows.
func TestOtherAnswers(t *testing.T) {
	withTimeout := func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
		waiting, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		for {
			changed := log.Changed()
			if events := log.After(after); len(events) > 0 {
				return events, nil
			}
			select {
			case <-changed:
			case <-waiting.Done():
				return log.After(after), ctx.Err()
			}
		}
	}
	inGoroutine := func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
		waiting, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		found := make(chan []feed.Event, 1)
		go func() {
			for {
				changed := log.Changed()
				if events := log.After(after); len(events) > 0 {
					found <- events
					return
				}
				select {
				case <-changed:
				case <-waiting.Done():
					found <- append([]feed.Event{}, log.After(after)...)
					return
				}
			}
		}()
		return <-found, ctx.Err()
	}
	for name, hold := range map[string]HoldFunc{"a context with a timeout": withTimeout, "a goroutine that looks": inGoroutine} {
		for _, check := range Hold.Checks {
			if err := check.Run(bubble{t}, hold); err != nil {
				t.Errorf("%s fails %q: %v", name, check.Name, err)
			}
		}
	}
}
