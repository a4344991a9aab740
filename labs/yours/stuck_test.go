package yours

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// However many call a function that never returns, few of them are left with it, and who calls next is told whose it is.
func TestGuardAgainstManyLoops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		running, most, told := 0, 0, 0
		g := &Guard{Report: func(i Incident) {
			mu.Lock()
			defer mu.Unlock()
			if strings.Contains(i.Message, "has not returned for") {
				told++
			}
		}}
		forever := make(chan struct{})
		defer close(forever)
		var all sync.WaitGroup
		for range 300 {
			all.Go(func() {
				_, err := Try(g, "sse-encode", func() (int, error) {
					mu.Lock()
					running++
					most = max(most, running)
					mu.Unlock()
					<-forever
					return 0, nil
				})
				if code(err) != "exercise_stuck" {
					t.Errorf("%v", err)
				}
			})
		}
		began := time.Now()
		all.Wait()
		if most != maxCalls || told != maxCalls || time.Since(began) > 2*patience {
			t.Errorf("%d were called, %d were told of, and it took %v", most, told, time.Since(began))
		}
		called := false
		_, err := Try(g, "sse-resume", func() (int, error) { called = true; return 0, nil })
		if called || code(err) != "exercise_stuck" || !strings.Contains(err.Error(), "was of exercise sse-encode.") {
			t.Errorf("called: %v, %v", called, err)
		}
	})
}

// Many calls of what does return all get their turn.
func TestGuardLetsManyCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, incidents := collect()
		var all sync.WaitGroup
		for range 300 {
			all.Go(func() {
				n, err := Try(g, "sse-encode", func() (int, error) {
					<-time.After(time.Millisecond)
					return 7, nil
				})
				if n != 7 || err != nil {
					t.Error(n, err)
				}
			})
		}
		all.Wait()
		if len(*incidents) > 0 {
			t.Errorf("%+v", *incidents)
		}
	})
}

// The Guards of all lanes together leave no more loops running than the machine can bear; who has none is told so.
func TestGuardsTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		forever := make(chan struct{})
		var calls atomic.Int32
		for range maxLost + 1 {
			g, _ := collect()
			Try(g, "sse-encode", func() (int32, error) { calls.Add(1); <-forever; return 0, nil })
		}
		if n := calls.Load(); n != maxLost {
			t.Errorf("%d were called", n)
		}
		g, incidents := collect()
		if _, err := Try(g, "sse-encode", func() (int, error) { return 0, nil }); code(err) != "exercise_stuck" || !strings.Contains(err.Error(), "too many") {
			t.Error(err)
		}
		if len(*incidents) != 1 {
			t.Errorf("%+v", *incidents)
		}
		close(forever)
		synctest.Wait()
		if _, err := Try(g, "sse-encode", func() (int, error) { return 0, nil }); err != nil || lost.Load() != 0 {
			t.Errorf("when all have returned: %v, %d are missing", err, lost.Load())
		}
	})
}

// A function that ends its goroutine has not answered, and is not stuck.
func TestGuardAgainstGoexit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _ := collect()
		for range 2 * maxCalls {
			if _, err := Try(g, "sse-encode", func() (int, error) { runtime.Goexit(); return 0, nil }); code(err) != "exercise_ended" {
				t.Fatal(err)
			}
		}
	})
}
