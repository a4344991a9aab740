package experiments

import "iter"

// Unit is what Facts looks at of a unit of the wire. Its JSON is part of the unit's.
type Unit struct {
	Seq    uint64      `json:"seq"` // in its run: 1, 2, 3…
	At     int64       `json:"at"`  // when its last byte crossed the socket, Unix time in microseconds
	Conn   uint64      `json:"conn"`
	Dir    string      `json:"dir"` // "c2s" or "s2c"
	Lane   string      `json:"lane"`
	Kind   string      `json:"kind"`
	Length int64       `json:"length"` // bytes of its own
	Fields []UnitField `json:"fields"`
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
	Headers    [][2]string `json:"headers"`    // request, response
	Dispatched bool        `json:"dispatched"` // event
	Fin        bool        `json:"fin"`        // frame
	Opcode     int         `json:"opcode"`     // frame
	Payload    []byte      `json:"payload"`    // frame, unmasked
	Inflated   []byte      `json:"inflated"`   // frame, of a compressed message
}

// Conn is a connection of a run.
type Conn struct {
	Conn   uint64   `json:"conn"`
	Lanes  []string `json:"lanes"`
	Opened int64    `json:"opened"` // Unix time in microseconds
	Closed int64    `json:"closed"` // likewise; 0: it is open
}

// Facts returns what a run's units and connections tell beyond its ledger. from and to are the time of publishing, Unix time in
// microseconds.
func Facts(units iter.Seq[Unit], conns []Conn, from, to int64) Values { return nil }
