package app

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"

	"wireside/wireview/decode"
	"wireside/wireview/eventstream"
	"wireside/wireview/store"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"

	"github.com/gofiber/fiber/v2"
)

// maxCopies bounds how many copies of an event one answer lists; the oldest are listed.
const maxCopies = 200

// sighting is a copy of one of the feed's events, as a connection carried it. The bytes of what else it took to bring it are
// shared evenly among the events that came together; those of a chunk's framing in proportion.
type sighting struct {
	Lane    string   `json:"lane"`
	Unit    uint64   `json:"unit"`  // the one that holds the event; of a body in several units, the first
	Units   []uint64 `json:"units"` // all that it took to bring it
	Conn    uint64   `json:"conn"`
	At      int64    `json:"at"`      // when its last byte crossed the socket, Unix time in microseconds
	Events  int      `json:"events"`  // how many came together
	Payload float64  `json:"payload"` // bytes
	Framing float64  `json:"framing"` // bytes
	HTTP    float64  `json:"http"`    // bytes of heads and trailers
	Total   float64  `json:"total"`   // bytes

	exchange uint64
	spans    wire.Spans
	parts    []uint64 // the frames of a message, the body units of a compressed event, which have no bytes of their own
	polled   bool     // an exchange of its own brought it
	together int      // how many events were inflated from the last of parts
}

// showEvent answers with every copy of an event that the record keeps: the same event on every wire.
func (a *App) showEvent(c *fiber.Ctx, r *record) error {
	seq, err := wholeNumber("event", c.Params("seq"))
	if err != nil {
		return err
	}
	leave, err := a.pages.admit()
	if err != nil {
		return err
	}
	defer leave()
	a.settle()
	return c.JSON(struct {
		Event  uint64     `json:"event"`
		Copies []sighting `json:"copies"`
	}{seq, sightings(r.ring, seq)})
}

// sightings looks through what a ring keeps, twice: for what holds the event, then for what it took to bring it.
func sightings(ring *store.Ring, seq uint64) []sighting {
	s := search{needle: strconv.AppendUint([]byte(`"seq":`), seq, 10), seq: seq, bodies: make(map[uint64]*body), found: []sighting{},
		together: make(map[uint64]int)}
	binary.BigEndian.PutUint64(s.binary[:], seq)
	for u := range kept(ring) {
		if u.Dir == wire.S2C {
			s.unit(u)
		}
	}
	for _, b := range s.bodies {
		s.body(b)
	}
	byConn := make(map[uint64][]*sighting)
	for i := range s.found {
		f := &s.found[i]
		byConn[f.Conn] = append(byConn[f.Conn], f)
	}
	for u := range kept(ring) {
		for _, f := range byConn[u.Conn] {
			if u.Kind == wire.KindBody && slices.Contains(f.parts, u.Seq) { // its chunks come after it
				f.spans, f.together = append(slices.Clip(f.spans), u.Spans...), s.together[u.Seq]
			}
			f.charge(u)
		}
	}
	slices.SortFunc(s.found, func(a, b sighting) int { return cmp.Compare(a.At, b.At) })
	return s.found
}

// search finds the units that hold an event.
type search struct {
	seq    uint64
	needle []byte           // how JSON has it
	binary [8]byte          // how a binary message begins
	bodies map[uint64]*body // by connection, the newest
	found  []sighting

	together map[uint64]int // by body unit, how many events were inflated from it
}

// body is a response's body, which may come in several units.
type body struct {
	first wire.Unit
	at    int64
	raw   []byte
}

func (s *search) unit(u *wire.Unit) {
	switch u.Kind {
	case wire.KindBody:
		b := s.bodies[u.Conn]
		if b == nil || b.first.Exchange != u.Exchange {
			if b != nil {
				s.body(b)
			}
			b = &body{first: *u, raw: bytes.Clone(u.Raw)}
			s.bodies[u.Conn] = b
		} else {
			b.raw = append(b.raw, u.Raw...)
		}
		b.at = u.At
	case wire.KindEvent, wire.KindFrame, wire.KindMessage:
		if u.Kind == wire.KindEvent {
			for _, part := range u.Prior.Frames {
				s.together[part]++
			}
		}
		hidden := len(u.Raw) == 0 || u.Kind == wire.KindFrame && u.Raw[0]&rsv1 != 0 // joined or inflated from other units, or compressed
		if !hidden && !bytes.Contains(u.Raw, s.needle) && !bytes.Contains(u.Raw, s.binary[:]) {
			return
		}
		decode.Explain(u)
		if events := s.events(said(u)); events > 0 {
			s.add(*u, u.At, events)
		}
	}
}

// rsv1 marks a compressed message (RFC 7692 6).
const rsv1 = 0x40

func (s *search) body(b *body) {
	if !bytes.Contains(b.raw, s.needle) {
		return
	}
	if events := s.events(b.raw); events > 0 {
		s.add(b.first, b.at, events)
		s.found[len(s.found)-1].polled = true
	}
}

func (s *search) add(u wire.Unit, at int64, events int) {
	if len(s.found) < maxCopies {
		s.found = append(s.found, sighting{
			Lane: u.Lane, Unit: u.Seq, Units: []uint64{}, Conn: u.Conn, At: at, Events: events,
			exchange: u.Exchange, spans: u.Spans, parts: u.Prior.Frames,
		})
	}
}

// said returns what a unit brings to an application.
func said(u *wire.Unit) []byte {
	switch v := u.Value.(type) {
	case eventstream.Event:
		if v.Dispatched {
			return []byte(v.Data)
		}
	case wsframe.Message:
		return v.Data
	case wsframe.Frame:
		if v.Inflated != nil {
			return v.Inflated
		}
		return v.Payload
	}
	return nil
}

// events returns how many of the feed's events a text holds, if the one that is looked for is among them; 0 otherwise.
func (s *search) events(text []byte) int {
	type event struct {
		Seq uint64 `json:"seq"`
		At  int64  `json:"at"`
	}
	var both struct {
		event
		Events []event `json:"events"`
	}
	if json.Unmarshal(text, &both) != nil {
		if bytes.HasPrefix(text, s.binary[:]) {
			return 1
		}
		return 0
	}
	if both.Events == nil && both.At != 0 {
		both.Events = []event{both.event}
	}
	for _, e := range both.Events {
		if e.Seq == s.seq {
			return len(both.Events)
		}
	}
	return 0
}

// charge adds a unit of the same connection, if it helped to bring the event.
func (f *sighting) charge(u *wire.Unit) {
	share := 0.0
	switch {
	case f.polled && u.Exchange == f.exchange && u.Kind != wire.KindEnd, u.Seq == f.Unit:
		share = 1 / float64(f.Events)
	case slices.Contains(f.parts, u.Seq):
		share = 1 / float64(max(1, f.together))
	case u.Kind == wire.KindChunk && u.Dir == wire.S2C && u.Exchange == f.exchange:
		share = f.within(u.Spans) / float64(max(1, f.together))
	}
	if share == 0 {
		return
	}
	f.Units = append(f.Units, u.Seq)
	length, payload := share*float64(u.Length), share*float64(u.Payload)
	f.Total += length
	f.Payload += payload
	switch u.Kind {
	case wire.KindRequest, wire.KindResponse, wire.KindTrailers:
		f.HTTP += length - payload
	default:
		f.Framing += length - payload
	}
}

// within returns which part of a chunk's data the event is, by the spans of the chunk's framing, which stand around it.
func (f *sighting) within(framing wire.Spans) float64 {
	if len(framing) < 2 {
		return 0
	}
	from, to := framing[0][1], framing[len(framing)-1][0]
	inside := int64(0)
	for _, s := range f.spans {
		inside += max(0, min(s[1], to)-max(s[0], from))
	}
	return float64(inside) / float64(max(1, to-from))
}
