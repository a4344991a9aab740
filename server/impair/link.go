package impair

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// Link is an imitated network: a lane of a run. All methods may be called from any goroutine.
type Link struct {
	profile Profile
	seed    uint64

	mu      sync.Mutex // never held while a connection's is taken
	closed  bool
	under   map[*exchange]struct{}
	ordinal uint64 // of the newest exchange
	faults  []lasting

	nextEnd      brokenError // what the next exchange meets; "": nothing
	nextStall    bool
	nextStallFor time.Duration // 0: for ever
	ends         brokenError   // what each exchange meets until endsUntil
	endsUntil    time.Time

	cut, reset, stalled, refused atomic.Int64
	swallowed, unheard, held     atomic.Int64
}

// NewLink returns a link. The same seed and the same order of exchanges and writes give the same delays. p should have
// passed its Check. Rate and delays are each connection's own: exchanges side by side don't slow each other down.
func NewLink(p Profile, seed uint64) *Link {
	return &Link{profile: p, seed: seed, under: make(map[*exchange]struct{})}
}

// fate is what an exchange meets at once.
type fate struct {
	end      brokenError // "": none
	stall    bool
	stallFor time.Duration // 0: for ever
}

// begin puts an exchange of c on the link; nil if the link is closed.
func (l *Link) begin(c *Conn, mode Mode, now time.Time) (*exchange, fate) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, fate{}
	}
	l.ordinal++
	x := &exchange{
		link: l, conn: c, mode: mode, active: now,
		down: rand.New(rand.NewPCG(l.seed, 2*l.ordinal)), // one for each direction: their writes meet in no order
		up:   rand.New(rand.NewPCG(l.seed, 2*l.ordinal+1)),
	}
	l.under[x] = struct{}{}
	f := fate{end: l.nextEnd, stall: l.nextStall, stallFor: l.nextStallFor}
	if f.end == "" && l.ends != "" && !over(l.endsUntil, now) {
		f.end = l.ends
	}
	l.nextEnd, l.nextStall = "", false
	return x, f
}

// end takes an exchange off the link.
func (l *Link) end(x *exchange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.under, x)
}

// exchanges returns those that are under way, in no order.
func (l *Link) exchanges() []*exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]*exchange, 0, len(l.under))
	for x := range l.under {
		all = append(all, x)
	}
	return all
}

// Refusal returns what an exchange that begins now is to be answered with in place of the application's answer, and counts
// it. The answer goes over the link like any other. contentType is "" where the fault names none.
func (l *Link) Refusal() (status int, contentType string, ok bool) {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.expire(now)
	for _, f := range l.faults {
		if f.Kind == Status { // the newest one counts
			status, contentType, ok = f.Status, f.Type, true
		}
	}
	if ok {
		l.refused.Add(1)
	}
	return status, contentType, ok
}

// Close ends the link: what is held is let go at once, and exchanges that are stalled are cut. Later exchanges pass
// unchanged. A second call does nothing.
func (l *Link) Close() {
	l.mu.Lock()
	l.closed = true
	l.faults = nil
	l.mu.Unlock()
	for _, x := range l.exchanges() {
		x.conn.release(x)
	}
}
