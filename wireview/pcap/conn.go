package pcap

import "wireside/wireview/wire"

// astray is how far from the next byte a segment must lie to be of another connection: data after the end, a SYN, a RST.
const astray = 1 << 20

// conn is a TCP connection. Its two sides are in the order of its key.
type conn struct {
	key    key
	id     uint64
	stream Stream // nil unless it is open and wanted
	client uint8  // the side of the client
	at     int64  // when the last bytes were handed on
	opened bool
	wanted bool // the caller took it
	closed bool

	half [2]half // by sender

	newer, older *conn // in the order of their last packets
	watched      bool  // it is in table.waiting
}

func (c *conn) dir(side uint8) wire.Dir {
	if side == c.client {
		return wire.C2S
	}
	return wire.S2C
}

// isOther reports whether a segment belongs to another connection between the same ends: a SYN that is not the known one
// again, or, after the end, data from elsewhere.
func (c *conn) isOther(side uint8, s *segment) bool {
	h := &c.half[side]
	distance := h.place(s.seq) - h.pos
	far := h.known && (distance > astray || distance < -astray)
	switch {
	case s.flags&flagRST != 0:
		return false
	case s.flags&flagSYN != 0 && h.begun:
		return h.isn != s.seq
	case s.flags&flagSYN != 0:
		return c.closed || far
	}
	return c.closed && far && s.size() > 0
}

// take takes in a segment of the given side.
func (t *table) take(c *conn, side uint8, s *segment, at int64) reason {
	h, o := &c.half[side], &c.half[1-side]
	h.seen = true
	seq := s.seq
	if s.flags&flagSYN != 0 {
		if !h.begun {
			h.begun, h.isn = true, seq
			if !h.known {
				h.start(seq + 1)
			}
		}
		seq++ // the SYN itself has a sequence number
	}
	var ack int64
	if s.flags&(flagACK|flagRST) == flagACK { // a RST may acknowledge anything
		if ack = o.acknowledge(s.ack); !c.opened {
			o.pos = max(o.pos, ack) // what was before the first data is nobody's loss
		}
	}
	why := used
	if size := s.size(); size > 0 || s.flags&flagFIN != 0 {
		if !h.known {
			h.start(seq)
		}
		p := piece{pos: h.place(seq), data: s.data, lost: int64(s.lost), at: at, ack: ack}
		if size > 0 && !c.opened {
			t.open(c, side, s, at)
		}
		why = t.data(c, side, p, s.flags&flagFIN != 0)
	}
	if s.flags&flagRST != 0 && h.resets(s.seq) {
		t.flush(c)
		t.end(c)
	}
	return why
}

// data takes in a piece, and whether a FIN follows it.
func (t *table) data(c *conn, side uint8, p piece, fin bool) reason {
	h := &c.half[side]
	end := p.end()
	if p.pos-h.pos > maxAhead {
		return outOfWindow
	}
	if h.guessed && end > h.fin { // it was a byte after all
		h.guessed, h.ended, h.fin, h.pos = false, false, 0, h.fin
	}
	if fin && h.fin == 0 && end >= h.pos && !h.ended {
		h.fin = end
	}
	if h.fin > 0 && end > h.fin {
		if p.pos >= h.fin {
			return outOfWindow
		}
		p = p.upTo(h.fin)
		end = p.end()
	}
	if old := min(h.pos, end) - p.pos; old > 0 {
		t.stats.Retransmitted += old
		p.cutFront(h.pos)
	}
	if p.pos < end {
		if p.pos == h.pos && !c.blocked(side, p.ack) {
			t.deliver(c, side, &p)
		} else {
			held := h.held
			t.stats.Retransmitted += h.insert(p)
			t.held += h.held - held
		}
	}
	t.settle(c)
	return used
}

// blocked reports whether a piece of a side has to wait until what it acknowledges was handed on.
func (c *conn) blocked(side uint8, ack int64) bool {
	o := &c.half[1-side]
	return ack > o.pos && o.seen && !o.ended
}

// deliver hands a piece on whose turn it is.
func (t *table) deliver(c *conn, side uint8, p *piece) {
	c.at = max(c.at, p.at)
	c.half[side].pos = p.end()
	if c.stream == nil {
		return
	}
	t.stats.Bytes += int64(len(p.data))
	t.stats.Missing += p.lost
	if len(p.data) > 0 {
		c.stream.Write(c.dir(side), c.at, p.data)
	}
	if p.lost > 0 {
		c.stream.Gap(c.dir(side), c.at, p.lost)
	}
}

// drain hands on what was held and whose turn it is now.
func (t *table) drain(c *conn) {
	for {
		progress := false
		for i := range uint8(2) {
			side := c.client ^ i
			for c.ready(side) && !c.blocked(side, c.half[side].pending[0].ack) {
				t.pop(c, side)
				progress = true
			}
		}
		if progress {
			continue
		}
		if !c.ready(0) || !c.ready(1) {
			return
		}
		t.pop(c, c.client) // each waits for the other, which no real connection does
	}
}

// ready reports whether nothing is missing before the first pending piece of a side.
func (c *conn) ready(side uint8) bool {
	h := &c.half[side]
	return len(h.pending) > 0 && h.pending[0].pos <= h.pos
}

// pop hands on the first pending piece of a side.
func (t *table) pop(c *conn, side uint8) {
	h := &c.half[side]
	t.held -= h.pending[0].cost()
	p, known := h.pop()
	t.stats.Retransmitted += known
	if p.pos < p.end() {
		t.deliver(c, side, &p)
	}
}

// settle hands on what can be by now, notes which sides have ended, and closes the connection if both have.
func (t *table) settle(c *conn) {
	for again := true; again; {
		again = false
		if len(c.half[0].pending)+len(c.half[1].pending) > 0 {
			t.drain(c)
		}
		for side := range c.half {
			h := &c.half[side]
			if !h.ended && h.fin > 0 && h.pos >= h.fin {
				h.ended = true
				h.pos = h.fin + 1 // a FIN has a sequence number
				t.drop(h)
				again = true // what waits for it may go on
			}
		}
	}
	if c.half[0].ended && c.half[1].ended {
		t.end(c)
	}
}
