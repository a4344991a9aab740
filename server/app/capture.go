package app

import (
	"sync"

	"wireside/wireview/decode"
	"wireside/wireview/store"
	"wireside/wireview/tap"
	"wireside/wireview/wire"
)

// capture records one connection: it reads the bytes that the tap hands on into units, and puts each unit into the ring of
// the run that its exchange belongs to.
//
// What an exchange belongs to is known only once its handler runs, after its request was read. Until then its units are
// held. An exchange that is answered without having been claimed belongs to no run: a page, the API, a request that was
// refused before any handler. Its units are let go.
type capture struct {
	mu     sync.Mutex
	conn   *decode.Conn
	claims []claim      // of the exchanges under way, oldest first; more than one only if the client pipelines
	held   []*wire.Unit // of exchanges not claimed yet
	last   uint64       // the newest exchange that is settled: claimed, or found to be nobody's
	seen   []owner      // the owners that this connection was counted for
	closed bool

	captured [2]int64 // bytes by direction
	emitted  [2]int64 // of these, those that units cover
}

// owner is to what an exchange belongs. A nil ring: to no run.
type owner struct {
	ring *store.Ring
	lane string
}

type claim struct {
	exchange uint64
	owner
}

func newCapture(id uint64) *capture {
	c := &capture{}
	c.conn = decode.New(id, c.emit)
	return c
}

// Bytes implements tap.Recorder.
func (c *capture) Bytes(dir wire.Dir, at int64, p []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.captured[dir] += int64(len(p))
	c.conn.Write(dir, at, p)
}

// Closed implements tap.Recorder.
func (c *capture) Closed(at int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn.Close(at)
	c.closed = true
	c.held, c.claims = nil, nil
}

var _ tap.Recorder = (*capture)(nil)

// belongs claims an exchange, by its ordinal on the connection (from 1), for a lane of a run; a nil ring, for no run.
func (c *capture) belongs(exchange uint64, ring *store.Ring, lane string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	to := owner{ring, lane}
	c.claims = append(c.claims, claim{exchange, to})
	c.last = max(c.last, exchange)
	if ring != nil {
		c.count(to)
	}
	c.settle(exchange, to)
}

// settle hands the units held for an exchange to its owner, and forgets those of earlier ones: requests are handled one
// after the other, so that nobody will claim them any more.
func (c *capture) settle(exchange uint64, to owner) {
	kept := c.held[:0]
	for _, u := range c.held {
		switch {
		case u.Exchange == exchange:
			to.take(u)
		case u.Exchange > exchange:
			kept = append(kept, u)
		}
	}
	clear(c.held[len(kept):])
	c.held = kept
}

// maxSeen bounds how many owners one connection is counted for; one beyond is counted at each of its exchanges.
const maxSeen = 64

func (c *capture) count(to owner) {
	for _, s := range c.seen {
		if s == to {
			return
		}
	}
	if len(c.seen) < maxSeen {
		c.seen = append(c.seen, to)
	}
	to.ring.Connection(to.lane)
}

// emit receives each unit as soon as it is whole. c.mu is held.
func (c *capture) emit(u *wire.Unit) {
	c.emitted[u.Dir] += u.Length
	if u.Kind == wire.KindResponse && !interim(u) {
		for len(c.claims) > 0 && c.claims[0].exchange < u.Exchange {
			c.claims = c.claims[1:] // its response is complete
		}
	}
	for _, claim := range c.claims {
		if claim.exchange == u.Exchange {
			claim.take(u)
			return
		}
	}
	switch {
	case u.Exchange <= c.last:
	case u.Kind == wire.KindResponse && !interim(u): // answered, and no handler has claimed it
		c.last = u.Exchange
		c.settle(u.Exchange, owner{})
	default:
		c.held = append(c.held, u.Clone())
	}
}

// interim reports whether a response head is a 1xx that another one follows (RFC 9110 15.2). 101 is the last one.
func interim(u *wire.Unit) bool {
	const at = len("HTTP/1.1 ")
	return len(u.Raw) > at+3 && u.Raw[at] == '1' && string(u.Raw[at:at+3]) != "101"
}

func (to owner) take(u *wire.Unit) {
	if to.ring != nil {
		u.Lane = to.lane
		to.ring.Append(u)
	}
}

// pending returns how many bytes were captured for ring and are not covered by a unit yet.
func (c *capture) pending(ring *store.Ring) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.claims); n == 0 || c.claims[n-1].ring != ring {
		return 0
	}
	return c.captured[wire.C2S] - c.emitted[wire.C2S] + c.captured[wire.S2C] - c.emitted[wire.S2C]
}
