package yours

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	longpolling "wireside/labs/longpolling/scratch"
)

// TestHoldThatGoesOn gives up one that holds on after its wait, and one that does after its client has left.
func TestHoldThatGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		guard, incidents := collect()
		never := make(chan struct{})
		hold := longpollingHold(guard, func(context.Context, longpolling.Log, uint64, time.Duration) ([]feed.Event, error) {
			<-never
			return nil, nil
		})
		ctx, leave := context.WithCancel(t.Context())
		defer time.AfterFunc(5*time.Second, leave).Stop()
		var took []time.Duration
		for _, wait := range []time.Duration{2 * time.Second, 30 * time.Second} {
			began := time.Now()
			if _, err := hold(ctx, nil, 0, wait); code(err) != "exercise_stuck" {
				t.Errorf("%v: %v", wait, err)
			}
			took = append(took, time.Since(began))
		}
		if diff := cmp.Diff([]time.Duration{2*time.Second + patience, 2*time.Second + patience}, took); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if len(*incidents) != 2 || !strings.Contains((*incidents)[0].Message, "wait was over") || !strings.Contains((*incidents)[1].Message, "context had ended") {
			t.Errorf("%+v", *incidents)
		}
		if n := guard.stuck.Load(); n != 2 {
			t.Errorf("%d are stuck", n)
		}
		close(never)
		synctest.Wait()
		if n := guard.stuck.Load(); n != 0 {
			t.Errorf("%d are stuck when all have returned", n)
		}
	})
}
