package pcap

// How long missing bytes are waited for. They may come late since the capture shows packets out of order; or, if the other
// side has not acknowledged them, since they got lost and will be sent again.
const (
	patience        = 1e6  // µs, once they are acknowledged
	patiencePackets = 64   // or as many packets of the connection since then
	patienceUnacked = 60e6 // µs, if they are not
)

// giveUp skips the missing bytes of a side.
func (t *table) giveUp(c *conn, side uint8) {
	h := &c.half[side]
	n := h.next() - h.pos
	if n == 1 && len(h.pending) == 0 && h.fin == 0 { // what is acknowledged, but missing, is a FIN most likely
		h.fin, h.guessed = h.pos, true
	} else {
		t.deliver(c, side, &piece{pos: h.pos, lost: n, at: t.now})
	}
	t.settle(c)
}

// flush gives up all that is missing, and hands on all that is held.
func (t *table) flush(c *conn) {
	for !c.closed {
		switch {
		case c.half[c.client].missing():
			t.giveUp(c, c.client)
		case c.half[1-c.client].missing():
			t.giveUp(c, 1-c.client)
		default:
			return
		}
	}
}

// relieve makes room where too much is held.
func (t *table) relieve(c *conn) {
	for side := range uint8(2) {
		h := &c.half[side]
		for !c.closed && (h.held > t.limits.held || len(h.pending) > t.limits.pieces || h.held > 0 && t.held > t.limits.total) {
			t.stats.Overrun++
			if h.missing() {
				t.giveUp(c, side)
			} else { // what it acknowledges is missing
				t.giveUp(c, 1-side)
			}
		}
	}
}

// review gives up missing bytes that were waited for long enough. It reports whether the connection waits for others.
func (t *table) review(c *conn, packet bool) (waits bool) {
	for side := range uint8(2) {
		h := &c.half[side]
		for !c.closed && h.missing() {
			if !h.waiting || h.waitPos != h.pos {
				h.waiting, h.waitAt, h.waitPos, h.waitPackets = true, t.now, h.pos, 0
			}
			limit := int64(patienceUnacked)
			if h.acked > h.pos {
				limit = patience
				if packet {
					h.waitPackets++
				}
			}
			if t.now-h.waitAt <= limit && h.waitPackets <= patiencePackets {
				waits = true
				break
			}
			t.giveUp(c, side)
		}
	}
	return waits && !c.closed
}
