package experiments

import (
	"cmp"
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"wireside/labs/lab"
)

// Unit is what Facts looks at of a unit of the wire. Its JSON is part of the unit's.
type Unit struct {
	Seq    uint64      `json:"seq"` // in its run: 1, 2, 3…
	At     int64       `json:"at"`  // when its last byte crossed the socket, Unix time in microseconds
	Conn   uint64      `json:"conn"`
	Dir    string      `json:"dir"` // "c2s" or "s2c"
	Lane   string      `json:"lane"`
	Kind   string      `json:"kind"`
	Length int64       `json:"length"` // bytes of its own
	Fields []UnitField `json:"fields"` // of an event; Facts needs no others
	Value  UnitValue   `json:"value"`
}

// UnitField is a piece of a unit.
type UnitField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// UnitValue is what Facts needs of a unit's value, whatever its kind.
type UnitValue struct {
	Status     int         `json:"status"`     // response
	Headers    [][2]string `json:"headers"`    // request, response: name and value
	Dispatched bool        `json:"dispatched"` // event
	Fin        bool        `json:"fin"`        // frame
	RSV        int         `json:"rsv"`        // frame; 4: it begins a compressed message
	Opcode     int         `json:"opcode"`     // frame
	Payload    []byte      `json:"payload"`    // frame, unmasked; the first 16 bytes will do
	Inflated   []byte      `json:"inflated"`   // frame, what it says if it is compressed; likewise
}

// UnmarshalJSON reads an object. Other values, such as the list of a trailer's fields, are of no use here.
func (v *UnitValue) UnmarshalJSON(text []byte) error {
	type plain UnitValue // without this method
	*v = UnitValue{}
	if len(text) == 0 || text[0] != '{' {
		return nil
	}
	return json.Unmarshal(text, (*plain)(v))
}

// Conn is a connection of a run.
type Conn struct {
	Conn   uint64   `json:"conn"`
	Lanes  []string `json:"lanes"`
	Opened int64    `json:"opened"` // Unix time in microseconds
	Closed int64    `json:"closed"` // likewise; 0: it is open
}

// Facts returns what a run's units and connections tell beyond its ledger, as "wire.LANE.fact". units are all of the run's in
// their order: of a record that has lost some, nothing can be counted, and only what the connections tell is returned. from
// and to are the time of publishing, Unix time in microseconds.
//
// Of all lanes: connectedShare, the share of that time with a connection open that carried the lane; upstreamAfterHead, the client's bytes
// that belong to no request's head. Of event streams see [streamFacts], of WebSockets [socketFacts].
func Facts(units iter.Seq[Unit], conns []Conn, from, to int64) Values {
	values := make(Values)
	connectedShares(values, conns, from, to)
	lanes := make(map[string]*laneFacts)
	var last uint64
	for u := range units {
		if last++; u.Seq != last {
			return values
		}
		if u.Lane == "" {
			continue
		}
		lane := lanes[u.Lane]
		if lane == nil {
			lane = &laneFacts{sockets: make(map[uint64]*socket)}
			lanes[u.Lane] = lane
		}
		lane.unit(&u)
	}
	for name, lane := range lanes {
		technique, _, _ := strings.Cut(name, "-")
		add := func(fact string, n int64) { values["wire."+name+"."+fact] = float64(n) }
		add("upstreamAfterHead", lane.afterHead)
		if technique == string(lab.SSE) || lane.stream.blocks > 0 {
			lane.stream.tell(add)
		}
		if technique == string(lab.WebSocket) || lane.socket.upgrades > 0 {
			lane.socket.tell(add)
		}
	}
	return values
}

// laneFacts is what is counted of a lane.
type laneFacts struct {
	afterHead int64
	stream    streamFacts
	socket    socketFacts
	sockets   map[uint64]*socket // by connection
}

func (l *laneFacts) unit(u *Unit) {
	if u.Dir == "c2s" && u.Kind != "request" {
		l.afterHead += u.Length
	}
	if u.Kind == "event" {
		l.stream.event(u)
		return
	}
	s := l.sockets[u.Conn]
	if s == nil {
		s = new(socket)
		l.sockets[u.Conn] = s
	}
	l.socket.unit(s, u)
}

// connectedShares adds each lane's share of a time with a connection open.
func connectedShares(values Values, conns []Conn, from, to int64) {
	if to <= from {
		return
	}
	spans := make(map[string][][2]int64)
	for _, c := range conns {
		closed := c.Closed
		if closed == 0 {
			closed = to
		}
		for _, lane := range c.Lanes {
			spans[lane] = append(spans[lane], [2]int64{max(c.Opened, from), min(closed, to)})
		}
	}
	for lane, open := range spans {
		slices.SortFunc(open, func(a, b [2]int64) int { return cmp.Compare(a[0], b[0]) })
		covered, until := int64(0), from
		for _, span := range open {
			if start := max(span[0], until); span[1] > start {
				covered += span[1] - start
				until = span[1]
			}
		}
		values["wire."+lane+".connectedShare"] = float64(covered) / float64(to-from)
	}
}
