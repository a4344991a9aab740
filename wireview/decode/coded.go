package decode

import (
	"slices"
	"strings"

	"wireside/wireview/coding"
	"wireside/wireview/eventstream"
	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// Limits on the events that compressed content says.
const (
	// MaxEvents is how many blocks of an event stream one body unit may say. A stream that says more is not read on: a few
	// compressed bytes could be millions of empty blocks.
	MaxEvents = 16 << 10
	// MaxBodies is how many body units an event names: the last ones that it came in.
	MaxBodies = 1 << 10
	// turn is after how many bytes it is seen whether there were too many.
	turn = 4 << 10
)

// TooManyEvents is of the end of a compressed event stream that says more than MaxEvents blocks at once.
var TooManyEvents = &wire.Violation{Name: "too-many-events", Spec: "WHATWG 9.2.6",
	Message: "A few compressed bytes say more events than the inspector reads from one unit; the standard itself sets no limit."}

// Body returns who reads the content of a response further: what is compressed, and an event stream; nil if nobody does. The
// units go to emit, which numbers them if anybody does. at is when the bytes that are being read crossed the socket: while an
// event is emitted that was known earlier than its unit ended, it is set to that time.
func Body(h *http1.Head, at *int64, emit wire.Emit) http1.Body {
	by, events, further := contentOf(h)
	if !further {
		return nil
	}
	return newBody(by, events, at, emit)
}

// contentOf returns how a response's content is compressed, whether it is an event stream (WHATWG HTML 9.2.2), and whether
// that is to be read further.
func contentOf(h *http1.Head) (by coding.Coding, events, further bool) {
	by, events = codingOf(h), isEventStream(h.ContentType)
	return by, events, h.Framing != http1.FramingNone && by != coding.Unknown && (by != coding.None || events)
}

func newBody(by coding.Coding, events bool, at *int64, emit wire.Emit) http1.Body {
	if by == coding.None {
		return eventstream.New(eventstream.Config{Emit: emit})
	}
	return newCoded(by, events, at, emit)
}

// codingOf returns how a response's content is compressed.
func codingOf(h *http1.Head) coding.Coding {
	if len(h.ContentEncoding) == 0 {
		return coding.None
	}
	const partial = 206 // RFC 9110 15.3.7: a part of the compressed bytes, which need not be the first
	if h.Status == partial || h.Framing == http1.FramingUpgrade {
		return coding.Unknown
	}
	var list []byte
	for name, value := range h.Fields() {
		if strings.EqualFold(string(name), "Content-Encoding") {
			list = append(append(list, value...), ',')
		}
	}
	return coding.Of(list)
}

// coded reads the content of a response that is compressed, and the events in it if it is an event stream.
type coded struct {
	*coding.Decoder
	at     *int64
	emit   wire.Emit
	events *eventstream.Decoder // nil if it is none, or is not read any more

	said   int64    // bytes of the event stream so far
	bodies []body   // the units that they came in, but for those that no further event can have come in
	named  []uint64 // what the last event named
	blocks int      // how many the unit under way says
	lost   bool     // a block was too large
}

// body is a unit that says the event stream up to its byte end.
type body struct {
	end int64
	seq uint64
}

func newCoded(by coding.Coding, events bool, at *int64, emit wire.Emit) *coded {
	r := &coded{at: at, emit: emit}
	cfg := coding.Config{Coding: by, Emit: r.emitBody, Now: func() int64 { return *at }}
	if events {
		r.events = eventstream.New(eventstream.Config{Emit: r.emitEvent})
		cfg.Said, cfg.Broken = r.read, func() { r.end(false) }
	}
	r.Decoder = coding.New(cfg)
	return r
}

// Close ends the content, then what is read from it.
func (r *coded) Close(complete bool) {
	r.Decoder.Close(complete)
	r.end(complete)
}

func (r *coded) end(complete bool) {
	if r.events != nil {
		r.events.Close(complete)
		r.events = nil
	}
}

// emitBody passes on a unit of compressed bytes.
func (r *coded) emitBody(u *wire.Unit) {
	r.emit(u)
	content, ok := u.Value.(coding.Content)
	if !ok || r.events == nil || content.InflatedSize == 0 {
		return
	}
	r.blocks = 0
	end := r.said + content.InflatedSize
	if len(r.bodies) == MaxBodies {
		r.bodies = slices.Delete(r.bodies, 0, 1)
	}
	r.bodies = append(r.bodies, body{end, u.Seq}) // by now it is numbered
}

// read reads a piece of the event stream, the last byte of which was known at the given time.
func (r *coded) read(p []byte, at int64) {
	now := *r.at
	*r.at = at
	for len(p) > 0 && r.events != nil {
		n := int(min(int64(len(p)), turn-r.said%turn))
		r.events.Write(p[:n], r.said)
		r.said += int64(n)
		p = p[n:]
		if r.blocks > MaxEvents && r.said%turn == 0 {
			r.end(false)
		}
	}
	*r.at = now
}

// emitEvent passes on what the event stream says. It has no bytes of its own, since those of the connection are compressed:
// Prior holds what was inflated.
func (r *coded) emitEvent(u *wire.Unit) {
	switch u.Kind {
	case wire.KindEvent:
		if r.blocks++; r.blocks > MaxEvents {
			return
		}
	case wire.KindRaw:
		if r.lost { // that a block was too large is said once
			return
		}
		r.lost = true
	case wire.KindEnd:
		if r.blocks > MaxEvents {
			u.Error = TooManyEvents
		}
	}
	if len(u.Spans) > 0 {
		u.Prior.Frames = r.cameIn(u.Spans[0][0], u.Spans[len(u.Spans)-1][1])
	}
	if u.Kind == wire.KindEvent {
		u.Prior.Inflated = u.Raw
	}
	u.Raw, u.Spans, u.Length, u.Payload = nil, nil, 0, 0
	r.emit(u)
}

// cameIn returns the numbers of the units that the bytes [from, to) of the event stream came in, and forgets those before.
func (r *coded) cameIn(from, to int64) []uint64 {
	first := 0
	for r.bodies[first].end <= from {
		first++
	}
	r.bodies = append(r.bodies[:0], r.bodies[first:]...)
	n := 1
	for n < len(r.bodies) && r.bodies[n-1].end < to {
		n++
	}
	same := len(r.named) == n
	for i := 0; same && i < n; i++ {
		same = r.named[i] == r.bodies[i].seq
	}
	if !same { // else the last event came in the same ones
		r.named = make([]uint64, n)
		for i := range n {
			r.named[i] = r.bodies[i].seq
		}
	}
	return r.named
}
