package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"sync"
	"time"

	"wireside/labs/experiments"
)

// together is how many runs may go on at the same time if none of them is to be alone.
const together = 3

// claimsRun measures claims at a server, by the same API as a page does, with the clients in this process.
type claimsRun struct {
	base   string
	broken string    // how the lab is to be broken; empty: it is sound
	err    io.Writer // for people

	setups map[string]claimSetup
	order  []string // the setups', in which to run them

	mu      sync.Mutex
	trials  map[string][]experiments.Trial // by setup
	failed  int                            // runs that gave no trial
	results []experiments.Result           // of those claims that can be measured
	sources []experiments.Claim            // those that can't
	took    time.Duration
}

// claimSetup is a setup as the server describes it.
type claimSetup struct {
	Name   string           `json:"name"`
	Kind   experiments.Kind `json:"kind"`
	Spec   map[string]any   `json:"spec"`
	Trials int              `json:"trials"`
	Alone  bool             `json:"alone"`
}

// do measures the claims of these numbers, and has them judged.
func (c *claimsRun) do(ctx context.Context, numbers []int) error {
	began := time.Now()
	var told struct {
		Claims []struct {
			Claim      int      `json:"claim"`
			Measurable bool     `json:"measurable"`
			Setups     []string `json:"setups"`
		} `json:"claims"`
		Setups map[string]claimSetup `json:"setups"`
	}
	api := headless{base: c.base}
	if err := api.call(ctx, "GET", "/api/claims?break="+url.QueryEscape(c.broken), nil, &told); err != nil {
		return err
	}
	c.setups, c.trials, c.results = told.Setups, make(map[string][]experiments.Trial), []experiments.Result{}
	var measurable []int
	for _, claim := range told.Claims {
		switch {
		case !slices.Contains(numbers, claim.Claim):
		case claim.Measurable:
			measurable = append(measurable, claim.Claim)
			for _, name := range claim.Setups {
				if !slices.Contains(c.order, name) {
					c.order = append(c.order, name)
				}
			}
		default:
			if known, ok := experiments.Find(claim.Claim); ok {
				c.sources = append(c.sources, known)
			}
		}
	}
	if err := c.measure(ctx); err != nil {
		return err
	}
	for _, n := range measurable {
		result, err := c.judge(ctx, api, n)
		if err != nil {
			return err
		}
		c.results = append(c.results, result)
	}
	c.took = time.Since(began)
	return nil
}

// judge asks for a claim's verdict.
func (c *claimsRun) judge(ctx context.Context, api headless, n int) (result experiments.Result, err error) {
	trials := []experiments.Trial{}
	known, _ := experiments.Find(n)
	for _, setup := range experiments.SetupsOf(known) {
		trials = append(trials, c.trials[setup.Name]...)
	}
	err = api.call(ctx, "POST", fmt.Sprintf("/api/claims/%d/verdict", n), map[string]any{
		"trials": trials, "client": experiments.Client{Kind: "go", Name: "Go clients, " + runtime.Version()}, "broken": c.broken,
	}, &result)
	return result, err
}

// measure makes the trials of all setups in order: round by round, so that what changes on the machine meanwhile meets all of
// them; first those that have to be alone, then the others, some at a time.
func (c *claimsRun) measure(ctx context.Context) error {
	var alone, others []string
	rounds := 0
	for _, name := range c.order {
		setup := c.setups[name]
		switch {
		case setup.Kind == experiments.KindSource:
			var trial experiments.Trial
			if err := (&headless{base: c.base}).call(ctx, "GET", "/api/claims/source", nil, &trial); err != nil {
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
	c.say("measuring: %d setups, up to %d runs of each", len(alone)+len(others), rounds)
	if err := c.rounds(ctx, alone, rounds, 1); err != nil {
		return err
	}
	return c.rounds(ctx, others, rounds, together)
}

// rounds makes the trials of some setups, so many at a time.
func (c *claimsRun) rounds(ctx context.Context, names []string, rounds, atOnce int) error {
	places := make(chan struct{}, atOnce)
	var running sync.WaitGroup
	defer running.Wait()
	for round := range rounds {
		for _, name := range names {
			setup := c.setups[name]
			if round >= setup.Trials {
				continue
			}
			select {
			case places <- struct{}{}:
			case <-ctx.Done():
				return ctx.Err()
			}
			running.Go(func() {
				defer func() { <-places }()
				c.try(ctx, setup)
			})
		}
	}
	return nil
}

// tries is how often a trial is tried that does not come off.
const tries = 2

// try makes one trial.
func (c *claimsRun) try(ctx context.Context, setup claimSetup) {
	var trial experiments.Trial
	err := errors.New("never tried")
	for n := 0; n < tries && err != nil; n++ {
		trial, err = c.trial(ctx, setup)
	}
	if ctx.Err() != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.failed++
		c.say("%s: %v", setup.Name, err)
		return
	}
	c.trials[setup.Name] = append(c.trials[setup.Name], trial)
	if len(c.trials[setup.Name]) == setup.Trials {
		c.say("%s: %d runs", setup.Name, setup.Trials)
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

func (c *claimsRun) say(format string, args ...any) { fmt.Fprintf(c.err, format+"\n", args...) }
