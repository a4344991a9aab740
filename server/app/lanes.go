package app

import (
	"slices"
	"sync"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling"
	"wireside/labs/polling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
	"wireside/labs/yours"
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
	link *impair.Link
	hear lab.Upstream // told of what the lane's client sends up; nil: nobody is

	app  *App
	feed *feed.Feed
	seed uint64
	tell func(yours.Incident) // is told of what goes wrong in a learner's code

	mu      sync.Mutex
	servers map[served]laneServer // those that somebody has asked for
	closed  bool
}

// served is what code serves a technique.
type served struct {
	technique lab.Technique
	impl      string // one of lab.Implementations
}

// newLane opens a lane of a run.
func (a *App) newLane(r *Run, spec laneSpec, hear lab.Upstream) *lane {
	seed := laneSeed(r.spec.Seed, spec.Name)
	return &lane{
		laneSpec: spec, link: impair.NewLink(spec.Network.Profile, seed), hear: hear,
		app: a, feed: r.feed, seed: seed, tell: func(i yours.Incident) { r.incidents.add(spec.Name, i) },
		servers: make(map[served]laneServer),
	}
}

// server returns what serves a technique; an empty impl is the one that was chosen. The error is a *lab.Error.
func (l *lane) server(t lab.Technique, impl string) (laneServer, error) {
	choices := l.Choices
	if l.Technique != t {
		choices, _ = lab.Choices{}.Settle(t)
	}
	if impl == "" {
		impl = *choices.Impl
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.servers[served{t, impl}]; s != nil {
		return s, nil
	}
	if l.closed {
		return nil, errClosing
	}
	s, err := l.app.newServer(l, t, impl, choices)
	if err == nil {
		l.servers[served{t, impl}] = s
	}
	return s, err
}

// laneSeed mixes a lane's name into the run's seed (FNV-1a).
func laneSeed(seed uint64, name string) uint64 {
	for i := range len(name) {
		seed = (seed ^ uint64(name[i])) * 1099511628211
	}
	return seed
}

// newServer makes what serves a technique, as its choices have it.
func (a *App) newServer(l *lane, t lab.Technique, impl string, c lab.Choices) (laneServer, error) {
	switch impl {
	case "reference":
		return a.newReference(l, t, c), nil
	case "scratch", "yours":
		return a.newScratch(l, t, impl, c)
	}
	return nil, &lab.Error{Status: 400, Code: "bad_impl", Message: "impl is reference, scratch or yours."}
}

// newReference makes the server of a technique that is the lab's own.
func (a *App) newReference(l *lane, t lab.Technique, c lab.Choices) laneServer {
	limits := a.limits
	drop := lab.NewDrop(*c.Drop, l.seed)
	switch t {
	case lab.Polling:
		return polling.New(l.feed, polling.Config{Close: !*c.KeepAlive, Untagged: !*c.ETag, Drop: drop, Hold: ms(*c.HoldMs)})
	case lab.LongPolling:
		return longpolling.New(l.feed, longpolling.Config{Drop: drop, Hold: ms(*c.HoldMs), Watcher: a.watcher, Admit: a.streams.admit})
	case lab.SSE:
		return sse.New(l.feed, sse.Config{
			NoIDs: !*c.IDs, Retry: ms(*c.RetryMs), Compress: sse.Compression(*c.Compress),
			BlankBefore: *c.Blank == "before", Lines: *c.Encoder == "lines", Naive: *c.Encoder == "naive", Drop: drop,
			HeartbeatEvery: a.heartbeat(c), VisibleHeartbeat: *c.WatchdogMs > 0,
			WriteTimeout: limits.WriteTimeout, Watcher: a.watcher, Admit: a.streams.admit,
		})
	}
	config := a.webSocket(l, c)
	config.Deflate, config.Drop = *c.Deflate, drop
	return websocket.New(l.feed, config)
}

// webSocket is how a lane treats WebSocket clients, whatever code serves them.
func (a *App) webSocket(l *lane, c lab.Choices) websocket.Config {
	return websocket.Config{
		AnyOrigin: *c.Origin == "any", Upstream: l.hear, Heartbeat: a.heartbeat(c), VisibleHeartbeat: *c.WatchdogMs > 0,
		MessageBytes: int(a.limits.MessageBytes), WriteTimeout: a.limits.WriteTimeout, Admit: a.streams.admit,
	}
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
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	for _, s := range l.servers { // to which no more can come
		s.Close()
	}
	l.link.Close()
}
