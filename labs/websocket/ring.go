package websocket

import (
	"sync"
	"sync/atomic"

	ws "github.com/fasthttp/websocket"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// ringSize is how many events a lane keeps ready for the wire: all that a feed with the default window keeps. Of a feed that
// keeps more, the older ones are encoded anew for each reader that asks.
const ringSize = feed.DefaultWindow

// ring keeps events ready for the wire, so that each is encoded once, and deflated once if anyone wants that, whatever the
// number of readers. It lets go of an event soon after the feed does.
type ring struct {
	feed  *feed.Feed
	drop  lab.Drop                           // the events that are passed over
	slots [ringSize]atomic.Pointer[prepared] // an event's place is its number modulo ringSize

	mu  sync.Mutex // held to fill or empty a slot
	low uint64     // no slot holds an event below this one
}

// prepared is an event as a message: its frame is made once, and so is its deflated frame if anyone wants it.
type prepared struct {
	seq     uint64
	message *ws.PreparedMessage
}

// next returns the message that follows the cursor, and the cursor behind it: the next event, or the gap if that event has
// left the feed's window. A nil message means that there is none yet; the cursor may have passed events that are left out.
func (r *ring) next(after uint64) (m *ws.PreparedMessage, cursor uint64, err error) {
	for {
		if m := r.get(after + 1); m != nil { // as a rule another reader was here first
			return m, after + 1, nil
		}
		slice := r.feed.After(after, 1)
		switch {
		case slice.Gap != nil:
			m, err = ws.NewPreparedMessage(ws.TextMessage, appendGap(nil, *slice.Gap))
			return m, slice.Gap.To, err
		case len(slice.Events) == 0:
			return nil, after, nil
		}
		e := slice.Events[0]
		if after = e.Seq; !r.drop.Drops(after) {
			m, err = r.prepare(e)
			return m, after, err
		}
	}
}

// get returns the event if it is kept here, else nil.
func (r *ring) get(seq uint64) *ws.PreparedMessage {
	if p := r.slots[seq%ringSize].Load(); p != nil && p.seq == seq {
		return p.message
	}
	return nil
}

// prepare makes a message of the event and keeps it, unless it is kept already.
func (r *ring) prepare(e feed.Event) (*ws.PreparedMessage, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if m := r.get(e.Seq); m != nil {
		return m, nil
	}
	kind, encode := ws.TextMessage, lab.AppendEvent
	if e.Binary {
		kind, encode = ws.BinaryMessage, lab.AppendBinaryEvent
	}
	m, err := ws.NewPreparedMessage(kind, encode(nil, e))
	if err != nil {
		return nil, err
	}
	r.evict(r.feed.Oldest())
	slot := &r.slots[e.Seq%ringSize]
	if p := slot.Load(); e.Seq >= r.low && (p == nil || p.seq < e.Seq) {
		slot.Store(&prepared{e.Seq, m})
	}
	return m, nil
}

// evict empties the slots of events that the feed no longer keeps.
func (r *ring) evict(oldest uint64) {
	if oldest > r.low+ringSize {
		r.low = oldest - ringSize // each slot is looked at once
	}
	for ; r.low < oldest; r.low++ {
		slot := &r.slots[r.low%ringSize]
		if p := slot.Load(); p != nil && p.seq < oldest {
			slot.Store(nil)
		}
	}
}
