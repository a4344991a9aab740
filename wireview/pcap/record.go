package pcap

import (
	"cmp"
	"math"
	"slices"

	"wireside/wireview/wire"
)

// part is bytes of one unit that lie side by side in the stream, or the end of a stream.
type part struct {
	conn    uint64
	dir     wire.Dir
	framing bool // of a chunk whose data are other units
	end     bool // no bytes: the stream ends here
	off     int64
	data    []byte
	when    moment
}

// moment orders parts of different streams: by time, then by when their units were emitted.
type moment struct {
	at int64
	nr int
}

func (m moment) compare(o moment) int {
	return cmp.Or(cmp.Compare(m.at, o.at), cmp.Compare(m.nr, o.nr))
}

// record collects the bytes of units.
type record struct {
	list  []part
	count int
	page  []byte
}

const pageSize = 256 << 10

func (r *record) add(u *wire.Unit) {
	r.count++
	p := part{conn: u.Conn, dir: u.Dir, when: moment{u.At, r.count}}
	if u.Kind == wire.KindEnd && u.Proto != wire.SSE { // that of an event stream may be followed by another exchange
		p.end, p.off = true, math.MaxInt64
		r.list = append(r.list, p)
		return
	}
	p.framing = u.Prior.Further
	raw := r.keep(u.Raw)
	for _, span := range u.Spans {
		n := min(span.Len(), int64(len(raw)))
		if n <= 0 {
			continue
		}
		p.off, p.data = span[0], raw[:n]
		raw = raw[n:]
		r.list = append(r.list, p)
	}
}

func (r *record) keep(raw []byte) []byte {
	if cap(r.page)-len(r.page) < len(raw) {
		r.page = make([]byte, 0, max(pageSize, len(raw)))
	}
	from := len(r.page)
	r.page = append(r.page, raw...)
	return r.page[from:len(r.page):len(r.page)]
}

// parts returns all parts: those of a stream by their place in it, and streams among each other by time.
//
// A unit carries the time of its last byte, and may lie within another: an event in its chunk's framing. A part was on the
// wire no later than what follows it in its stream, so that it takes the earliest time of all that.
func (r *record) parts() []part {
	slices.SortStableFunc(r.list, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.conn, b.conn), cmp.Compare(a.dir, b.dir), cmp.Compare(a.off, b.off))
	})
	for i := len(r.list) - 2; i >= 0; i-- {
		p, next := &r.list[i], &r.list[i+1]
		if p.conn == next.conn && p.dir == next.dir && next.when.compare(p.when) < 0 {
			p.when = next.when
		}
	}
	slices.SortStableFunc(r.list, func(a, b part) int { return a.when.compare(b.when) })
	return r.list
}
