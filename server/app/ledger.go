package app

import (
	"wireside/labs/herd"
	"wireside/labs/observe"
	"wireside/labs/sse"
	"wireside/server/impair"
	"wireside/wireview/store"
	"wireside/wireview/tap"
	"wireside/wireview/tcpinfo"

	"github.com/gofiber/fiber/v2"
)

// ledger is a run's ledger in JSON. Bytes, requests and connections are counted on the wire; what was delivered, and when,
// is what clients have reported, and absent while none has.
type ledger struct {
	Run       string             `json:"run"`
	At        int64              `json:"at"` // Unix time in microseconds
	Published uint64             `json:"published"`
	Lanes     map[string]account `json:"lanes"`
	Wire      store.Totals       `json:"wire"`
	TCP       tcpinfo.Label      `json:"tcp"`               // where the lanes' TCP figures come from, or why there are none
	Clock     *clock             `json:"clock,omitempty"`   // the server's against a client's, as that client reported it
	Faults    []fault            `json:"faults,omitempty"`  // the newest
	Herd      *herd.Stats        `json:"herd,omitempty"`    // the simulated clients, if there are any
	Process   *spent             `json:"process,omitempty"` // what the server's process has used while the run published
	Server    map[string]use     `json:"server"`            // connections, streams, viewers, echoes, pages, bytes queued in networks, gzipped streams, of all runs together
}

// use is how much of a limit is taken.
type use struct {
	Open    int64  `json:"open"`
	Limit   int64  `json:"limit"`
	Refused uint64 `json:"refused"` // turned away since the server's start
}

// account is a lane's part of it.
type account struct {
	store.Lane
	*observe.Figures               // what clients have observed; but Requests are the wire's, in Lane
	Published        uint64        `json:"published"`
	Clients          int           `json:"clients,omitempty"` // how many have reported
	Network          *impair.Stats `json:"network,omitempty"` // what its path has done to it
}

func (a *App) ledger(r *record) ledger {
	r.ring.Refresh()
	counted := r.ring.Ledger()
	l := ledger{Run: r.id, At: tap.Now(), Lanes: make(map[string]account), Wire: counted.Wire, TCP: tcpinfo.Source, Server: a.use()}
	if r.published != nil {
		l.Published = r.published()
	}
	for name, lane := range counted.Lanes {
		l.Lanes[name] = account{Lane: lane, Published: l.Published}
	}
	if r.run != nil {
		r.run.fill(&l)
	}
	return l
}

// fill enters what a run knows besides the bytes on its wire.
func (r *Run) fill(l *ledger) {
	observed, clock := r.observed.sum(l.Published)
	l.Clock, l.Faults = clock, r.faults.newest()
	l.Process = r.spent.sum(r.herd)
	for name, lane := range l.Lanes {
		if sum, ok := observed[name]; ok {
			lane.Figures, lane.Clients = &sum.Figures, sum.clients
		}
		if own := r.lane(name); own != nil {
			stats := own.link.Stats()
			lane.Network = &stats
		}
		l.Lanes[name] = lane
	}
	if r.herd != nil {
		stats := r.herd.Stats(l.Published)
		l.Herd = &stats
	}
}

func (a *App) showLedger(c *fiber.Ctx, r *record) error {
	a.settle()
	return c.JSON(a.ledger(r))
}

// use tells what the server's limits have come to.
func (a *App) use() map[string]use {
	all := map[string]use{"connections": {a.door.inside.Load(), a.door.limit, a.door.refused.Load()}}
	for _, g := range []*gate{a.streams, a.viewers, a.echoes, a.pages, a.downloads} {
		all[g.what] = use{g.inside.Load(), g.limit, g.refused.Load()}
	}
	gzipped, refused := sse.Gzipped()
	all["gzipped"] = use{gzipped, sse.MaxGzipped, refused}
	held, full := a.queued.Held()
	all["queued"] = use{held, int64(a.limits.QueueBytes), full}
	return all
}
