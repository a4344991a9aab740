package app

import (
	"slices"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling"
	"wireside/labs/polling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
	"wireside/server/impair"

	"github.com/gofiber/fiber/v2"
)

// laneServer is what a lane asks of a technique. Each technique's package has a Lane that is one.
type laneServer interface {
	Serve(*fiber.Ctx) error // the route's handler
	Close()                 // ends every stream, promptly
}

// lane is one lane of a run: a technique, or several for a client that falls back, behind one path of its own.
type lane struct {
	laneSpec
	link    *impair.Link
	servers map[lab.Technique]laneServer
	hear    lab.Upstream // told of what the lane's client sends up; nil: nobody is
}

// newLane opens a lane on a feed. The seed is the run's; each lane makes another one of it.
func (a *App) newLane(f *feed.Feed, spec laneSpec, seed uint64, hear lab.Upstream) *lane {
	l := &lane{laneSpec: spec, link: impair.NewLink(spec.Network.Profile, laneSeed(seed, spec.Name)), hear: hear,
		servers: make(map[lab.Technique]laneServer)}
	for _, t := range spec.techniques() {
		choices := spec.Choices
		if spec.Technique != t {
			choices, _ = lab.Choices{}.Settle(t)
		}
		l.servers[t] = a.newServer(f, t, choices, laneSeed(seed, spec.Name), hear)
	}
	return l
}

// laneSeed mixes a lane's name into the run's seed (FNV-1a).
func laneSeed(seed uint64, name string) uint64 {
	for i := range len(name) {
		seed = (seed ^ uint64(name[i])) * 1099511628211
	}
	return seed
}

// newServer makes the server of one technique, as its choices have it.
func (a *App) newServer(f *feed.Feed, t lab.Technique, c lab.Choices, seed uint64, hear lab.Upstream) laneServer {
	limits := a.limits
	drop := lab.NewDrop(*c.Drop, seed)
	switch t {
	case lab.Polling:
		return polling.New(f, polling.Config{Close: !*c.KeepAlive, Untagged: !*c.ETag, Drop: drop, Hold: ms(*c.HoldMs)})
	case lab.LongPolling:
		return longpolling.New(f, longpolling.Config{Drop: drop, Hold: ms(*c.HoldMs), Watcher: a.watcher, Admit: a.streams.admit})
	case lab.SSE:
		return sse.New(f, sse.Config{
			NoIDs: !*c.IDs, Retry: ms(*c.RetryMs), Compress: sse.Compression(*c.Compress),
			BlankBefore: *c.Blank == "before", Naive: *c.Encoder == "naive", Drop: drop,
			HeartbeatEvery: a.heartbeat(c), VisibleHeartbeat: *c.WatchdogMs > 0,
			WriteTimeout: limits.WriteTimeout, Watcher: a.watcher, Admit: a.streams.admit,
		})
	}
	return websocket.New(f, websocket.Config{
		AnyOrigin: *c.Origin == "any", Deflate: *c.Deflate, Drop: drop, Upstream: hear,
		Heartbeat: a.heartbeat(c), VisibleHeartbeat: *c.WatchdogMs > 0,
		MessageBytes: int(limits.MessageBytes), WriteTimeout: limits.WriteTimeout, Admit: a.streams.admit,
	})
}

// heartbeat is how often a stream is to give a sign of life: as chosen, or as the server does where nothing else was said.
func (a *App) heartbeat(c lab.Choices) time.Duration {
	switch *c.HeartbeatMs {
	case 0:
		return -1
	case lab.DefaultHeartbeatMs:
		return a.limits.Heartbeat
	}
	return ms(*c.HeartbeatMs)
}

func ms(n float64) time.Duration { return time.Duration(n * float64(time.Millisecond)) }

// serves reports whether the lane answers a technique's route.
func (l *lane) serves(t lab.Technique) bool { return slices.Contains(l.techniques(), t) }

// close ends every stream of the lane, and lets go of what its path holds.
func (l *lane) close() {
	for _, s := range l.servers {
		s.Close()
	}
	l.link.Close()
}
