package store

import (
	"maps"

	"wireside/wireview/tcpinfo"
	"wireside/wireview/wire"
)

// Ledger is what a run's traffic comes to, counted unit by unit from the bytes that crossed the socket.
type Ledger struct {
	Lanes map[string]Lane `json:"lanes"`
	Wire  Totals          `json:"wire"`
}

// Totals are the figures of all lanes together.
type Totals struct {
	Bytes       int64   `json:"bytes"`       // under units, in both directions
	Unexplained int64   `json:"unexplained"` // of these, under raw units: bytes that no decoder could read
	Pending     int64   `json:"pending"`     // captured, but their unit is not complete yet
	Units       uint64  `json:"units"`       // counted since the run began
	Dropped     Dropped `json:"dropped"`     // of these, no longer kept
}

// Lane is one technique's part.
type Lane struct {
	Requests    int            `json:"requests"`    // request heads
	Connections int            `json:"connections"` // connections that carried at least one of them
	Units       int            `json:"units"`
	Statuses    map[string]int `json:"statuses"` // responses by status code, "204": 3
	Bytes       Bytes          `json:"bytes"`
	TCP         *tcpinfo.Info  `json:"tcp,omitempty"` // what the kernel has counted; nil where the system tells nothing
}

// Bytes are a lane's bytes by direction.
type Bytes struct {
	C2S   Layers `json:"c2s"`
	S2C   Layers `json:"s2c"`
	Total int64  `json:"total"`
}

// Layers tells whose the bytes are. They add up to Total.
type Layers struct {
	HTTP    int64 `json:"http"`    // heads and trailers
	Framing int64 `json:"framing"` // chunk framing; field names, ids, comments and line ends of events; frame headers and control frames
	Payload int64 `json:"payload"` // bodies, the values of data fields, the payload of messages
	Total   int64 `json:"total"`
}

func (l *Layers) add(u *wire.Unit) {
	l.Total += u.Length
	l.Payload += u.Payload
	rest := u.Length - u.Payload
	switch u.Kind {
	case wire.KindRequest, wire.KindResponse, wire.KindTrailers:
		l.HTTP += rest
	default:
		l.Framing += rest
	}
}

// books is the ledger as it is kept. The ring's lock guards it.
type books struct {
	lanes  map[string]*Lane
	newest struct { // the lane that was asked for last: mostly it is asked for again
		name string
		lane *Lane
	}
	total Totals
}

func newBooks(lanes []string) books {
	b := books{lanes: make(map[string]*Lane)}
	for _, name := range lanes {
		b.lane(name)
	}
	return b
}

func (b *books) lane(name string) *Lane {
	if b.newest.lane != nil && b.newest.name == name {
		return b.newest.lane
	}
	l := b.lanes[name]
	if l == nil {
		l = &Lane{Statuses: make(map[string]int)}
		b.lanes[name] = l
	}
	b.newest.name, b.newest.lane = name, l
	return l
}

func (b *books) unit(u *wire.Unit) {
	b.total.Units++
	b.total.Bytes += u.Length
	l := b.lane(u.Lane)
	l.Units++
	l.Bytes.Total += u.Length
	if u.Dir == wire.C2S {
		l.Bytes.C2S.add(u)
	} else {
		l.Bytes.S2C.add(u)
	}
	switch u.Kind {
	case wire.KindRequest:
		l.Requests++
	case wire.KindResponse:
		l.Statuses[status(u.Raw)]++
	case wire.KindRaw:
		b.total.Unexplained += u.Length
	}
}

// status returns the status code of a response head: the three digits after "HTTP/1.1 " (RFC 9112 4).
func status(head []byte) string {
	const at = len("HTTP/1.1 ")
	if len(head) < at+3 {
		return "?"
	}
	return string(head[at : at+3])
}

// Pending counts n more bytes, or with a negative n fewer, that were captured and are not covered by a unit yet.
func (r *Ring) Pending(n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.books.total.Pending += n
}

// Ledger returns the figures as they stand.
func (r *Ring) Ledger() Ledger {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := Ledger{Lanes: make(map[string]Lane, len(r.books.lanes)), Wire: r.books.total}
	out.Wire.Dropped = r.dropped
	for name, l := range r.books.lanes {
		copied := *l
		copied.Statuses = maps.Clone(l.Statuses)
		out.Lanes[name] = copied
	}
	return out
}
