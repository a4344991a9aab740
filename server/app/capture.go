package app

import (
	"cmp"
	"log"
	"net"
	"net/netip"
	"runtime/debug"
	"slices"
	"sync"

	"wireside/wireview/decode"
	"wireside/wireview/store"
	"wireside/wireview/tap"
	"wireside/wireview/tcpinfo"
	"wireside/wireview/wire"
)

// socket is what a capture asks of the connection that it records. A *tap.Conn is one.
type socket interface {
	tcpinfo.Controller
	ID() uint64
	LocalAddr() net.Addr
	RemoteAddr() net.Addr
}

// capture records one connection: it reads the bytes that the tap hands on into units, and puts each unit into the ring of
// the run that its exchange belongs to.
//
// What an exchange belongs to is known only once its handler runs, after its request was read. Until then its units are
// held. An exchange that is answered without having been claimed belongs to no run: a page, the API, a request that was
// refused before any handler. Its units are let go.
//
// In front of another application nobody claims anything: each exchange belongs to the one record, on the lane that its
// heads tell.
type capture struct {
	opening store.Opening
	front   *store.Ring // where everything belongs; nil where exchanges are claimed

	mu     sync.Mutex
	conn   *decode.Conn
	claims []claim      // of the exchanges under way, oldest first; more than one only if the client pipelines
	held   []*wire.Unit // of exchanges not claimed yet
	last   uint64       // the newest exchange that is settled: claimed, or found to be nobody's
	seen   []owner      // the owners that this connection was counted for
	broken bool         // closed, or its decoder has failed: nothing is recorded any more

	unread    [2]int64    // by direction: bytes that no unit covers yet
	pending   int64       // of these, those that pendingIn was told of
	pendingIn *store.Ring // the run of the exchange under way

	meter    meter // its owner: that of the newest exchange that was claimed
	answered bool  // a part of a response that is no stream has been written
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

// newCapture returns the recorder of a connection. All that crosses it belongs to front; if that is nil, to whoever claims
// it.
func newCapture(conn socket, front *store.Ring) *capture {
	c := &capture{front: front, meter: meter{socket: conn}}
	c.opening = store.Opening{
		Conn: conn.ID(), Client: addrPort(conn.RemoteAddr()), Server: addrPort(conn.LocalAddr()), At: tap.Now(), Refresh: c.readMeter,
	}
	c.conn = decode.New(conn.ID(), c.emit)
	return c
}

// addrPort returns an address as IP and port; the zero value if it has none.
func addrPort(addr net.Addr) netip.AddrPort {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return netip.AddrPort{}
	}
	at := tcp.AddrPort()
	return netip.AddrPortFrom(at.Addr().Unmap(), at.Port())
}

// Bytes implements tap.Recorder.
func (c *capture) Bytes(dir wire.Dir, at int64, p []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broken {
		return
	}
	defer c.rescue()
	c.unread[dir] += int64(len(p))
	c.conn.Write(dir, at, p)
	c.settlePending()
	if c.answered {
		c.answered = false
		c.meter.answered(at)
	}
}

// Closing implements tap.Looker.
func (c *capture) Closing() { c.readMeter() }

// readMeter brings the kernel's figures up to date.
func (c *capture) readMeter() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.meter.read()
}

// Closed implements tap.Recorder.
func (c *capture) Closed(at int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broken {
		return
	}
	defer c.rescue()
	c.conn.Close(at)
	c.settlePending()
	for _, to := range c.seen {
		to.ring.Disconnected(c.opening.Conn, at)
	}
	c.end()
}

// rescue, deferred, keeps a fault in a decoder from ending anything but the record of this connection.
func (c *capture) rescue() {
	if v := recover(); v != nil {
		log.Printf("panic in the capture of a connection: %v\n%s", v, debug.Stack())
		c.end()
	}
}

// end lets go of everything. Bytes that no unit covers stay pending in their run's ledger, for all to see.
func (c *capture) end() {
	c.broken = true
	c.conn, c.held, c.claims, c.seen = nil, nil, nil, nil
}

var _ tap.Looker = (*capture)(nil)

// belongs claims an exchange, by its ordinal on the connection (from 1), for a lane of a run; a nil ring, for no run.
func (c *capture) belongs(exchange uint64, ring *store.Ring, lane string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broken {
		return
	}
	to := owner{ring, lane}
	c.claim(exchange, to)
	c.settle(exchange, to)
}

// maxClaims bounds how many exchanges of one connection are known at once: another application's client may pipeline as many
// requests as it likes. The units of one that is forgotten go where the newest ones go.
const maxClaims = 4096

// claim notes whose an exchange is.
func (c *capture) claim(exchange uint64, to owner) {
	if len(c.claims) == maxClaims {
		c.claims = slices.Delete(c.claims, 0, 1)
	}
	c.claims = append(c.claims, claim{exchange, to})
	c.last = max(c.last, exchange)
	c.meter.charge(to)
	if to.ring != nil {
		c.count(to)
	}
}

// claimed returns the claim of an exchange; nil if there is none.
func (c *capture) claimed(exchange uint64) *claim {
	i, ok := slices.BinarySearchFunc(c.claims, exchange, func(c claim, exchange uint64) int { return cmp.Compare(c.exchange, exchange) })
	if !ok {
		return nil
	}
	return &c.claims[i]
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

// maxSeen bounds how many owners one connection is known to have been counted for.
const maxSeen = 64

// count counts the connection for an owner, once. Owners that are gone are forgotten first, then the oldest.
func (c *capture) count(to owner) {
	if slices.Contains(c.seen, to) {
		return
	}
	c.seen = slices.DeleteFunc(c.seen, func(o owner) bool { return o.ring.Closed() })
	if len(c.seen) == maxSeen {
		c.seen = slices.Delete(c.seen, 0, 1)
	}
	c.seen = append(c.seen, to)
	to.ring.Connection(c.opening, to.lane)
}

// emit receives each unit as soon as it is whole. c.mu is held.
func (c *capture) emit(u *wire.Unit) {
	c.unread[u.Dir] -= u.Length
	switch u.Kind {
	case wire.KindResponse, wire.KindBody, wire.KindTrailers:
		c.answered = true
	}
	if c.front != nil {
		c.witness(u)
	}
	if u.Kind == wire.KindResponse && !interim(u) {
		for len(c.claims) > 0 && c.claims[0].exchange < u.Exchange {
			c.claims = c.claims[1:] // its response is complete
		}
	}
	if claim := c.claimed(u.Exchange); claim != nil {
		claim.take(u)
		return
	}
	switch {
	case c.front != nil: // no exchange's, or left over from one
		c.orphan(u)
	case u.Exchange <= c.last:
	case u.Kind == wire.KindResponse && !interim(u): // answered, and no handler has claimed it
		c.last = u.Exchange
		c.meter.chargeNobody()
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

// settlePending tells the ring of the exchange under way how many of its bytes no unit covers yet. Of the client's bytes
// only frames count: what comes after a request is another's, and nobody's before it is claimed.
func (c *capture) settlePending() {
	to := c.front
	n := c.unread[wire.S2C]
	if c.front != nil || c.conn.Upgraded() {
		n += c.unread[wire.C2S]
	}
	if len(c.claims) > 0 {
		to = c.claims[0].ring
	}
	if c.pendingIn != nil && c.pending != 0 && c.pendingIn != to {
		c.pendingIn.Pending(-c.pending)
		c.pending = 0
	}
	if to != nil && n != c.pending {
		to.Pending(n - c.pending)
		c.pending = n
	}
	c.pendingIn = to
}
