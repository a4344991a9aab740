package impair

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Budget is what the connections of a listener share, so that a stranger with thousands of them, all stalled or all sent
// byte by byte, takes neither the memory nor the processor from everybody else. The zero Budget has no limit of bytes.
type Budget struct {
	limit int64
	held  atomic.Int64
	full  atomic.Uint64

	mu    sync.Mutex
	piece time.Time // when the next one of all that are to be seen apart may pass
}

const (
	freeBytes    = 8 << 10               // in each direction a connection may have so much on its way whatever the others have
	segmentBytes = 128                   // what a segment takes beside its bytes
	leastRoom    = packetBytes           // so that a road that empties byte by byte doesn't fill with segments of one
	sharedPause  = 25 * time.Microsecond // between two pieces, of whichever connections: 40,000 a second take about a core
)

// NewBudget returns a budget of so many bytes on their way, with what it takes to keep them. Beyond it each connection
// may still have 8 KiB in each direction; whoever has more waits.
func NewBudget(bytes int) *Budget { return &Budget{limit: int64(bytes)} }

// Listen is [Listen] for connections within the budget.
func (b *Budget) Listen(l net.Listener) net.Listener { return listener{l, b} }

// Held returns how many bytes the connections take now, and how often one found no room within the limit.
func (b *Budget) Held() (bytes int64, full uint64) { return b.held.Load(), b.full.Load() }

// left returns how much of room the budget has left.
func (b *Budget) left(room int) int {
	if b.limit <= 0 {
		return room
	}
	return min(room, int(b.limit-b.held.Load()))
}

// next returns when one more piece may pass.
func (b *Budget) next(now time.Time) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.piece = later(now, b.piece).Add(sharedPause)
	return b.piece
}

// cost is what the road takes of the budget.
func (r *road) cost() int { return r.size + len(r.queue)*segmentBytes }

// account brings the budget up to what is on the road.
func (r *road) account() {
	cost := r.cost()
	r.budget.held.Add(int64(cost - r.charged))
	r.charged = cost
}

// grow counts n more bytes on the road, or less.
func (r *road) grow(n int) {
	r.size += n
	r.account()
}

// room returns how many bytes may be put on the road.
func (r *road) room() int {
	room := queueBytes - r.size
	if room <= 0 || len(r.queue) >= maxSegments {
		return 0
	}
	if free := freeBytes - r.cost(); free < room {
		if room = max(free, r.budget.left(room)); room < leastRoom {
			r.budget.full.Add(1)
		}
	}
	if room < leastRoom {
		return 0
	}
	return room
}

// full reports whether nothing more may be put on the road.
func (r *road) full() bool { return r.room() == 0 }
