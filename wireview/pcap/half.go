package pcap

import "slices"

// maxPieces is how many pieces one direction of a connection holds. Finding a place among them costs a move of half of them.
const maxPieces = 4096

// pieceCost is what a piece takes beside its bytes.
const pieceCost = 64

// maxAhead is how far from the next byte a segment may lie: the largest window (RFC 7323 2.3).
const maxAhead = 1 << 30

// piece is a part of a stream: bytes, and how many after them are lost.
//
// Places in a stream are sequence numbers (RFC 9293 3.4), unwrapped to 64 bits.
type piece struct {
	pos  int64
	data []byte
	lost int64
	at   int64 // when it was captured
	ack  int64 // the place in the other direction up to which its sender had received; 0 if unknown
}

func (p *piece) end() int64 { return p.pos + int64(len(p.data)) + p.lost }
func (p *piece) cost() int  { return len(p.data) + pieceCost }

// cutFront leaves out what lies before pos.
func (p *piece) cutFront(pos int64) {
	n := pos - p.pos
	if n <= 0 {
		return
	}
	n = min(n, p.end()-p.pos)
	keep := min(n, int64(len(p.data)))
	p.pos, p.data, p.lost = p.pos+n, p.data[keep:], p.lost-(n-keep)
}

// upTo returns what lies before pos.
func (p *piece) upTo(pos int64) piece {
	q := *p
	if n := pos - p.pos; n < int64(len(p.data)) {
		q.data, q.lost = p.data[:n], 0
	} else {
		q.lost = min(p.lost, n-int64(len(p.data)))
	}
	return q
}

// half is one direction of a connection.
type half struct {
	known bool // pos is
	seen  bool // its sender is in the capture
	begun bool // its SYN was seen, with isn
	ended bool // all before its FIN was handed on
	// guessed tells that the FIN was not seen: a single byte was acknowledged, and is missing.
	guessed bool
	isn     uint32 // the sequence number of the SYN
	pos     int64  // of the next byte to be handed on
	acked   int64  // up to where the other side has received; 0 if unknown
	fin     int64  // where the FIN is; 0 if it was not seen

	pending []piece // that have come before their turn: by place, without overlap
	held    int     // what they cost

	// While bytes before the next thing are missing: since when, at what place, and for how many packets of the connection
	// after the other side acknowledged them.
	waiting     bool
	waitAt      int64
	waitPos     int64
	waitPackets int
}

// start sets the place of the first byte.
func (h *half) start(seq uint32) { h.known, h.pos = true, 1<<32|int64(seq) }

// place returns the place of a sequence number, the one that is nearest to the next byte.
func (h *half) place(seq uint32) int64 { return h.pos + int64(int32(seq-uint32(h.pos))) }

// acknowledge notes that the other side has received all before ack, and returns the place; 0 if it makes no sense.
func (h *half) acknowledge(ack uint32) int64 {
	if !h.known {
		h.start(ack)
	}
	pos := h.place(ack)
	if pos-h.pos > maxAhead {
		return 0
	}
	h.acked = max(h.acked, pos)
	return pos
}

// resets reports whether a RST is one of this connection: one from before the next byte, or from far behind it, is not (RFC
// 9293 3.10.7.4).
func (h *half) resets(seq uint32) bool {
	ahead := h.place(seq) - h.pos
	return !h.known || ahead >= 0 && ahead <= astray
}

// missing reports whether bytes are missing before the next thing that is known of the stream.
func (h *half) missing() bool {
	if h.ended {
		return false
	}
	if len(h.pending) > 0 {
		return h.pending[0].pos > h.pos
	}
	return h.fin > h.pos || h.acked > h.pos
}

// next returns the place after the missing bytes.
func (h *half) next() int64 {
	switch {
	case len(h.pending) > 0:
		return h.pending[0].pos
	case h.fin > h.pos:
		return h.fin
	}
	return h.acked
}

// insert keeps a copy of what of p is not there yet. It returns how many bytes of the stream were there.
func (h *half) insert(p piece) (known int64) {
	known = p.end() - p.pos
	i, _ := slices.BinarySearchFunc(h.pending, p.pos, func(q piece, pos int64) int {
		if q.end() <= pos {
			return -1
		}
		return 1
	})
	for p.pos < p.end() {
		if i < len(h.pending) && h.pending[i].pos <= p.pos {
			p.cutFront(h.pending[i].end())
			i++
			continue
		}
		q := p
		if i < len(h.pending) {
			q = p.upTo(h.pending[i].pos)
		}
		p.cutFront(q.end())
		known -= q.end() - q.pos
		q.data = slices.Clone(q.data)
		h.pending = slices.Insert(h.pending, i, q)
		h.held += q.cost()
		i++
	}
	return known
}

// pop takes the first pending piece, without what was handed on before, and tells how many bytes that was.
func (h *half) pop() (p piece, known int64) {
	p = h.pending[0]
	h.held -= p.cost()
	h.pending[0] = piece{}
	if h.pending = h.pending[1:]; len(h.pending) == 0 {
		h.pending = nil
	}
	size := p.end() - p.pos
	p.cutFront(h.pos)
	return p, size - (p.end() - p.pos)
}
