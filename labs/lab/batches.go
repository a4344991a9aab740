package lab

import (
	"slices"
	"sync"

	"wireside/labs/feed"
)

// The limits of Batches.
const (
	DefaultMaxEvents = 1000    // events in one answer
	cachedBodies     = 32      // bodies kept
	cachedBytes      = 1 << 20 // bytes of the bodies kept; the newest is kept whatever its size
)

// Batches makes the bodies that answer polls of one feed. Readers who ask for the same share one encoding: a small number
// of bodies is kept.
type Batches struct {
	feed *feed.Feed
	max  int
	drop Drop

	mu     sync.Mutex
	bodies []Body // oldest first
	bytes  int
}

// Body is one encoded Batch. For one feed, one limit of events and one Drop, After and Next determine its bytes: both ends
// of what is sent only ever move forward.
type Body struct {
	After  uint64 // the cursor that it answers; without one, the event before the oldest
	Next   uint64 // the cursor to go on with
	Events int    // how many it holds
	Gap    bool   // it tells of a gap
	JSON   []byte // shared: not to be changed
}

// Empty reports whether the body has nothing to tell, though Next may be beyond After: of events that are left out.
func (b Body) Empty() bool { return b.Events == 0 && !b.Gap }

// NewBatches returns the batches of f, of at most maxEvents events each; 0 or less means DefaultMaxEvents. What drop names
// is left out of them: they have fewer events then, perhaps none, and Next still moves on.
func NewBatches(f *feed.Feed, maxEvents int, drop Drop) *Batches {
	if maxEvents <= 0 {
		maxEvents = DefaultMaxEvents
	}
	return &Batches{feed: f, max: maxEvents, drop: drop}
}

// Body returns what answers a poll now. If given is false, that is what is kept from the oldest event on.
func (b *Batches) Body(after uint64, given bool) Body {
	oldest, last := b.feed.Bounds()
	if !given {
		after = max(oldest, 1) - 1
	}
	next := after
	if after < last {
		next = min(last, max(after+1, oldest)+uint64(b.max)-1)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if body, ok := b.find(after, next); ok {
		return body
	}
	slice := b.feed.After(after, b.max) // it may have moved on since
	if !given && slice.Gap != nil {
		after, slice.Gap = slice.Gap.To, nil // who names no cursor misses nothing
	}
	batch := Batch{Next: after, Gap: slice.Gap}
	if n := len(slice.Events); n > 0 {
		batch.Next = slice.Events[n-1].Seq
	}
	batch.Events = slices.DeleteFunc(slice.Events, func(e feed.Event) bool { return b.drop.Drops(e.Seq) })
	body := Body{After: after, Next: batch.Next, Events: len(batch.Events), Gap: batch.Gap != nil, JSON: AppendBatch(nil, batch)}
	if _, ok := b.find(body.After, body.Next); !ok {
		b.keep(body)
	}
	return body
}

func (b *Batches) find(after, next uint64) (Body, bool) {
	for i := len(b.bodies) - 1; i >= 0; i-- {
		if b.bodies[i].After == after && b.bodies[i].Next == next {
			return b.bodies[i], true
		}
	}
	return Body{}, false
}

func (b *Batches) keep(body Body) {
	b.bodies = append(b.bodies, body)
	b.bytes += len(body.JSON)
	for len(b.bodies) > 1 && (len(b.bodies) > cachedBodies || b.bytes > cachedBytes) {
		b.bytes -= len(b.bodies[0].JSON)
		b.bodies[0] = Body{}
		b.bodies = b.bodies[1:]
	}
}
