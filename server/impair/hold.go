package impair

import "time"

// hold is what a buffering proxy holds back of a response. It counts as being out.
type hold struct {
	x      *exchange
	data   []byte
	flight time.Duration // of the first write in it
	timer  *time.Timer
}

// drop empties the hold and returns how much was in it.
func (h *hold) drop() int {
	n := len(h.data)
	h.data = nil
	if h.timer != nil {
		h.timer.Stop()
		h.timer = nil
	}
	return n
}

// holdBack adds p to what is held, and lets all of it go if that is enough.
func (c *Conn) holdBack(now time.Time, p []byte, d time.Duration, cond conditions) {
	h := &c.hold
	if len(h.data) == 0 {
		h.x, h.flight = c.x, d
		end := cond.bufferEnd
		if cond.Buffer.Ms > 0 {
			end = sooner(end, now.Add(milliseconds(cond.Buffer.Ms)))
		}
		if !end.IsZero() {
			var timer *time.Timer
			timer = time.AfterFunc(end.Sub(now), func() {
				c.mu.Lock()
				defer c.mu.Unlock()
				if h.timer == timer {
					c.letGo(time.Now())
				}
			})
			h.timer = timer
		}
	}
	h.data = append(h.data, p...)
	c.out.grow(len(p))
	if cond.Buffer.Bytes > 0 && len(h.data) >= cond.Buffer.Bytes || c.out.full() {
		c.letGo(now)
	}
}

// letGo puts what is held on its way.
func (c *Conn) letGo(now time.Time) {
	h := &c.hold
	data := h.data
	n := h.drop()
	if n == 0 {
		return
	}
	c.out.grow(-n)
	c.out.send(now, segment{x: h.x, data: data}, h.flight, h.x.conditions(now).Profile)
	c.pump()
}
