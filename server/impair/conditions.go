package impair

import "time"

// maxLasting is how many faults that last a link keeps; beyond it the oldest ends early.
const maxLasting = 32

// conditions is what a link does to bytes at a moment: its network, worsened by the faults that last.
type conditions struct {
	Profile
	bufferEnd time.Time // when a fault's buffering proxy lets go of all; the zero Time: never
}

// lasting is a fault that is in force.
type lasting struct {
	Fault
	until time.Time // the zero Time: the link's end
}

// worsen applies a fault: what both slow down adds up, of two limits the tighter one counts, and a buffer takes the place of
// the one before.
func (c *conditions) worsen(f lasting) {
	c.LatencyMs += f.LatencyMs
	c.JitterMs += f.JitterMs
	c.Kbps = tighter(c.Kbps, f.Kbps)
	c.PieceBytes = tighter(c.PieceBytes, f.PieceBytes)
	c.IdleSeconds = tighter(c.IdleSeconds, f.IdleSeconds)
	if f.Buffer != (Buffer{}) {
		c.Buffer, c.bufferEnd = f.Buffer, f.until
	}
}

// tighter returns the lower of two limits, of which 0 is none.
func tighter[T int | float64](a, b T) T {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// conditions returns what the link does to what is sent now.
func (l *Link) conditions(now time.Time) conditions {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return conditions{}
	}
	c := conditions{Profile: l.profile}
	l.expire(now)
	for _, f := range l.faults {
		c.worsen(f)
	}
	return c
}

// expire forgets faults that have ended. l.mu is held.
func (l *Link) expire(now time.Time) {
	kept := l.faults[:0]
	for _, f := range l.faults {
		if !over(f.until, now) {
			kept = append(kept, f)
		}
	}
	l.faults = kept
}
