package impair

import (
	"bytes"
	"net"
	"os"
	"time"
)

// readBytes is how much is read from the socket at once.
const readBytes = 4 << 10

func (c *Conn) read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answer(time.Now())
	for {
		now := time.Now()
		switch {
		case c.broken != nil:
			return 0, c.fail("read", c.broken)
		case c.closed:
			return 0, c.fail("read", net.ErrClosed)
		}
		if !c.listening && len(c.in.queue) == 0 {
			n, err, ok := c.readNow(p)
			if ok {
				return n, err
			}
			continue
		}
		if over(c.readDeadline, now) {
			return 0, c.fail("read", os.ErrDeadlineExceeded)
		}
		if len(p) == 0 {
			return 0, nil
		}
		if len(c.in.queue) == 0 {
			if c.inErr != nil {
				return 0, c.inErr
			}
			c.pause(&c.in.changed, c.readDeadline)
			continue
		}
		n, ok, look := c.in.due(now)
		if !ok {
			c.pause(&c.in.changed, sooner(look, c.readDeadline))
			continue
		}
		if c.in.queue[0].end {
			c.in.pop()
			continue
		}
		return c.hear(p, n), nil
	}
}

// hear hands over what has arrived: n bytes that travelled together, or as many as fit.
func (c *Conn) hear(p []byte, n int) int {
	s := &c.in.queue[0]
	n = copy(p, s.data[:n])
	if n == len(s.data) || s.step > 0 && n == s.step {
		c.in.take(n, time.Now())
	} else { // a part of a step: the rest of it has arrived as well
		s.data = s.data[n:]
		s.arrived += n
	}
	if len(s.data) == 0 {
		c.in.pop()
	}
	c.in.grow(-n)
	c.in.changed.fire()
	return n
}

// readNow reads from the socket. ok is false if what it read has to travel first.
func (c *Conn) readNow(p []byte) (n int, err error, ok bool) {
	x := c.x
	c.in.inside++
	c.mu.Unlock()
	n, err = c.Conn.Read(p)
	c.mu.Lock()
	c.in.inside--
	c.in.changed.fire()
	switch {
	case c.broken != nil:
		x.miss(n)
		return 0, c.fail("read", c.broken), true
	case c.closed && err != nil:
		return n, c.fail("read", net.ErrClosed), true
	}
	now := time.Now()
	if c.listening { // another Read, or Close, has had the goroutine take over, which sends whoever is inside away
		if n == 0 && timeout(err) && !over(c.readDeadline, now) {
			return 0, nil, false
		}
		return n, err, true
	}
	if n > 0 && c.x != nil {
		c.x.active = now
	}
	if timeout(err) || !c.delaysReads(now) {
		return n, err, true
	}
	c.take(now, p[:n], err)
	if err == nil {
		c.listen()
	} else {
		c.listening = true
	}
	return 0, nil, false
}

func timeout(err error) bool {
	e, ok := err.(net.Error)
	return ok && e.Timeout()
}

// delaysReads reports whether what comes off the socket now has to travel.
func (c *Conn) delaysReads(now time.Time) bool {
	if c.x == nil || c.x.mode != Tunnel {
		return false
	}
	held, _ := c.x.held(now)
	p := c.x.conditions(now).Profile
	return held || p.LatencyMs > 0 || p.JitterMs > 0 || p.Kbps > 0 || p.PieceBytes > 0
}

// take puts what came off the socket on its way to the server.
func (c *Conn) take(now time.Time, p []byte, err error) {
	cond := c.x.conditions(now)
	var d time.Duration
	if c.x != nil {
		d = flight(cond.Profile, c.x.up)
		c.x.active = now
	}
	if len(p) > 0 {
		c.in.send(now, segment{x: c.x, data: bytes.Clone(p)}, d, cond.Profile)
	}
	if err != nil {
		c.inErr = err
		c.in.send(now, segment{x: c.x, end: true}, d, cond.Profile)
	}
	c.in.changed.fire()
}

// listen starts the goroutine that reads the socket from now on, unless it runs.
func (c *Conn) listen() {
	if c.listening {
		return
	}
	c.listening = true
	c.shaped.Store(true)
	go c.runListen()
}

func (c *Conn) runListen() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.in.inside > 0 { // Close has found a Read waiting
		c.Conn.SetReadDeadline(past)
	}
	for c.in.inside > 0 {
		c.pause(&c.in.changed, time.Time{})
	}
	if c.broken == nil && !c.finished {
		c.Conn.SetReadDeadline(time.Time{})
	}
	buf := make([]byte, readBytes)
	for c.broken == nil && !c.finished {
		if c.in.full() && !c.closed {
			c.pause(&c.in.changed, time.Time{})
			continue
		}
		x := c.x
		c.in.inside++
		c.mu.Unlock()
		n, err := c.Conn.Read(buf)
		c.mu.Lock()
		c.in.inside--
		c.in.changed.fire()
		switch {
		case c.broken != nil || c.closed:
			x.miss(n)
			c.inErr = err
		case n > 0 || err != nil:
			c.take(time.Now(), buf[:n], err)
		}
		if err != nil {
			if c.peerGone(time.Now()) {
				c.shut()
			}
			return
		}
	}
}
