package booktest

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wireside/labs/book"
)

// An answer that never returns, or fills the memory, is given up, and the place is told where it is.
func TestLost(t *testing.T) {
	stop := make(chan struct{})
	defer close(stop)
	var stopped atomic.Bool
	defer stopped.Store(true)
	for _, c := range []struct {
		name   string
		limits limits
		answer func()
		want   string
	}{
		{"waits", limits{100 * time.Millisecond, 1 << 40}, func() { <-stop }, "it has not returned for 100ms"},
		{"spins", limits{100 * time.Millisecond, 1 << 40}, func() {
			for !stopped.Load() {
			}
		}, "it has not returned for 100ms"},
		{"appends", limits{time.Minute, 1 << 10}, func() { <-stop }, "it has filled 0 MiB of memory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check := book.Check[func()]{Run: func(_ book.Run, answer func()) error { answer(); return nil }}
			err := runWithin(c.limits, t, "labs/book/booktest", check, c.answer)
			var l *lost
			if !errors.As(err, &l) || !strings.HasPrefix(l.why, c.want) {
				t.Fatalf("it is %v", err)
			}
			if len(l.where) == 0 || !strings.Contains(strings.Join(l.where, "\n"), "labs/book/booktest/run_test.go:") {
				t.Errorf("it is at %q", l.where)
			}
		})
	}
}

// Time stands still in a bubble while somebody works, and the context is the bubble's.
func TestBubble(t *testing.T) {
	check := book.Check[int]{Run: func(run book.Run, _ int) error {
		before := run.Context()
		run.Bubble(func() {
			began, ended := time.Now(), make(chan struct{})
			go func() {
				defer close(ended)
				<-time.After(time.Hour)
			}()
			run.Settle()
			select {
			case <-ended:
				t.Error("an hour went by while nobody waited for it")
			default:
			}
			<-ended
			if d := time.Since(began); d != time.Hour {
				t.Errorf("an hour took %v", d)
			}
			if run.Context() == before || run.Context().Err() != nil {
				t.Error("the context is not the bubble's")
			}
		})
		if run.Context() != before || before.Err() != nil {
			t.Error("the context is not the check's again")
		}
		return nil
	}}
	if err := run(t, "labs", check, 0); err != nil {
		t.Error(err)
	}
}
