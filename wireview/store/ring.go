package store

import (
	"sync"
	"unsafe"

	"wireside/wireview/wire"
)

// A ring is a list of pages; the oldest page goes when the ring is full, and is used again for the newest. Units, their bytes
// and their spans lie side by side in a page, so that a full ring allocates nothing: at tens of thousands of units a second
// that is most of what an append would cost. Readers get copies.
const (
	pageUnits = 64
	pageBytes = 16 << 10
	pageSpans = pageUnits * 2
)

type page struct {
	units []wire.Unit
	bytes []byte
	spans []wire.Span
	raw   int64 // bytes under the units' spans
	extra int   // bytes of the units' values
}

func (p *page) size() int {
	return p.extra + cap(p.units)*int(unsafe.Sizeof(wire.Unit{})) + cap(p.bytes) + cap(p.spans)*int(unsafe.Sizeof(wire.Span{}))
}

func (p *page) fits(u *wire.Unit) bool {
	return len(p.units) < cap(p.units) && len(p.bytes)+own(u) <= cap(p.bytes) && len(p.spans)+len(u.Spans) <= cap(p.spans)
}

// own is how many bytes of its own a unit holds in its page.
func own(u *wire.Unit) int { return len(u.Raw) + len(u.Prior.Inflated) }

// adopt copies what u points to into the page, which has room for it.
func (p *page) adopt(u *wire.Unit) {
	u.Raw, u.Prior.Inflated = p.keep(u.Raw), p.keep(u.Prior.Inflated)
	from := len(p.spans)
	p.spans = append(p.spans, u.Spans...)
	u.Spans = p.spans[from:len(p.spans):len(p.spans)]
}

// keep copies b into the page, which has room for it.
func (p *page) keep(b []byte) []byte {
	if b == nil {
		return nil
	}
	from := len(p.bytes)
	p.bytes = append(p.bytes, b...)
	return p.bytes[from:len(p.bytes):len(p.bytes)]
}

// reset empties a page, and reports whether it is one to be used again.
func (p *page) reset() bool {
	clear(p.units)
	p.units, p.bytes, p.spans, p.raw, p.extra = p.units[:0], p.bytes[:0], p.spans[:0], 0, 0
	return cap(p.bytes) == pageBytes && cap(p.spans) == pageSpans
}

func newPage(u *wire.Unit) *page {
	return &page{
		units: make([]wire.Unit, 0, pageUnits),
		bytes: make([]byte, 0, max(pageBytes, own(u))),
		spans: make([]wire.Span, 0, max(pageSpans, len(u.Spans))),
	}
}

// Dropped counts what a ring had and no longer keeps.
type Dropped struct {
	Units uint64 `json:"units"`
	Bytes int64  `json:"bytes"`
}

// Ring keeps the newest units of one run, as many as its limit holds. All methods may be called at any time by anyone.
type Ring struct {
	mu      sync.Mutex
	pages   []*page
	size    int // bytes of memory in pages
	limit   int // bytes of memory that pages may take; the newest page always stays
	last    uint64
	dropped Dropped
	books   books
	conns   connections
	spare   *page         // one that went, to be used again
	wake    chan struct{} // closed at the next append; nil while nobody waits
	closed  bool
}

func newRing(lanes []string) *Ring { return &Ring{books: newBooks(lanes)} }

// Append numbers u, setting its Seq, and keeps a copy of it. It does nothing once the ring is closed.
func (r *Ring) Append(u *wire.Unit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	r.last++
	u.Seq = r.last
	r.books.unit(u)
	r.conns.unit(u)

	p := r.tail(u)
	p.units = append(p.units, *u)
	p.adopt(&p.units[len(p.units)-1])
	p.raw += int64(len(u.Raw))
	if v, ok := u.Value.(interface{ Bytes() int }); ok { // a value that was not left to be worked out later
		p.extra += v.Bytes()
		r.size += v.Bytes()
	}

	r.trim()
	if r.wake != nil {
		close(r.wake)
		r.wake = nil
	}
}

// tail returns the newest page, a new one if u does not fit.
func (r *Ring) tail(u *wire.Unit) *page {
	if n := len(r.pages); n > 0 && r.pages[n-1].fits(u) {
		return r.pages[n-1]
	}
	p := r.spare
	if r.spare = nil; p == nil || !p.fits(u) {
		p = newPage(u)
	}
	r.pages = append(r.pages, p)
	r.size += p.size()
	return p
}

func (r *Ring) trim() {
	for r.size > r.limit && (len(r.pages) > 1 || r.closed && len(r.pages) > 0) {
		p := r.pages[0]
		r.pages[0] = nil
		r.pages = r.pages[1:]
		r.size -= p.size()
		r.dropped.Units += uint64(len(p.units))
		r.dropped.Bytes += p.raw
		if p.reset() && !r.closed {
			r.spare = p
		}
	}
}

// After returns up to limit units that follow the one numbered seq, oldest first, and how many that would have come before
// them are no longer kept. They are copies, the caller's to change and explain. Where they are large there may be fewer than
// limit, though more follow; none means that there are none.
func (r *Ring) After(seq uint64, limit int) (units []wire.Unit, missed uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if first := r.first(); seq < first-1 {
		missed = first - 1 - seq
		seq = first - 1
	}
	copied := 0
	for _, p := range r.pages {
		if len(p.units) == 0 || p.units[len(p.units)-1].Seq <= seq {
			continue
		}
		from := 0
		if head := p.units[0].Seq; seq >= head {
			from = int(seq - head + 1)
		}
		take := min(len(p.units)-from, limit-len(units))
		units = append(units, p.units[from:from+take]...)
		if copied += len(p.bytes); len(units) >= limit || copied >= maxCopy {
			break
		}
	}
	detach(units)
	return units, missed
}

// maxCopy bounds how many bytes one After copies, one page's aside: writers wait for it.
const maxCopy = 1 << 20

// detach gives units memory of their own, side by side.
func detach(units []wire.Unit) {
	bytes, spans := 0, 0
	for i := range units {
		bytes += own(&units[i])
		spans += len(units[i].Spans)
	}
	p := page{bytes: make([]byte, 0, bytes), spans: make([]wire.Span, 0, spans)}
	for i := range units {
		p.adopt(&units[i])
	}
}

// first returns the number of the oldest unit kept; last+1 if there is none.
func (r *Ring) first() uint64 { return r.dropped.Units + 1 }

// Last returns the number of the newest unit; 0 if there was none.
func (r *Ring) Last() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

// Wait returns a channel that is closed as soon as there is a unit after seq, or the ring is closed.
func (r *Ring) Wait(seq uint64) <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last > seq || r.closed {
		return ready
	}
	if r.wake == nil {
		r.wake = make(chan struct{})
	}
	return r.wake
}

var ready = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// Closed reports whether the ring's store has forgotten it.
func (r *Ring) Closed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.closed
}

// close lets go of the units too: a connection may hold on to a ring for as long as it lives.
func (r *Ring) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.limit = 0
	r.trim()
	if r.wake != nil {
		close(r.wake)
		r.wake = nil
	}
}

func (r *Ring) setLimit(limit int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limit = limit
	r.trim()
}
