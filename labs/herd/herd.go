// Package herd simulates many clients of one lane over real sockets, so that a server can be seen under what one browser
// can't show: a thousand clients that come back at once, timers that all strike together, and readers that are too slow.
//
// Each client is a goroutine and a connection. It resumes where it was; what it loses had left the server's window.
package herd

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	arrival = time.Second            // within which clients come for the first time
	grace   = 300 * time.Millisecond // for what is still on its way when the herd is told to stop
)

// Herd is a number of simulated clients. Make one with New.
type Herd struct {
	cfg   Config
	url   string
	seed  uint64
	tally *tally
}

// New returns a herd that is not running yet. cfg must have passed [Config.Check]. url is the lane's, with its run. The same
// seed gives the same pauses.
func New(cfg Config, url string, seed uint64) *Herd {
	return &Herd{cfg: cfg, url: url, seed: seed, tally: newTally(cfg.Clients)}
}

// Run lets the clients follow the feed. When ctx ends they open no stream any more, and leave as soon as the server has
// ended theirs, or 300 ms later; then Run returns. Call it once.
func (h *Herd) Run(ctx context.Context) {
	hard, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cut) })()
	var clients sync.WaitGroup
	began := time.Now()
	for i := range h.cfg.Clients {
		c := &client{
			herd: h, soft: ctx, hard: hard, began: began,
			random: rand.New(rand.NewPCG(h.seed, uint64(i))),
		}
		clients.Go(c.run)
	}
	clients.Wait()
	h.tally.finish()
}

// Stats returns the counts until now. published is the highest number that the feed has published.
func (h *Herd) Stats(published uint64) Stats { return h.tally.stats(published) }
