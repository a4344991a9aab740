package app

import (
	"context"
	"sync"
	"time"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/longpolling"
	"wireside/labs/polling"
	"wireside/labs/sse"
	"wireside/labs/websocket"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

// lane is what a run asks of a technique. Each technique's package has a Lane that is one.
type lane interface {
	Serve(*fiber.Ctx) error // the route's handler
	Close()                 // ends every stream, promptly
}

// Run is one feed, served through the four techniques, and the record of what they put on the wire.
type Run struct {
	record
	spec    Spec
	endless bool // the demo run

	feed  *feed.Feed
	lanes map[lab.Technique]lane

	stop      context.CancelFunc
	once      sync.Once
	stopped   chan struct{} // closed when nothing more will be published
	forgotten chan struct{} // closed when nobody can find the run any more
}

// newRun makes a run and starts its feed, which ends by itself after spec.Seconds; endless ones never do.
func (a *App) newRun(id string, spec Spec, window int, endless bool) *Run {
	source := feed.New(feed.Config{Rate: spec.Rate, PayloadBytes: spec.PayloadBytes, Window: window, WindowBytes: a.limits.WindowBytes})
	r := &Run{
		record: record{id: id, created: tap.Now(), ring: a.store.Open(techniqueNames()...), published: source.Last},
		spec:   spec, endless: endless, feed: source,
		stopped: make(chan struct{}), forgotten: make(chan struct{}),
	}
	r.lanes = a.lanes(r.feed)
	var ctx context.Context
	if endless {
		ctx, r.stop = context.WithCancel(a.ctx)
	} else {
		ctx, r.stop = context.WithTimeout(a.ctx, time.Duration(spec.Seconds)*time.Second)
	}
	a.background.Go(func() {
		r.feed.Run(ctx)
		r.feed.Close()
		close(r.stopped)
	})
	return r
}

// lanes makes the four lanes of a feed.
func (a *App) lanes(f *feed.Feed) map[lab.Technique]lane {
	l := a.limits
	return map[lab.Technique]lane{
		lab.Polling: polling.New(f, polling.Config{}),
		lab.LongPolling: longpolling.New(f, longpolling.Config{
			Watcher: a.watcher, Admit: a.streams.admit,
		}),
		lab.SSE: sse.New(f, sse.Config{
			HeartbeatEvery: l.Heartbeat, WriteTimeout: l.WriteTimeout, Watcher: a.watcher, Admit: a.streams.admit,
		}),
		lab.WebSocket: websocket.New(f, websocket.Config{
			MessageBytes: int(l.MessageBytes), Heartbeat: l.Heartbeat, WriteTimeout: l.WriteTimeout, Admit: a.streams.admit,
		}),
	}
}

// endsAt returns when the run ends by itself, Unix time in microseconds.
func (r *Run) endsAt() int64 { return r.created + int64(r.spec.Seconds)*1e6 }

// ended reports whether nothing more will be published.
func (r *Run) ended() bool {
	select {
	case <-r.stopped:
		return true
	default:
		return false
	}
}

// close ends every stream of the run, then its feed: the other way round, a stream would say that the run is over, when in
// truth it was cut short. A second call waits for the first, and does nothing.
func (r *Run) close() {
	r.once.Do(func() {
		var wg sync.WaitGroup
		for _, l := range r.lanes {
			wg.Go(l.Close)
		}
		wg.Wait()
		r.stop()
	})
}
