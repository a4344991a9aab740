package feed

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRunRate(t *testing.T) {
	for _, test := range []struct {
		name string
		rate float64
		span time.Duration
		want uint64
	}{
		{"five a second", 5, 10 * time.Second, 50},
		{"one in four seconds", 0.25, 10 * time.Second, 2},
		{"many", 2000, 3 * time.Second, 6000},
		{"an interval that is no whole number of nanoseconds", 3, 100 * time.Second, 300},
		{"none", 0, time.Hour, 0},
		{"less than none", -1, time.Hour, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), test.span+time.Microsecond)
				defer cancel()
				f := New(Config{Rate: test.rate})
				f.Run(ctx)
				if got := f.Last(); got != test.want {
					t.Errorf("%d events in %v, want %d", got, test.span, test.want)
				}
			})
		})
	}
}

func TestRunKeepsTheBeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := New(Config{Rate: 4})
		start := time.Now().UnixMicro()
		go f.Run(t.Context())
		<-time.After(time.Second + time.Millisecond) // the bubble's clock, not the wall's
		var at []int64
		for _, e := range f.After(0, 0).Events {
			at = append(at, e.At-start)
		}
		if diff := cmp.Diff([]int64{250_000, 500_000, 750_000, 1_000_000}, at); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		f.Close()
		synctest.Wait()
	})
}

// TestRunEndsWithTheFeed hangs if it does not.
func TestRunEndsWithTheFeed(t *testing.T) {
	for _, rate := range []float64{0, 1, 1e9} {
		synctest.Test(t, func(t *testing.T) {
			f := New(Config{Rate: rate})
			time.AfterFunc(10*time.Microsecond, f.Close)
			f.Run(t.Context())
		})
	}
}

func TestPayloadBytes(t *testing.T) {
	for _, test := range []struct{ set, want int }{{0, 46}, {-1, 46}, {200, 200}} {
		synctest.Test(t, func(t *testing.T) {
			f := New(Config{Rate: 1, PayloadBytes: test.set})
			ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
			defer cancel()
			f.Run(ctx)
			if got := len(f.After(0, 0).Events[0].Data); got != test.want {
				t.Errorf("PayloadBytes %d made %d bytes, want %d", test.set, got, test.want)
			}
		})
	}
}
