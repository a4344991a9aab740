package pcap

import (
	"cmp"
	"math"
	"slices"
)

// sweepEvery is how much time of the capture, in µs, passes between two looks at connections that wait for missing bytes.
const sweepEvery = 250e3

type limits struct{ held, pieces, total, conns int }

// key tells connections apart: its two ends, the lesser first.
type key [2]endpoint

// table is the connections of a capture.
type table struct {
	opener func(Endpoints) Stream
	limits limits
	stats  Stats
	skips  skips

	conns          map[key]*conn
	newest, oldest *conn   // of a list; nil if there are none
	held           int     // cost of all that is held
	now            int64   // the latest time of a packet
	waiting        []*conn // those where bytes are missing
	swept          int64   // when they were last looked at
}

func newTable(open func(Endpoints) Stream, l limits) *table {
	return &table{opener: open, limits: l, conns: make(map[key]*conn), now: math.MinInt64}
}

// segment takes in a segment that was captured at the given time.
func (t *table) segment(s *segment, at int64) reason {
	t.now = max(t.now, at)
	k, side := key{s.src, s.dst}, uint8(0)
	if less(s.dst, s.src) {
		k, side = key{s.dst, s.src}, 1
	}
	c := t.newest
	if c == nil || c.key != k {
		c = t.conns[k]
	}
	why := used
	switch {
	case c != nil && c.isOther(side, s):
		t.flush(c)
		t.end(c)
		t.remove(c)
		c = t.add(k)
	case c != nil && c.closed:
		t.touch(c)
		if s.size() > 0 && c.half[side].place(s.seq)+int64(s.size()) > c.half[side].pos {
			why = afterEnd
		}
		return why
	case c == nil:
		c = t.add(k)
	default:
		t.touch(c)
	}
	if s.flags&flagSYN != 0 && !c.opened {
		t.open(c, side, s, at)
	}
	why = t.take(c, side, s, at)
	if why == used && c.opened && !c.wanted {
		why = leftOut
	}
	t.relieve(c)
	t.watch(c)
	t.sweep()
	return why
}

// open tells the caller of a connection, of which the given segment is the first to know it by.
func (t *table) open(c *conn, side uint8, s *segment, at int64) {
	c.opened = true
	t.stats.Connections++
	c.id = uint64(t.stats.Connections)
	c.client = side
	if !s.fromClient() {
		c.client = 1 - side
	}
	c.at = at
	c.stream = t.opener(Endpoints{
		Conn: c.id, Client: c.key[c.client].addrPort(), Server: c.key[1-c.client].addrPort(), At: at, Whole: s.flags&flagSYN != 0,
	})
	c.wanted = c.stream != nil
}

// end closes a connection; it stays in the table, to know what comes late. A second call does nothing.
func (t *table) end(c *conn) {
	if c.closed {
		return
	}
	c.closed = true
	t.drop(&c.half[0])
	t.drop(&c.half[1])
	if c.stream != nil {
		c.stream.Close(max(c.at, t.now))
		c.stream = nil
	}
}

// drop lets go of what a direction holds.
func (t *table) drop(h *half) {
	t.held -= h.held
	h.pending, h.held = nil, 0
}

// close ends all connections, in the order of their opening, and returns what was counted.
func (t *table) close() Stats {
	var open []*conn
	for _, c := range t.conns {
		if c.opened && !c.closed {
			open = append(open, c)
		}
	}
	slices.SortFunc(open, func(a, b *conn) int { return cmp.Compare(a.id, b.id) })
	for _, c := range open {
		t.flush(c)
		t.end(c)
	}
	t.stats.Skipped = t.skips.names()
	return t.stats
}

func less(a, b endpoint) bool {
	switch {
	case a.addr.hi != b.addr.hi:
		return a.addr.hi < b.addr.hi
	case a.addr.lo != b.addr.lo:
		return a.addr.lo < b.addr.lo
	}
	return a.port < b.port
}
