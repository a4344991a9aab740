package exercise

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/book"
	"wireside/labs/book/booktest"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/polling/scratch"
)

func TestReference(t *testing.T) {
	booktest.Prove(t, Cursor)
	booktest.Prove(t, ETag)
	booktest.Prove(t, Jitter)
}

// TestCaught holds that small faults are caught where the hint speaks of them.
func TestCaught(t *testing.T) {
	booktest.Caught(t, ETag, book.Wrong[Answer]{
		Name:   "a star between two commas",
		Caught: "a star",
		Answer: tagged(func(field, tag string) bool {
			field = strings.ReplaceAll(field, "W/", "")
			return names(field, "*") || names(field, tag)
		}),
	})
	booktest.Caught(t, Jitter, book.Wrong[Poll]{
		Name:   "a fetch that never hears of the end",
		Caught: "the end while it asks",
		Answer: func(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error {
			deaf := func(_ context.Context, after uint64) (lab.Batch, error) { return fetch(context.Background(), after) }
			return scratch.Poll(ctx, deaf, interval, jitter, random, each)
		},
	})
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

// TestOtherAnswers holds that answers pass which go about it otherwise, as the contract allows.
func TestOtherAnswers(t *testing.T) {
	counted := func(kept []feed.Event, after uint64, limit int) (lab.Batch, error) {
		first, _ := slices.BinarySearchFunc(kept, after+1, func(e feed.Event, seq uint64) int { return int(int64(e.Seq) - int64(seq)) })
		batch := lab.Batch{Events: kept[first:], Next: after}
		if limit > 0 && len(batch.Events) > limit {
			batch.Events = batch.Events[:limit]
		}
		if n := len(batch.Events); n > 0 {
			batch.Next = batch.Events[n-1].Seq
		}
		if len(kept) > 0 && after+1 < kept[0].Seq {
			batch.Gap = &feed.Gap{From: after + 1, To: kept[0].Seq - 1}
		}
		return batch, nil
	}
	for _, check := range Cursor.Checks {
		if err := check.Run(bubble{t}, counted); err != nil {
			t.Errorf("a search by halves fails %q: %v", check.Name, err)
		}
	}

	tag := func(body []byte) string {
		hash := fnv.New64a()
		hash.Write(body)
		return fmt.Sprintf(`"%x"`, hash.Sum64())
	}
	searched := func(body []byte, field string) (int, string, error) {
		if strings.TrimSpace(field) == "*" || strings.Contains(field, tag(body)) {
			return 304, tag(body), nil
		}
		return 200, tag(body), nil
	}
	for name, answer := range map[string]Answer{"a quoted tag searched for": searched, "a split list": retagged(tag)} {
		for _, check := range ETag.Checks {
			if err := check.Run(bubble{t}, answer); err != nil {
				t.Errorf("%s fails %q: %v", name, check.Name, err)
			}
		}
	}

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
