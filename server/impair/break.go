package impair

import (
	"io"
	"net"
	"time"
)

// brokenError is why a fault's connection can't be used any more.
type brokenError string

func (e brokenError) Error() string { return string(e) }

// Is reports that the connection is closed, which is what it looks like to the server.
func (e brokenError) Is(target error) bool { return target == net.ErrClosed }

// What Enter, Read and Write return when a fault has ended the connection. Both are net.ErrClosed to errors.Is.
const (
	ErrCut   brokenError = "the connection was cut by a fault"
	ErrReset brokenError = "the connection was reset by a fault"
)

// drainTime is how long a connection that was cut is read on: bytes that were never read would turn its FIN into an RST.
const drainTime = time.Second

// OnBreak has f called, once and on another goroutine, when a fault ends the connection from this side; soon if one has
// already. f must not block. cancel takes it back, but does not wait for an f that is running.
func (c *Conn) OnBreak(f func()) (cancel func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broken != nil {
		go f()
		return func() {}
	}
	if c.breakers == nil {
		c.breakers = make(map[int]func())
	}
	c.lastBreaker++
	id := c.lastBreaker
	c.breakers[id] = f
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.breakers, id)
	}
}

// breakOff ends the connection if x is under way on it, and reports whether it is. The server sees a closed connection at
// once; what was on its way is swallowed.
func (c *Conn) breakOff(x *exchange, how brokenError) bool {
	if c.x != x || c.broken != nil || c.finished {
		return false
	}
	c.broken = how
	x.link.count(how)
	c.drop()
	c.endExchange()
	c.shaped.Store(true)
	if how == ErrReset {
		c.Conn.SetLinger(0)
	} else {
		c.Conn.SetDeadline(past)
	}
	breakers := c.breakers
	c.breakers = nil
	go c.bury(x, how, breakers)
	return true
}

// bury does what takes time: the FIN or RST goes out first, then whoever asked is told.
func (c *Conn) bury(x *exchange, how brokenError, breakers map[int]func()) {
	if how == ErrCut {
		c.mu.Lock()
		for c.in.inside > 0 {
			c.pause(&c.in.changed, time.Time{})
		}
		for c.out.inside > 0 {
			c.pause(&c.out.changed, time.Time{})
		}
		c.mu.Unlock()
		c.Conn.CloseWrite()
	} else {
		c.Conn.Close()
	}
	for _, f := range breakers {
		f()
	}
	if how == ErrCut {
		c.Conn.SetReadDeadline(time.Now().Add(drainTime))
		n, _ := io.Copy(io.Discard, c.Conn)
		x.miss(int(n))
		c.Conn.Close()
	}
}
