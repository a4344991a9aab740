package impair

import "time"

// A link reaches the exchanges that are under way on it through their connections. Each of these methods reports whether
// the exchange was still under way.

// end ends the exchange's connection.
func (c *Conn) end(x *exchange, how brokenError) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.breakOff(x, how)
}

// stop stalls the exchange, for d or, if that is 0, for ever.
func (c *Conn) stop(x *exchange, now time.Time, d time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.x != x {
		return false
	}
	c.stall(now, d)
	return true
}

// stall stalls the exchange under way. A stall that is in force is only ever prolonged.
func (c *Conn) stall(now time.Time, d time.Duration) {
	x := c.x
	held, until := x.held(now)
	if !held {
		x.link.stalled.Add(1)
	}
	switch {
	case d == 0 || held && until.IsZero():
		x.stallEnd = time.Time{}
	default:
		x.stallEnd = later(x.stallEnd, now.Add(d))
	}
	x.stalled = true
	c.out.changed.fire()
	c.in.changed.fire()
	if c.peerGone(now) {
		c.giveUp()
	}
}

// notice has the exchange follow a change of its link's conditions.
func (c *Conn) notice(x *exchange, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.x != x {
		return false
	}
	c.watchIdle(now)
	return true
}

// release lets go of the exchange, whose link is closed: what is on its way arrives now. If it is stalled its connection
// is cut.
func (c *Conn) release(x *exchange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.x != x {
		return
	}
	now := time.Now()
	if held, _ := x.held(now); held {
		c.breakOff(x, ErrCut)
		return
	}
	x.hurry = true
	c.letGo(now)
	c.out.last, c.out.free = time.Time{}, time.Time{} // the next exchange has not to wait for what was to come
	c.in.last, c.in.free = time.Time{}, time.Time{}
	c.endExchange()
	c.settle()
}
