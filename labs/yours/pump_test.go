package yours

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wireside/labs/sse/scratch"
)

// slowly is a client that takes a while for each Write, until it is gone.
type slowly struct {
	each time.Duration
	gone <-chan struct{}
}

func (w slowly) Write(p []byte) (int, error) {
	select {
	case <-time.After(w.each):
		return len(p), nil
	case <-w.gone:
		return 0, net.ErrClosed
	}
}
func (slowly) SetWriteDeadline(time.Time) error { return nil }

// pumped has a Pump write events without an end to a client, who leaves after a while. It returns what the Guard makes of it,
// and when.
func pumped(yours pump, each, leaves time.Duration) (after time.Duration, incidents []Incident, err error) {
	ctx, leave := context.WithTimeout(context.Background(), leaves)
	defer leave()
	g, told := collect()
	events := make(chan []byte)
	go func() {
		defer close(events)
		for {
			select {
			case events <- []byte("data: x\n\n"):
			case <-ctx.Done():
				return
			}
		}
	}()
	began := time.Now()
	err = ssePump(g, yours)(ctx, slowly{each, ctx.Done()}, events, time.Minute, time.Minute)
	return time.Since(began), *told, err
}

// A Pump that never returns is given up: soon if it takes no event, else when its client has left.
func TestPumpThatGoesOn(t *testing.T) {
	for name, test := range map[string]struct {
		writes int // blocks, before it does nothing any more
		want   string
		after  time.Duration
	}{
		"from the beginning":              {0, "there was an event to write", 2 * patience},
		"after some events":               {2, "there was an event to write", 2*time.Millisecond + 2*patience},
		"when its client has left, alone": {1 << 30, "its context had ended", time.Minute + patience},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				forever := make(chan struct{})
				after, incidents, err := pumped(func(_ context.Context, w scratch.Writer, events <-chan []byte, _, _ time.Duration) error {
					for range test.writes {
						block, more := <-events
						if !more {
							break
						}
						w.Write(block)
					}
					<-forever
					return nil
				}, time.Millisecond, time.Minute)
				if code(err) != "exercise_stuck" || after > test.after || len(incidents) != 1 || !strings.Contains(incidents[0].Message, test.want) {
					t.Errorf("%v after %v: %+v", err, after, incidents)
				}
				if n := lost.Load(); n != 1 {
					t.Errorf("%d are missing", n)
				}
				close(forever)
				synctest.Wait()
				if n := lost.Load(); n != 0 {
					t.Errorf("%d are missing when it has returned", n)
				}
			})
		})
	}
}

// A client may take its time; that is no fault of Pump's.
func TestPumpOfASlowClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, each := range []time.Duration{patience - 1, patience, patience + 1, 10 * time.Second} {
			after, incidents, err := pumped(scratch.Pump, each, 5*time.Minute)
			if err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, net.ErrClosed) || after < 5*time.Minute || len(incidents) > 0 {
				t.Errorf("%v: %v after %v: %+v", each, err, after, incidents)
			}
		}
	})
}

// Pumps that never return are not begun for ever.
func TestPumpsThatGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _ := collect()
		forever := make(chan struct{})
		defer close(forever)
		var begun atomic.Int32
		loop := ssePump(g, func(context.Context, scratch.Writer, <-chan []byte, time.Duration, time.Duration) error {
			begun.Add(1)
			<-forever
			return nil
		})
		for range 3 * maxStuck {
			ctx, leave := context.WithTimeout(t.Context(), time.Second)
			loop(ctx, slowly{0, ctx.Done()}, make(chan []byte), time.Minute, time.Minute)
			leave()
		}
		if n := begun.Load(); n != maxStuck {
			t.Errorf("%d were begun", n)
		}
	})
}
