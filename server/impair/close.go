package impair

import (
	"io"
	"net"
	"time"
)

// closeWait is how long the peer may take nothing of what is due after Close before the rest is discarded.
const closeWait = 10 * time.Second

// CloseWrite sends a FIN after all that has been written. The peer may go on sending.
func (c *Conn) CloseWrite() error {
	c.mu.Lock()
	now := time.Now()
	switch {
	case c.broken != nil || c.closed:
		c.mu.Unlock()
		return c.fail("close", net.ErrClosed)
	case c.writeEnd:
		c.mu.Unlock()
		return nil
	}
	c.letGo(now)
	if direct, _ := c.direct(now); direct {
		c.mu.Unlock()
		return c.Conn.CloseWrite()
	}
	c.writeEnd = true
	c.sendEnd(now)
	c.mu.Unlock()
	return nil
}

// Close closes the connection after all that has been written, without waiting for that: reads and writes fail from now on.
// Until then what the peer sends is thrown away. A second call does nothing, and so does Close on a connection that was cut
// or reset.
func (c *Conn) Close() error {
	c.mu.Lock()
	if c.closed || c.broken != nil {
		c.mu.Unlock()
		return nil
	}
	now := time.Now()
	c.closed = true
	c.shaped.Store(true)
	c.letGo(now)
	if direct, _ := c.direct(now); direct || c.noLinger || c.outErr != nil || c.peerGone(now) {
		c.finish()
		c.mu.Unlock()
		return c.Conn.Close()
	}
	if c.out.inside > 0 {
		c.Conn.SetWriteDeadline(now.Add(closeWait))
	}
	if !c.writeEnd || len(c.out.queue) == 0 {
		c.sendEnd(now)
	}
	c.listen()
	c.in.changed.fire()
	c.out.changed.fire()
	c.mu.Unlock()
	return nil
}

// sendEnd puts the end on its way.
func (c *Conn) sendEnd(now time.Time) {
	p := c.x.conditions(now).Profile
	var d time.Duration
	if c.x != nil {
		d = flight(p, c.x.down)
	}
	c.out.send(now, segment{x: c.x, end: true}, d, p)
	c.pump()
}

// finish forgets all that is on its way. The socket is closed, or is to be by the caller with c.mu unlocked.
func (c *Conn) finish() {
	c.finished = true
	c.drop()
	if c.x != nil {
		c.endExchange()
	}
	c.out.changed.fire()
	c.in.changed.fire()
	c.shaped.Store(true)
}

// shut closes the socket after Close.
func (c *Conn) shut() {
	c.finish()
	c.mu.Unlock()
	c.Conn.Close()
	c.mu.Lock()
}

// peerGone reports whether nothing of a connection that was closed will ever reach its peer, as far as that can be known:
// one that has sent a FIN may still read, unless nothing passes any more.
func (c *Conn) peerGone(now time.Time) bool {
	if !c.closed || c.finished || c.broken != nil || c.inErr == nil {
		return false
	}
	held, until := c.x.held(now)
	return c.inErr != io.EOF || held && until.IsZero()
}

// giveUp closes the socket of a connection whose peer is gone, from a caller that keeps c.mu.
func (c *Conn) giveUp() {
	c.finish()
	go c.Conn.Close()
}

// drop gives up all that is on its way, and counts it.
func (c *Conn) drop() {
	if n := c.hold.drop(); n > 0 {
		c.out.grow(-n)
		c.hold.x.swallow(n)
	}
	c.out.drop((*exchange).swallow)
	c.in.drop((*exchange).miss)
}
