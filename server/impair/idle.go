package impair

import "time"

// watchIdle has the exchange under way cut, as an impatient proxy does, when no byte has passed either way for as long as
// the conditions allow. What the server writes counts when it writes it: the proxy stands next to it.
func (c *Conn) watchIdle(now time.Time) {
	x := c.x
	limit := seconds(x.conditions(now).IdleSeconds)
	switch {
	case limit == 0:
		return // a timer that runs finds that out, too
	case x.idle == nil:
		x.idle = time.AfterFunc(x.active.Add(limit).Sub(now), func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			if c.x == x {
				c.cutIfIdle()
			}
		})
	default:
		x.idle.Reset(x.active.Add(limit).Sub(now))
	}
}

func (c *Conn) cutIfIdle() {
	now := time.Now()
	limit := seconds(c.x.conditions(now).IdleSeconds)
	if limit > 0 && now.Sub(c.x.active) >= limit {
		c.breakOff(c.x, ErrCut)
		return
	}
	c.watchIdle(now)
}
