package booktest

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/book"
)

// An answer that never returns, or fills the memory, is given up, and the place is told where it is.
func TestLost(t *testing.T) { lose(t) }

func lose(t *testing.T) {
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

func TestPlaces(t *testing.T) {
	const dump = `goroutine 7 [chan receive, 1 minutes]:
testing.(*T).Run(0x1, {0x2, 0x3})
	/go/src/testing/testing.go:2005 +0x3
wireside/labs/a/exercise/b.TestExercise(0x1?)
	/home/x/labs/a/exercise/b/b_test.go:10 +0x1

goroutine 8 [select (durable), synctest bubble 3]:
wireside/labs/a/exercise/b.(*parser).Write(0x1, {0x2, 0x3})
	/home/x/labs/a/exercise/b/b.go:41 +0x3
wireside/labs/a/exercise/b.Do(...)
	/home/x/labs/a/exercise/b/b.go:30
created by wireside/labs/book/booktest.guard in goroutine 7
	/home/x/labs/book/booktest/run.go:20 +0x1

goroutine 9 [runnable, synctest bubble 2]:
wireside/labs/a/exercise/b.Do()
	/home/x/labs/a/exercise/b/b.go:50 +0x3
`
	want := []string{"  select at labs/a/exercise/b/b.go:41  b.(*parser).Write", "  runnable at labs/a/exercise/b/b.go:50  b.Do"}
	if diff := cmp.Diff(want, places(dump, "labs/a/exercise/b", nil)); diff != "" {
		t.Errorf("of all (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[:1], places(dump, "labs/a/exercise/b", newest(dump))); diff != "" {
		t.Errorf("of the newest bubble (-want +got):\n%s", diff)
	}
}
