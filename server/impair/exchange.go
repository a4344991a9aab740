package impair

import (
	"math/rand/v2"
	"net"
	"time"
)

// Mode is what an exchange is like.
type Mode uint8

const (
	// Answer is a request and one response, which is complete when the server reads again, or closes. There the exchange
	// ends, once all of it has left the link.
	Answer Mode = iota
	// Stream is a response that does not end before its connection. If the server reads again, it was an Answer after all.
	Stream
	// Tunnel passes bytes both ways, what follows a response 101: reads go over the link, too, and a buffering proxy lets
	// everything pass.
	Tunnel
)

// Exchange is a request that a link carries, and what is written from then on.
type Exchange struct {
	Link         *Link // nil: none
	Mode         Mode
	RequestBytes int  // of the head and the body
	First        bool // on its connection: TCP's handshake has cost a round trip before
}

// maxTransit is how long a request may be on its way, however slow the link.
const maxTransit = time.Minute

// exchange is one that is under way. Its connection's lock guards what changes.
type exchange struct {
	link     *Link
	conn     *Conn
	mode     Mode
	down, up *rand.Rand

	stalled  bool
	stallEnd time.Time // the zero Time: never
	hurry    bool      // the link is closed: nothing of it waits any more
	answered bool      // the response is complete

	active time.Time   // when the last byte passed, either way
	idle   *time.Timer // looks whether that is too long ago; nil: nobody asks
}

// held reports whether nothing of the exchange may arrive, and until when; the zero Time: for ever.
func (x *exchange) held(now time.Time) (held bool, until time.Time) {
	if x == nil || !x.stalled || over(x.stallEnd, now) {
		return false, time.Time{}
	}
	return true, x.stallEnd
}

func (x *exchange) hurried() bool { return x == nil || x.hurry }

// conditions returns what the link does to the exchange now. A nil exchange is on no link.
func (x *exchange) conditions(now time.Time) conditions {
	if x.hurried() {
		return conditions{}
	}
	return x.link.conditions(now)
}

// flight returns how long a byte that is sent now is on its way.
func flight(p Profile, random *rand.Rand) time.Duration {
	d := milliseconds(p.LatencyMs)
	if p.JitterMs > 0 {
		d += time.Duration(random.Float64() * float64(milliseconds(p.JitterMs)))
	}
	return d
}

// Enter puts the exchange under way on its link: it waits as long as the request would have been on its way, a minute at
// most, and all that is written from then on goes over the link, until Leave. An exchange that was entered before is left.
// The error is that this one was cut or reset before it was answered, or that the connection is closed; then nothing can be
// written any more. On a link that is closed everything passes unchanged.
//
// No Read or Write of the connection may be under way.
func (c *Conn) Enter(x Exchange) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	c.leave(now)
	if c.broken != nil {
		return c.broken
	}
	if c.closed {
		return net.ErrClosed
	}
	if x.Link == nil {
		return nil
	}
	e, fate := x.Link.begin(c, x.Mode, now)
	if e == nil {
		return nil
	}
	c.x = e
	c.shaped.Store(true)
	if fate.end != "" {
		c.breakOff(e, fate.end)
		return c.broken
	}
	if fate.stall {
		c.stall(now, fate.stallFor)
	}
	p := e.conditions(now).Profile
	c.watchIdle(now)
	transit := flight(p, e.up)
	if p.Kbps > 0 {
		transit += time.Duration(8e6 / p.Kbps * float64(x.RequestBytes))
	}
	if x.First {
		transit += 2 * milliseconds(p.LatencyMs)
	}
	return c.transit(e, now.Add(min(transit, maxTransit)))
}

// transit waits until the request has arrived. What stalls an exchange holds up its answer, not its request: that is here
// already, and the client can't tell.
func (c *Conn) transit(e *exchange, until time.Time) error {
	for {
		switch {
		case c.broken != nil:
			return c.broken
		case c.closed:
			return net.ErrClosed
		case c.x != e || e.hurry || over(until, time.Now()):
			return nil
		}
		c.pause(&c.out.changed, until)
	}
}

// Leave says that no exchange of a link is under way any more. What was written is not lost by that: it goes out in its
// time, before all that is written later.
func (c *Conn) Leave() {
	if !c.shaped.Load() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.leave(time.Now())
}

func (c *Conn) leave(now time.Time) {
	c.letGo(now)
	if c.x != nil {
		c.endExchange()
	}
	c.settle()
}

// endExchange takes the exchange under way off its link. What of it is still on its way is not stalled any more: the next
// one is behind it.
func (c *Conn) endExchange() {
	x := c.x
	c.x = nil
	x.stalled = false
	if x.idle != nil {
		x.idle.Stop()
	}
	x.link.end(x)
	c.out.changed.fire()
	c.in.changed.fire()
}

// answer notes that the server reads again: in place of an answer there is one.
func (c *Conn) answer(now time.Time) {
	if c.x == nil || c.x.mode == Tunnel {
		return
	}
	c.x.answered = true
	c.letGo(now)
	c.settle()
}

// Answers says that the exchange under way is an Answer, whatever it was entered as: its handler has neither switched
// protocols nor begun a stream. It is to be called before the response is written.
func (c *Conn) Answers() {
	if !c.shaped.Load() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.x != nil {
		c.x.mode = Answer
	}
}

// settle ends an answer of which everything has arrived, and finds out whether the connection is its *tap.Conn again.
func (c *Conn) settle() {
	if c.x != nil && c.x.answered && c.out.size == 0 {
		c.endExchange()
	}
	c.shaped.Store(c.x != nil || c.out.size > 0 || c.pumping || c.listening || c.broken != nil || c.closed)
}
