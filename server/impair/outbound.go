package impair

import (
	"bytes"
	"net"
	"os"
	"time"
)

// direct reports whether what is written now goes straight to the socket; if not, under which conditions it travels.
func (c *Conn) direct(now time.Time) (bool, conditions) {
	if c.x == nil {
		return c.out.size == 0 && len(c.out.queue) == 0, conditions{}
	}
	cond := c.x.conditions(now)
	held, _ := c.x.held(now)
	p := cond.Profile
	buffers := p.Buffer != Buffer{} && c.x.mode != Tunnel
	return !held && !buffers && p.LatencyMs == 0 && p.JitterMs == 0 && p.Kbps == 0 && p.PieceBytes == 0 &&
		c.out.size == 0 && len(c.out.queue) == 0, cond
}

// writeError returns why nothing can be written any more.
func (c *Conn) writeError() error {
	switch {
	case c.broken != nil:
		return c.broken
	case c.closed || c.writeEnd:
		return net.ErrClosed
	}
	return c.outErr
}

func (c *Conn) write(p []byte, wait bool) (n int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.x
	sent := false
	var d time.Duration // of this write: the jitter is drawn once
	for {
		now := time.Now()
		if n > 0 && n == len(p) {
			return n, nil
		}
		if err := c.writeError(); err != nil {
			return n, c.fail("write", err)
		}
		if over(c.writeDeadline, now) {
			return n, c.fail("write", os.ErrDeadlineExceeded)
		}
		if len(p) == 0 {
			return 0, nil
		}
		if c.x != x {
			x, sent = c.x, false
		}
		direct, cond := c.direct(now)
		if direct {
			m, err := c.writeNow(p[n:], wait)
			return n + m, err
		}
		if !sent && x != nil {
			sent, d = true, flight(cond.Profile, x.down)
		}
		if room := c.out.room(); room > 0 {
			m := min(room, len(p)-n)
			c.travel(now, p[n:n+m], d, cond)
			n += m
			continue
		}
		if !wait {
			return n, nil
		}
		c.pause(&c.out.changed, c.writeDeadline)
	}
}

// writeNow writes to the socket.
func (c *Conn) writeNow(p []byte, wait bool) (n int, err error) {
	c.out.inside++
	c.mu.Unlock()
	if wait {
		n, err = c.Conn.Write(p)
	} else {
		n, err = c.Conn.TryWrite(p)
	}
	c.mu.Lock()
	c.out.inside--
	c.out.changed.fire()
	if n > 0 && c.x != nil {
		c.x.active = time.Now()
	}
	if err != nil && c.broken != nil {
		err = c.fail("write", c.broken)
	}
	return n, err
}

// travel puts p, written under cond, on its way.
func (c *Conn) travel(now time.Time, p []byte, d time.Duration, cond conditions) {
	if c.x != nil {
		c.x.active = now
		c.x.send(len(p))
	}
	if c.x != nil && c.x.mode != Tunnel && cond.Buffer != (Buffer{}) {
		c.holdBack(now, p, d, cond)
		return
	}
	c.letGo(now)
	c.out.send(now, segment{x: c.x, data: bytes.Clone(p)}, d, cond.Profile)
	c.pump()
}

// pump starts the goroutine that hands on what is out, unless it runs.
func (c *Conn) pump() {
	if c.pumping {
		c.out.changed.fire()
		return
	}
	c.pumping = true
	c.shaped.Store(true)
	go c.runPump()
}

func (c *Conn) runPump() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.out.inside > 0 { // a write that went straight to the socket has to end first, by its own deadline
		c.pause(&c.out.changed, time.Time{})
	}
	if c.broken == nil && !c.finished {
		c.Conn.SetWriteDeadline(time.Time{})
	}
	for c.broken == nil && !c.finished && len(c.out.queue) > 0 {
		n, ok, look := c.out.due(time.Now())
		switch {
		case !ok:
			c.pause(&c.out.changed, look)
		case c.out.queue[0].end:
			c.arriveEnd()
		default:
			c.arrive(n)
		}
	}
	c.pumping = false
	if c.broken == nil && !c.closed {
		c.Conn.SetWriteDeadline(c.writeDeadline)
	}
	c.settle()
}

// arrive writes the n bytes that come out of the link to the socket.
func (c *Conn) arrive(n int) {
	s := &c.out.queue[0]
	x, p := s.x, c.out.take(n, time.Now())
	if len(s.data) == 0 {
		c.out.pop()
	}
	if c.closed {
		c.Conn.SetWriteDeadline(time.Now().Add(closeWait))
	}
	c.out.inside++
	c.mu.Unlock()
	wrote, err := c.Conn.Write(p)
	c.mu.Lock()
	c.out.inside--
	c.out.grow(-len(p))
	x.cross(wrote)
	x.swallow(len(p) - wrote)
	c.out.changed.fire()
	if err != nil && c.broken == nil {
		c.outErr = err
		c.drop()
		if c.closed && !c.finished {
			c.shut()
		}
	}
}

// arriveEnd does what Close or CloseWrite asked for, now that all before it has arrived.
func (c *Conn) arriveEnd() {
	c.out.pop()
	if c.closed && len(c.out.queue) == 0 {
		c.shut()
		return
	}
	c.out.inside++
	c.mu.Unlock()
	c.Conn.CloseWrite()
	c.mu.Lock()
	c.out.inside--
	c.out.changed.fire()
}
