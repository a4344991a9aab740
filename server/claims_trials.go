package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"time"

	"wireside/labs/experiments"
	"wireside/labs/lab"
)

// together is how many runs may go on at the same time if none of them is to be alone.
const together = 3

// tries is how often a trial is tried that does not come off.
const tries = 2

// A server may be full of others' runs. Then a trial waits and asks again, at first after firstPause, later after longestPause at
// most, each time at random so that those who wait don't come back together; for maxWait in all.
const (
	firstPause   = 500 * time.Millisecond
	longestPause = 4 * time.Second
	maxWait      = 5 * time.Minute
)

// measure makes the trials of all setups in order: round by round, so that what changes on the machine meanwhile meets all of
// them; first those that have to be alone, then the others, some at a time. The error is why it broke off: ctx's cause, or
// that the server is gone. A trial that failed is missing, and counted.
func (c *claimsRun) measure(ctx context.Context) error {
	var alone, others []string
	rounds := 0
	for _, name := range c.order {
		setup := c.setups[name]
		switch {
		case setup.Kind == experiments.KindSource:
			var trial experiments.Trial
			if err := c.api().call(ctx, "GET", "/api/claims/source", nil, &trial); err != nil {
				return err
			}
			c.trials[name] = append(c.trials[name], trial)
		case setup.Kind != experiments.KindRun: // only a browser could
		case setup.Alone:
			alone = append(alone, name)
			rounds = max(rounds, setup.Trials)
		default:
			others = append(others, name)
			rounds = max(rounds, setup.Trials)
		}
	}
	if n := len(alone) + len(others); n > 0 {
		c.say("measuring: %s, up to %d runs of each", plural(n, "setup"), rounds)
	}
	ctx, breakOff := context.WithCancelCause(ctx)
	defer breakOff(nil)
	c.breakOff = breakOff
	if err := c.rounds(ctx, alone, rounds, 1); err != nil {
		return err
	}
	return c.rounds(ctx, others, rounds, together)
}

// farewell is how long those who are interrupted may take to have their runs forgotten: a server may hang. Runs end by themselves.
const farewell = 2 * time.Second

// rounds makes the trials of some setups, so many at a time.
func (c *claimsRun) rounds(ctx context.Context, names []string, rounds, atOnce int) error {
	places := make(chan struct{}, atOnce)
	var running sync.WaitGroup
making:
	for round := range rounds {
		for _, name := range names {
			setup := c.setups[name]
			if round >= setup.Trials {
				continue
			}
			select {
			case places <- struct{}{}:
			case <-ctx.Done():
			}
			if ctx.Err() != nil {
				break making
			}
			running.Go(func() {
				defer func() { <-places }()
				c.try(ctx, setup)
			})
		}
	}
	ended := make(chan struct{})
	go func() {
		running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		select {
		case <-ended:
		case <-time.After(farewell):
		}
	}
	return context.Cause(ctx)
}

// try makes one trial, and keeps it or counts it as failed.
func (c *claimsRun) try(ctx context.Context, setup claimSetup) {
	pause, waited := firstPause, time.Duration(0)
	for failures := 0; ; {
		trial, err := c.trial(ctx, setup)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			c.keep(setup, trial)
			return
		case full(err) && waited < maxWait:
			if waited == 0 {
				c.say("%s: waits for room on the server: %v", setup.Name, err)
			}
			spell := pause/2 + rand.N(pause/2)
			waited += spell
			pause = min(2*pause, longestPause)
			if lab.Sleep(ctx, spell) != nil {
				return
			}
			continue
		}
		if gone := c.gone(ctx, err); gone != nil {
			c.breakOff(gone)
			return
		}
		if failures++; failures == tries {
			c.fail("%s: %v", setup.Name, err)
			return
		}
	}
}

// trial makes a run, follows it to its end, asks what it comes to, and has it forgotten.
func (c *claimsRun) trial(ctx context.Context, setup claimSetup) (trial experiments.Trial, err error) {
	run := &headless{base: c.base, log: log.New(io.Discard, "", 0)}
	err = run.do(ctx, maps.Clone(setup.Spec))
	if run.run.ID != "" {
		defer run.call(context.WithoutCancel(ctx), "DELETE", "/api/runs/"+run.run.ID, nil, nil)
	}
	if err == nil {
		err = run.call(ctx, "GET", "/api/runs/"+run.run.ID+"/trial?setup="+url.QueryEscape(setup.Name), nil, &trial)
	}
	return trial, err
}

func (c *claimsRun) keep(setup claimSetup, trial experiments.Trial) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trials[setup.Name] = append(c.trials[setup.Name], trial)
	if len(c.trials[setup.Name]) == setup.Trials {
		c.tell("%s: %d runs", setup.Name, setup.Trials)
	}
}

// full reports whether a server has no room just now, or has forgotten a run to make some: later it may have.
func full(err error) bool {
	var e *lab.Error
	return errors.As(err, &e) && (e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable || e.Code == "no_such_run")
}

// gone returns an error if the server answers no more; nil if err was about something else.
func (c *claimsRun) gone(ctx context.Context, err error) error {
	var e *lab.Error
	if errors.As(err, &e) {
		return nil
	}
	if err := c.api().call(ctx, "GET", "/api/runs/demo", nil, new(struct{})); err != nil && !errors.As(err, &e) {
		return fmt.Errorf("the server at %s no longer answers, so that nothing was judged: %w. Is it still running?", c.base, reason(err))
	}
	return nil
}

// reason is an error without the request that met it.
func reason(err error) error {
	var request *url.Error
	if errors.As(err, &request) {
		return request.Err
	}
	return err
}
