package exercises

import (
	"context"
	"slices"
)

// work runs what is to be run, until w is closed.
func (w *Watch) work() {
	for {
		select {
		case <-w.ctx.Done():
			return
		case <-w.wake:
		}
		for w.ctx.Err() == nil && w.runNext() {
		}
	}
}

// runNext runs the next batch, and reports whether there was one.
func (w *Watch) runNext() bool {
	w.mu.Lock()
	chosen, urgent := w.next()
	w.mu.Unlock()
	if len(chosen) == 0 {
		return false
	}
	b := &batch{left: make(map[*exercise]sum), urgent: urgent}
	w.looking.Lock()
	for _, e := range chosen {
		b.left[e] = inputs(w.root, e.pkg)
	}
	ctx, cancel := context.WithCancel(w.ctx)
	defer cancel()
	b.cancel = cancel
	names := make(map[string]string)
	byName := make(map[string]*exercise)
	w.mu.Lock()
	for _, e := range chosen {
		names[module+"/"+e.pkg] = e.name
		byName[e.name] = e
		e.now = b.left[e]
		if e.result.State != Running {
			e.before = e.result.State
			e.result.State = Running
			w.bump(e)
		}
	}
	w.batch = b
	w.mu.Unlock()
	w.looking.Unlock()

	w.runner.run(ctx, names, func(name string, result Result) { w.finish(b, byName[name], result) })

	w.mu.Lock()
	defer w.mu.Unlock()
	w.batch = nil
	for e := range b.left {
		if !w.pending(e) { // nobody waits for it any more
			e.result.State = e.before
			w.bump(e)
		}
	}
	return true
}

// pending reports whether an exercise is to be run. w.mu is held.
func (w *Watch) pending(e *exercise) bool {
	return e.asked || w.viewers > 0 && (!e.has || e.ran != e.now)
}

// next chooses what to run: what somebody asks for or has changed goes first, without the others. w.mu is held.
func (w *Watch) next() (chosen []*exercise, urgent bool) {
	for _, e := range w.all {
		if !w.pending(e) {
			continue
		}
		now := e.asked || e.has
		if now && !urgent {
			chosen, urgent = nil, true
		}
		if now == urgent {
			chosen = append(chosen, e)
		}
	}
	return chosen, urgent
}

// finish takes the Result of an exercise of a batch, unless its source has changed meanwhile.
func (w *Watch) finish(b *batch, e *exercise, result Result) {
	w.mu.Lock()
	defer w.mu.Unlock()
	of, ok := b.left[e]
	if !ok || of != e.now {
		return
	}
	delete(b.left, e)
	e.ran, e.has, e.asked = of, true, false
	e.result = result
	w.bump(e)
}

// look reads the exercises' source, and has run what has changed.
func (w *Watch) look() {
	w.looking.Lock()
	defer w.looking.Unlock()
	now := make([]sum, len(w.all))
	stale := []string{}
	for i, e := range w.all {
		now[i] = inputs(w.root, e.pkg)
		if answer(w.root, e.pkg) != e.built {
			stale = append(stale, e.name)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, e := range w.all {
		if e.now == now[i] {
			continue
		}
		e.now = now[i]
		if b := w.batch; b != nil {
			if of, runs := b.left[e]; runs && of != e.now || e.has && !b.urgent {
				b.cancel()
			}
		}
	}
	if !slices.Equal(stale, w.stale) {
		w.stale = stale
		w.bump(nil)
	}
	w.poke()
}
