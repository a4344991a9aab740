package store

import (
	"net/netip"
	"slices"
	"time"

	"wireside/wireview/tcpinfo"
	"wireside/wireview/wire"
)

// MaxConnections bounds how many connections a ring describes; beyond it the one that closed first makes room, or else the
// one that opened first.
const MaxConnections = 1000

// refreshEvery bounds how often the open connections are asked for the kernel's figures.
const refreshEvery = 250 * time.Millisecond

// Opening says which connection begins to carry units of a ring.
type Opening struct {
	Conn           uint64
	Client, Server netip.AddrPort
	At             int64  // when it was accepted, Unix time in microseconds
	Refresh        func() // has the connection bring its figures up to date, by Ring.TCP; nil if there are none
}

// Connection is what a ring knows of a connection: only what concerns the ring's own units.
type Connection struct {
	Conn     uint64         `json:"conn"`
	Lanes    []string       `json:"lanes"`
	Client   netip.AddrPort `json:"client"`
	Server   netip.AddrPort `json:"server"`
	Opened   int64          `json:"opened"`           // Unix time in microseconds
	Closed   int64          `json:"closed,omitempty"` // likewise; 0 while it is open
	Units    int            `json:"units"`
	Requests int            `json:"requests"`
	Errors   int            `json:"errors"` // units that break a rule
	Bytes    ByDirection    `json:"bytes"`
	TCP      *tcpinfo.Info  `json:"tcp,omitempty"` // nil where the system tells nothing
}

// ByDirection is a number of bytes each way.
type ByDirection struct {
	C2S int64 `json:"c2s"`
	S2C int64 `json:"s2c"`
}

// connections is the table of a ring's connections. The ring's lock guards it.
type connections struct {
	list      []*tracked // in the order in which they came
	byID      map[uint64]*tracked
	newest    *tracked // the one that was asked for last
	dropped   uint64
	refreshed time.Time
}

type tracked struct {
	Connection
	refresh func()
}

func (t *connections) get(conn uint64) *tracked {
	if t.newest == nil || t.newest.Conn != conn {
		c := t.byID[conn]
		if c == nil {
			return nil
		}
		t.newest = c
	}
	return t.newest
}

// open describes a connection from now on, if it isn't already.
func (t *connections) open(o Opening, lane string) {
	c := t.get(o.Conn)
	if c == nil {
		if len(t.list) == MaxConnections {
			t.makeRoom()
		}
		c = &tracked{Connection{Conn: o.Conn, Lanes: []string{}, Client: o.Client, Server: o.Server, Opened: o.At}, o.Refresh}
		t.list = append(t.list, c)
		if t.byID == nil {
			t.byID = make(map[uint64]*tracked)
		}
		t.byID[o.Conn] = c
	}
	if lane != "" && !slices.Contains(c.Lanes, lane) {
		c.Lanes = append(c.Lanes, lane)
	}
}

func (t *connections) makeRoom() {
	oldest := max(0, slices.IndexFunc(t.list, func(c *tracked) bool { return c.Closed != 0 }))
	delete(t.byID, t.list[oldest].Conn)
	t.list = slices.Delete(t.list, oldest, oldest+1)
	t.newest = nil
	t.dropped++
}

func (t *connections) unit(u *wire.Unit) {
	c := t.get(u.Conn)
	if c == nil {
		return
	}
	c.Units++
	if u.Dir == wire.C2S {
		c.Bytes.C2S += u.Length
	} else {
		c.Bytes.S2C += u.Length
	}
	if u.Kind == wire.KindRequest {
		c.Requests++
	}
	if u.Error != nil {
		c.Errors++
	}
}

// Connection counts a connection that carries exchanges of a lane for the first time.
func (r *Ring) Connection(o Opening, lane string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	r.books.lane(lane).Connections++
	r.conns.open(o, lane)
}

// Disconnected says that a connection has ended, at Unix time in microseconds.
func (r *Ring) Disconnected(conn uint64, at int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c := r.conns.get(conn); c != nil {
		c.Closed, c.refresh = at, nil
	}
}

// TCP adds what the kernel has counted of a connection while it carried a lane.
func (r *Ring) TCP(conn uint64, lane string, counted tcpinfo.Info) {
	r.mu.Lock()
	defer r.mu.Unlock()
	add := func(sum **tcpinfo.Info) {
		if *sum == nil {
			*sum = new(tcpinfo.Info)
		}
		both := (*sum).Add(counted)
		*sum = &both // whoever has read the old one keeps it
	}
	add(&r.books.lane(lane).TCP)
	if c := r.conns.get(conn); c != nil {
		add(&c.TCP)
	}
}

// Refresh has the open connections bring their TCP figures up to date, a few times a second at most.
func (r *Ring) Refresh() {
	var open []func()
	r.mu.Lock()
	if now := time.Now(); now.Sub(r.conns.refreshed) >= refreshEvery {
		r.conns.refreshed = now
		for _, c := range r.conns.list {
			if c.refresh != nil {
				open = append(open, c.refresh)
			}
		}
	}
	r.mu.Unlock()
	for _, refresh := range open { // without the lock, which they take
		refresh()
	}
}

// Connections returns the connections that carried the ring's units, in the order in which they came, and how many more
// there were that are no longer described.
func (r *Ring) Connections() (list []Connection, dropped uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	list = make([]Connection, len(r.conns.list))
	for i, c := range r.conns.list {
		list[i] = c.Connection
		list[i].Lanes = slices.Clone(c.Lanes)
	}
	return list, r.conns.dropped
}
