package impair

import "time"

// signal wakes whoever waits for a change. The lock of what changes guards it.
type signal struct{ ch chan struct{} }

// fire wakes all who wait.
func (s *signal) fire() {
	if s.ch != nil {
		close(s.ch)
		s.ch = nil
	}
}

// pause waits, with c.mu unlocked, until s fires or at has come. The zero at: for s alone.
func (c *Conn) pause(s *signal, at time.Time) {
	if s.ch == nil {
		s.ch = make(chan struct{})
	}
	fired := s.ch
	c.mu.Unlock()
	defer c.mu.Lock()
	if at.IsZero() {
		<-fired
		return
	}
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-fired:
	case <-timer.C:
	}
}

// past is a deadline that whoever is in a socket's Read or Write comes out of at once.
var past = time.Unix(1, 0)

// sooner returns the earlier of two times, of which the zero one means never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// over reports whether a deadline has passed.
func over(deadline, now time.Time) bool { return !deadline.IsZero() && !now.Before(deadline) }
