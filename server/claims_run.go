package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"sync"
	"time"

	"wireside/labs/experiments"
	"wireside/labs/lab"
)

// claimsRun measures claims at a server, by the same API as a page does, with the clients in this process.
type claimsRun struct {
	base   string
	broken string    // how the lab is to be broken; empty: it is sound
	err    io.Writer // for people

	setups   map[string]claimSetup
	order    []string    // the setups', in which to run them
	breakOff func(error) // ends the measuring

	mu      sync.Mutex
	trials  map[string][]experiments.Trial // by setup
	failed  int                            // runs that gave no trial, and verdicts that were not given
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

// listedClaim is a claim as the server describes it.
type listedClaim struct {
	Claim      int      `json:"claim"`
	Measurable bool     `json:"measurable"`
	Setups     []string `json:"setups"`
}

// errInterrupted says that who runs the claims has ended it.
var errInterrupted = errors.New("interrupted before all runs were made, so that nothing was judged")

// do measures the claims of these numbers, and has them judged.
func (c *claimsRun) do(ctx context.Context, numbers []int) error {
	began := time.Now()
	c.trials, c.results = make(map[string][]experiments.Trial), []experiments.Result{}
	measurable, err := c.list(ctx, numbers)
	if err == nil {
		err = c.measure(ctx)
	}
	for _, claim := range measurable {
		if err == nil {
			err = c.judge(ctx, claim)
		}
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	c.took = time.Since(began)
	return err
}

// list asks the server for its claims and setups, and returns the claims of these numbers that can be measured.
func (c *claimsRun) list(ctx context.Context, numbers []int) (measurable []listedClaim, err error) {
	var book struct {
		Claims []listedClaim         `json:"claims"`
		Setups map[string]claimSetup `json:"setups"`
	}
	if err := c.api().call(ctx, "GET", "/api/claims?break="+url.QueryEscape(c.broken), nil, &book); err != nil {
		return nil, c.unsuited(err)
	}
	c.setups = book.Setups
	for _, n := range numbers {
		i := slices.IndexFunc(book.Claims, func(listed listedClaim) bool { return listed.Claim == n })
		if i < 0 {
			return nil, c.unsuited(fmt.Errorf("it lists no claim %d", n))
		}
		if claim := book.Claims[i]; claim.Measurable {
			measurable = append(measurable, claim)
		} else if known, ok := experiments.Find(n); ok {
			c.sources = append(c.sources, known)
		}
	}
	for _, claim := range measurable {
		for _, name := range claim.Setups {
			if !slices.Contains(c.order, name) {
				c.order = append(c.order, name)
			}
		}
	}
	return measurable, nil
}

// unsuited says why a server is none to put claims to the test at, and what to do.
func (c *claimsRun) unsuited(err error) error {
	var refusal *lab.Error
	switch answered := errors.As(err, &refusal); {
	case answered && refusal.Code != "" && refusal.Status != http.StatusNotFound:
		return err // it is one, and says what is wrong
	case !answered && errors.As(err, new(*url.Error)):
		return fmt.Errorf("nothing answers at %s: %w. Start a Wireside there with serve, or leave --url out", c.base, reason(err))
	}
	return fmt.Errorf("at %s there are not the claims that are known here. It may be an older Wireside, one in front of another application (proxy), "+
		"or none: give the address of one that was started with serve, or leave --url out. What was wrong: %w", c.base, err)
}

// judge asks for a claim's verdict. What comes from a server is read as what comes from anybody.
func (c *claimsRun) judge(ctx context.Context, claim listedClaim) error {
	trials := []experiments.Trial{}
	for _, name := range claim.Setups {
		trials = append(trials, c.trials[name]...)
	}
	var text json.RawMessage
	err := c.api().call(ctx, "POST", fmt.Sprintf("/api/claims/%d/verdict", claim.Claim), map[string]any{
		"trials": trials, "client": experiments.Client{Kind: "go", Name: "Go clients, " + runtime.Version()}, "broken": c.broken,
	}, &text)
	var results []experiments.Result
	if err == nil {
		results, err = experiments.ReadResults(text)
	}
	if err == nil && (len(results) != 1 || results[0].Claim != claim.Claim) {
		err = errors.New("the verdict is on another one")
	}
	if err == nil {
		c.results = append(c.results, results...)
		return nil
	}
	if gone := c.gone(ctx, err); gone != nil {
		return gone
	}
	c.fail("claim %d: %v", claim.Claim, err)
	return nil
}

func (c *claimsRun) api() *headless { return &headless{base: c.base} }

// say tells people something. A server may have written some of it.
func (c *claimsRun) say(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tell(format, args...)
}

// fail is say, of what gave no trial or no verdict.
func (c *claimsRun) fail(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failed++
	c.tell(format, args...)
}

// tell is say with c.mu held.
func (c *claimsRun) tell(format string, args ...any) {
	fmt.Fprintln(c.err, printable(fmt.Sprintf(format, args...)))
}
