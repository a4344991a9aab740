package app

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"
	"sync"
	"time"

	"wireside/labs/lab"
)

// demoID names the run that is always on, and that answers where no run is named.
const demoID = "demo"

// The demo run publishes two events a second and keeps the last 32, so that a bare curl sees some at once.
const (
	demoRate   = 2
	demoWindow = 32
)

// runs holds the runs of a server by their id.
type runs struct {
	app  *App
	demo *Run

	mu     sync.Mutex
	byID   map[string]*Run
	closed bool
}

func newRuns(a *App) *runs {
	rs := &runs{app: a, byID: make(map[string]*Run)}
	spec, _ := readSpec(nil, a.limits)
	spec.Rate, spec.Seconds = demoRate, 0
	rs.demo = a.newRun(demoID, spec, demoWindow, true)
	return rs
}

// create starts a run. When as many are kept as may be, the one that ended first makes room; if none has ended, it is
// refused.
func (rs *runs) create(spec Spec) (*Run, error) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.closed {
		return nil, errClosing
	}
	if simulated := rs.simulated(); spec.Herd != nil && simulated+spec.Herd.Clients > rs.app.limits.Simulated {
		return nil, &lab.Error{Status: 429, Code: "too_many_clients",
			Message: fmt.Sprintf("The server simulates %d clients, and at most %d. Stop another run's, or ask for fewer.", simulated, rs.app.limits.Simulated)}
	}
	if len(rs.byID) >= rs.app.limits.Runs {
		oldest := rs.oldestEnded()
		if oldest == nil {
			return nil, &lab.Error{Status: 429, Code: "too_many_runs",
				Message: fmt.Sprintf("The server holds %d runs, as many as it may. Delete one, or wait until one ends.", len(rs.byID))}
		}
		rs.forget(oldest)
	}
	r := rs.app.newRun(rs.newID(), spec, rs.app.limits.WindowEvents, false)
	rs.byID[r.id] = r
	rs.app.background.Go(func() { rs.retire(r) })
	return r, nil
}

// retire forgets a run some time after it has ended.
func (rs *runs) retire(r *Run) {
	select {
	case <-r.stopped:
	case <-r.forgotten:
		return
	}
	keep := time.NewTimer(rs.app.limits.RunKeep)
	defer keep.Stop()
	select {
	case <-keep.C:
		rs.delete(r.id)
	case <-r.forgotten:
	case <-rs.app.ctx.Done():
	}
}

// simulated returns how many clients are simulated now. rs.mu is held.
func (rs *runs) simulated() (n int) {
	for _, r := range rs.byID {
		if r.herd != nil && !r.ended() {
			n += r.spec.Herd.Clients
		}
	}
	return n
}

func (rs *runs) oldestEnded() *Run {
	var oldest *Run
	for _, r := range rs.byID {
		if r.ended() && (oldest == nil || r.endsAt() < oldest.endsAt()) {
			oldest = r
		}
	}
	return oldest
}

// get returns the run with the given id; an empty one means the demo run.
func (rs *runs) get(id string) (*Run, error) {
	if id == "" || id == demoID {
		return rs.demo, nil
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if r := rs.byID[id]; r != nil {
		return r, nil
	}
	return nil, errNoRun(id)
}

// delete stops a run and forgets it. The demo run stays.
func (rs *runs) delete(id string) error {
	if id == demoID {
		return errDemoRun
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.closed {
		return errClosing // whoever shuts down waits for what is under way, and no more may begin
	}
	r := rs.byID[id]
	if r == nil {
		return errNoRun(id)
	}
	rs.forget(r)
	return nil
}

// forget takes a run out and ends its streams in the background. rs.mu is held.
func (rs *runs) forget(r *Run) {
	delete(rs.byID, r.id)
	close(r.forgotten)
	rs.app.background.Go(func() {
		r.close()
		rs.app.store.Close(r.ring)
	})
}

// close ends all runs and their streams, and takes no new ones.
func (rs *runs) close() {
	rs.mu.Lock()
	rs.closed = true
	all := []*Run{rs.demo}
	for _, r := range rs.byID {
		all = append(all, r)
	}
	rs.mu.Unlock()
	var wg sync.WaitGroup
	for _, r := range all {
		wg.Go(r.close)
	}
	wg.Wait()
}

// newID returns an id that is not in use: eight letters and digits, 40 random bits. rs.mu is held.
func (rs *runs) newID() string {
	for {
		var bits [5]byte
		rand.Read(bits[:])
		id := strings.ToLower(base32.StdEncoding.EncodeToString(bits[:]))
		if rs.byID[id] == nil && id != demoID {
			return id
		}
	}
}

func errNoRun(id string) error {
	if len(id) > 64 {
		id = id[:64] + "…"
	}
	return &lab.Error{Status: 404, Code: "no_such_run",
		Message: fmt.Sprintf("There is no run %q; it may have ended and been forgotten. Make one with POST /api/runs, or leave run out for the demo run.", id)}
}

var errDemoRun = &lab.Error{Status: 403, Code: "demo_run", Message: "The demo run is always on. Make a run of your own with POST /api/runs."}

var errClosing = &lab.Error{Status: 503, Code: "closing", Message: "The server is shutting down."}
