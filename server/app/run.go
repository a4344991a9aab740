package app

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"wireside/labs/feed"
	"wireside/labs/herd"
	"wireside/labs/lab"
	"wireside/wireview/tap"
)

// Run is one feed, served on its lanes, and the record of what they put on the wire.
type Run struct {
	record
	spec    Spec
	endless bool // the demo run

	feed      *feed.Feed
	lanes     []*lane
	herd      *herd.Herd // nil if there is none
	faults    faultLog
	observed  observations
	spent     spending
	incidents incidents

	stop      context.CancelFunc
	once      sync.Once
	endedAt   atomic.Int64  // Unix time in microseconds; 0 while it publishes
	stopped   chan struct{} // closed when nothing more will be published
	forgotten chan struct{} // closed when nobody can find the run any more
}

// herdLane is what faults call the path of the simulated clients.
const herdLane = "herd"

// newRun makes a run and starts its feed, which begins after spec.LeadMs and ends by itself after spec.Seconds; endless ones
// never do.
func (a *App) newRun(id string, spec Spec, window int, endless bool) *Run {
	source := feed.New(feed.Config{
		Scenario: spec.Scenario, Rate: spec.Rate, PayloadBytes: spec.PayloadBytes, Binary: spec.Payload == "binary",
		Seed: spec.Seed, Skew: ms(spec.SkewMs), Window: window, WindowBytes: a.limits.WindowBytes,
	})
	r := &Run{
		record: record{id: id, created: tap.Now()},
		spec:   spec, endless: endless, feed: source,
		stopped: make(chan struct{}), forgotten: make(chan struct{}),
	}
	r.published = source.Last
	r.observed.late = ms(spec.LateMs)
	var hear lab.Upstream
	if spec.Scenario == feed.Chat && !endless {
		hear = (&talkers{feed: source, longest: spec.PayloadBytes, most: int(a.limits.RunBytes)}).hear
	}
	for _, l := range spec.Lanes {
		r.lanes = append(r.lanes, a.newLane(r, l, hear))
	}
	for _, l := range r.lanes {
		r.names = append(r.names, l.Name)
	}
	r.ring = a.store.Open(r.names...)
	r.record.run = r
	var ctx context.Context
	if endless {
		ctx, r.stop = context.WithCancel(a.ctx)
	} else {
		ctx, r.stop = context.WithTimeout(a.ctx, ms(spec.LeadMs)+time.Duration(spec.Seconds)*time.Second)
	}
	if spec.Herd != nil {
		a.drive(ctx, r)
	}
	a.background.Go(func() {
		rest(ms(spec.LeadMs), ctx.Done())
		if len(spec.Faults) > 0 {
			a.background.Go(func() { r.play(ctx) })
		}
		r.spent.begin(r.herd)
		r.feed.Run(ctx)
		r.spent.end(r.herd)
		r.feed.Close()
		r.endedAt.Store(tap.Now())
		close(r.stopped)
	})
	return r
}

// drive lets the simulated clients follow a run, until ctx ends.
func (a *App) drive(ctx context.Context, r *Run) {
	path := laneSpec{Name: herdLane, Technique: r.spec.Herd.Technique, Network: &r.spec.Network}
	path.Choices, _ = path.Choices.Settle(path.Technique)
	r.lanes = append(r.lanes, a.newLane(r, path, nil))
	r.herd = herd.New(*r.spec.Herd, "http://"+a.dialable()+path.url(r.id), r.spec.Seed)
	a.background.Go(func() { r.herd.Run(ctx) })
}

// lane returns the lane with the given name; nil if there is none.
func (r *Run) lane(name string) *lane {
	for _, l := range r.lanes {
		if l.Name == name {
			return l
		}
	}
	return nil
}

// endsAt returns when the run ends by itself, or when it has ended; Unix time in microseconds.
func (r *Run) endsAt() int64 {
	if at := r.endedAt.Load(); at != 0 {
		return at
	}
	return r.created + int64(r.spec.LeadMs*1e3) + int64(r.spec.Seconds)*1e6
}

// ended reports whether nothing more will be published.
func (r *Run) ended() bool {
	select {
	case <-r.stopped:
		return true
	default:
		return false
	}
}

// finish ends the publishing, and returns when it has ended. The lanes go on until each client has what it is owed.
func (r *Run) finish() {
	r.stop()
	<-r.stopped
}

// close ends every stream of the run, then its feed: the other way round, a stream would say that the run is over, when in
// truth it was cut short. A second call waits for the first, and does nothing.
func (r *Run) close() {
	r.once.Do(func() {
		var wg sync.WaitGroup
		for _, l := range r.lanes {
			wg.Go(l.close)
		}
		wg.Wait()
		r.stop()
	})
}
