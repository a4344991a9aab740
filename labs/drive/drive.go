// Package drive follows all lanes of a run without a browser, each with the client that a page would use, and reports what
// they saw.
package drive

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"wireside/labs/lab"
	"wireside/labs/observe"
)

// DefaultDrain is how long Finish waits for what is still to come, beyond the pauses that a lane makes by its choices.
const DefaultDrain = 5 * time.Second

// Client is a lane as a run's state lists it under "clients".
type Client struct {
	Name      string        `json:"name"`
	Technique lab.Technique `json:"technique"`
	URL       string        `json:"url"`     // a path on the server, or a whole address
	Choices   lab.Choices   `json:"choices"` // those left out get their defaults
}

// Config says what to drive.
type Config struct {
	Base     string                                          // the server: "http://localhost:8080"
	Clients  []Client                                        //
	Late     time.Duration                                   // from which latency on an event is late; 0 or less: observe.DefaultLate
	Clock    func() time.Duration                            // how far the server's clock is ahead of this one now; nil: not at all
	Upstream float64                                         // messages a second that each lane sends up; 0 or less: none
	Drain    time.Duration                                   // how long Finish waits beyond the lanes' own pauses; 0 or less: DefaultDrain
	Status   func(lane string, state lab.State, text string) // told of every change, from several goroutines; nil: nobody is
}

// Drive is a run's clients at work. Its methods may be called from any goroutine.
type Drive struct {
	cfg   Config
	lanes []*lane
	leave context.CancelFunc
	done  sync.WaitGroup
}

// Start opens all lanes. They end with ctx, or with Finish. A client with choices that can't be is not started, and Wait
// says so.
func Start(ctx context.Context, cfg Config) *Drive {
	if cfg.Drain <= 0 {
		cfg.Drain = DefaultDrain
	}
	ctx, leave := context.WithCancel(ctx)
	d := &Drive{cfg: cfg, leave: leave}
	for _, client := range cfg.Clients {
		l := newLane(client, &cfg)
		d.lanes = append(d.lanes, l)
		d.done.Go(func() { l.run(ctx) })
	}
	return d
}

// Reports returns what each lane has seen until now, by its name. published is the highest number that the feed has
// published.
func (d *Drive) Reports(published uint64) map[string]observe.Report {
	reports := make(map[string]observe.Report, len(d.lanes))
	for _, l := range d.lanes {
		reports[l.client.Name] = l.seen.Report(published)
	}
	return reports
}

// Finish waits until every lane has what the feed, which has ended, published last, or can't get it any more; then it closes
// them all. What is missing then is lost. A second call does nothing more.
func (d *Drive) Finish(published uint64) {
	pause := time.Duration(0)
	for _, l := range d.lanes {
		pause = max(pause, l.client.pause())
	}
	patience, cancel := context.WithTimeout(context.Background(), d.cfg.Drain+pause)
	defer cancel()
	for _, l := range d.lanes {
		l.drain(patience, published)
	}
	d.leave()
	d.done.Wait()
	for _, l := range d.lanes {
		l.seen.Finish()
	}
}

// Wait returns when all lanes have ended, with what went wrong on those that did not end as they should: by the feed's end,
// or because they were told to.
func (d *Drive) Wait() error {
	d.done.Wait()
	var errs []error
	for _, l := range d.lanes {
		if l.err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", l.client.Name, l.err))
		}
	}
	return errors.Join(errs...)
}
