package exercise

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/book/booktest"
	"wireside/labs/feed"
	"wireside/labs/polling/scratch"
)

func TestReference(t *testing.T) {
	booktest.Prove(t, Cursor)
	booktest.Prove(t, ETag)
	booktest.Prove(t, Jitter)
}

// bubble is a book.Run.
type bubble struct{ t *testing.T }

func (b bubble) Context() context.Context { return b.t.Context() }
func (b bubble) Bubble(do func())         { synctest.Test(b.t, func(*testing.T) { do() }) }
func (b bubble) Settle()                  { synctest.Wait() }

// TestEndless holds that each check ends, and fails, with clients that don't end by themselves.
func TestEndless(t *testing.T) {
	for name, poll := range map[string]Poll{
		"asks without a pause": func(ctx context.Context, fetch scratch.Fetch, _ time.Duration, _ float64, _ func() float64, _ func(feed.Event)) error {
			for {
				fetch(ctx, 0)
			}
		},
		"panics": func(context.Context, scratch.Fetch, time.Duration, float64, func() float64, func(feed.Event)) error {
			panic("oh")
		},
	} {
		for _, check := range Jitter.Checks {
			if err := check.Run(bubble{t}, poll); err == nil {
				t.Errorf("%s: passes %q", name, check.Name)
			}
		}
	}
}

// TestOtherReadings holds that answers pass which the contract allows too.
func TestOtherReadings(t *testing.T) {
	fromQuestion := func(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
		for after := uint64(0); ; {
			began := time.Now()
			answer, err := fetch(ctx, after)
			if err == nil {
				for _, event := range answer.Events {
					each(event)
				}
				after = answer.Next
			}
			pause := time.Duration(float64(interval) * (1 - jitter*random()))
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Until(began.Add(pause))):
			}
		}
	}
	for _, check := range Jitter.Checks {
		if err := check.Run(bubble{t}, fromQuestion); err != nil {
			t.Errorf("a wait from the question on fails %q: %v", check.Name, err)
		}
	}
}
