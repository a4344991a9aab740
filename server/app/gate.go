package app

import (
	"sync"
	"sync/atomic"
	"time"

	"wireside/labs/lab"
)

// gate admits a bounded number at once, and counts whom it turned away.
type gate struct {
	what    string // for the error: "streams"
	limit   int64
	inside  atomic.Int64
	refused atomic.Uint64 // since the start
}

func newGate(what string, limit int) *gate { return &gate{what: what, limit: int64(limit)} }

// admit lets one in, or returns a 503. leave may be called more than once.
func (g *gate) admit() (leave func(), err error) {
	if g.inside.Add(1) > g.limit {
		g.inside.Add(-1)
		g.refused.Add(1)
		return nil, &lab.Error{Status: 503, Code: "too_many_" + g.what,
			Message: "The server holds as many " + g.what + " as it may. Close one, or try again later."}
	}
	return sync.OnceFunc(func() { g.inside.Add(-1) }), nil
}

// visitors are those whom a shutdown waits for. Unlike a WaitGroup, it can be asked in while it is being waited for: then
// it takes nobody. The zero value is ready.
type visitors struct {
	mu      sync.Mutex
	closing bool
	wg      sync.WaitGroup
}

// enter lets one in, unless the shutdown has begun. leave must be called once.
func (v *visitors) enter() (leave func(), err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closing {
		return nil, errClosing
	}
	v.wg.Add(1)
	return v.wg.Done, nil
}

// wait lets nobody in any more and waits until all have left, but no longer than d.
func (v *visitors) wait(d time.Duration) {
	v.mu.Lock()
	v.closing = true
	v.mu.Unlock()
	left := make(chan struct{})
	go func() {
		v.wg.Wait()
		close(left)
	}()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-left:
	case <-timer.C:
	}
}
