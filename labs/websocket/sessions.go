package websocket

import "time"

const (
	// farewell is how long shut waits for the clients' close frames.
	farewell = 200 * time.Millisecond
	// cutoff is when shut cuts off who is left: those whose socket took no close frame.
	cutoff = 250 * time.Millisecond
)

// add counts a session in, unless the endpoint is closed.
func (e *endpoint) add(s *session) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	e.joined++
	s.slot, s.index = e.joined%slots, len(e.sessions)
	e.sessions = append(e.sessions, s)
	e.running.Add(1)
	if !e.pumping {
		e.pumping = true
		e.running.Go(e.pump)
	}
	return true
}

// remove counts a session out.
func (e *endpoint) remove(s *session) {
	e.mu.Lock()
	defer e.mu.Unlock()
	last := len(e.sessions) - 1
	e.sessions[s.index], e.sessions[last].index = e.sessions[last], s.index
	e.sessions[last] = nil
	e.sessions = e.sessions[:last]
	e.running.Done()
	if last == 0 {
		select {
		case e.poke <- struct{}{}:
		default:
		}
	}
}

// snapshot appends the sessions to list. If there are none, the pump that asked has to end.
func (e *endpoint) snapshot(list []*session) []*session {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pumping = len(e.sessions) > 0
	return append(list, e.sessions...)
}

// shut ends all streams, as Close says. A second call waits as the first does.
func (e *endpoint) shut() {
	e.mu.Lock()
	if !e.closed {
		e.closed = true
		close(e.closing)
	}
	e.mu.Unlock()
	cut := time.AfterFunc(cutoff, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		for _, s := range e.sessions {
			s.raw.Close()
		}
	})
	defer cut.Stop()
	e.running.Wait()
}
