package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"wireside/labs/lab"
	"wireside/server/impair"
	"wireside/wireview/tap"

	"github.com/gofiber/fiber/v2"
)

// askedFault is a fault as a client asks for it: now, on one lane of a run or on all.
type askedFault struct {
	impair.Fault
	Lane string `json:"lane,omitempty"` // empty: all lanes, the herd's not
}

// plannedFault is a fault that a run is made with.
type plannedFault struct {
	askedFault
	At    float64 `json:"at"`              // seconds after the run's start
	Every float64 `json:"every,omitempty"` // seconds from one time to the next; 0: once
	Times int     `json:"times,omitempty"` // how often; 0: once or, with every, until the run's end
}

// The limits of a plan.
const (
	maxTimes   = 1000
	leastEvery = 0.1 // seconds
)

// settle fills in what was left out. The error is a *lab.Error that names what is wrong. lanes are those that there are.
func (f *askedFault) settle(lanes []string) error {
	f.Fault = f.Fault.WithDefaults()
	if f.Lane != "" && !slices.Contains(lanes, f.Lane) {
		return bad("a fault names the lane %.40q; this run has: %s", f.Lane, strings.Join(lanes, ", "))
	}
	if err := f.Fault.Check(); err != nil {
		return bad("%v", err)
	}
	return nil
}

func (f *plannedFault) settle(lanes []string) error {
	switch {
	case !(f.At >= 0 && f.At <= 24*3600):
		return bad("a fault's at is %g; it must be 0 or more seconds", f.At)
	case f.Every != 0 && !(f.Every >= leastEvery && f.Every <= 24*3600):
		return bad("a fault's every is %g; it must be at least %g seconds", f.Every, leastEvery)
	case f.Times < 0 || f.Times > maxTimes:
		return bad("a fault's times is %d; it must be 1 to %d", f.Times, maxTimes)
	case f.Times > 1 && f.Every == 0:
		return bad("a fault that happens %d times needs every, the seconds in between", f.Times)
	}
	return f.askedFault.settle(lanes)
}

// fault is one that has happened, in JSON. Times are Unix time in microseconds.
type fault struct {
	ID    int    `json:"id"` // counts from 1 in a run
	Kind  string `json:"kind"`
	Lane  string `json:"lane,omitempty"`
	Place string `json:"place"`
	At    int64  `json:"at"`
	Until int64  `json:"until,omitempty"` // 0: it was a moment, or it stays until the run's end
	Text  string `json:"text"`
}

// maxFaultsKept is how many of the newest faults a run remembers.
const maxFaultsKept = 64

// faultLog is what has befallen a run.
type faultLog struct {
	mu   sync.Mutex
	last int
	list []fault // oldest first
}

func (l *faultLog) add(f fault) fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	f.ID = l.last
	if len(l.list) == maxFaultsKept {
		l.list = slices.Delete(l.list, 0, 1)
	}
	l.list = append(l.list, f)
	return f
}

func (l *faultLog) newest() []fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]fault{}, l.list...)
}

// struck says what a fault did to a lane.
type struck struct {
	Lane      string `json:"lane"`
	Exchanges int    `json:"exchanges"` // that were under way; 0: the next one is struck, or the next ones
}

// inflict lets a fault happen now.
func (r *Run) inflict(asked askedFault) (fault, []struck) {
	now := time.Now()
	hit := []struck{}
	for _, l := range r.lanes {
		if asked.Lane == l.Name || asked.Lane == "" && l.Name != herdLane {
			hit = append(hit, struck{l.Name, l.link.Apply(asked.Fault, now).Exchanges})
		}
	}
	kind, _ := impair.FaultKind(asked.Kind)
	f := fault{Kind: asked.Kind, Lane: asked.Lane, Place: string(kind.Place), At: tap.Now(), Text: asked.words(kind)}
	if asked.Seconds > 0 {
		f.Until = f.At + int64(asked.Seconds*1e6)
	}
	return r.faults.add(f), hit
}

// words says the fault in a few words, such as "Latency: 500 ms, for 10 s".
func (f *askedFault) words(kind impair.Kind) string {
	var said []string
	say := func(value float64, unit string) {
		if value != 0 {
			said = append(said, strconv.FormatFloat(value, 'f', -1, 64)+unit)
		}
	}
	say(float64(f.Status), "")
	say(f.LatencyMs, " ms")
	say(f.JitterMs, " ms jitter")
	say(f.Kbps, " kbit/s")
	say(float64(f.PieceBytes), " B")
	say(float64(f.Buffer.Bytes), " B")
	say(f.Buffer.Ms, " ms")
	say(f.IdleSeconds, " s idle")
	text := kind.Title
	if len(said) > 0 {
		text += ": " + strings.Join(said, ", ")
	}
	if f.Seconds > 0 {
		text += ", for " + strconv.FormatFloat(f.Seconds, 'f', -1, 64) + " s"
	}
	return text
}

// paths names what a fault may strike: the lanes, and the path of the simulated clients if there are any.
func (r *Run) paths() []string {
	if r.herd == nil {
		return r.names
	}
	return append(slices.Clone(r.names), herdLane)
}

// play lets the planned faults happen, each at its time, until ctx ends.
func (r *Run) play(ctx context.Context) {
	plan := slices.Clone(r.spec.Faults)
	start := time.Now()
	for len(plan) > 0 {
		next := 0
		for i := range plan {
			if plan[i].At < plan[next].At {
				next = i
			}
		}
		f := &plan[next]
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(start.Add(time.Duration(f.At * float64(time.Second))))):
		}
		r.inflict(f.askedFault)
		if f.Every == 0 || f.Times == 1 {
			plan = slices.Delete(plan, next, next+1)
			continue
		}
		f.At += f.Every
		f.Times = max(f.Times-1, 0)
	}
}

// showFaults tells what has happened to a run, and what may.
func (a *App) showFaults(c *fiber.Ctx, r *Run) error {
	return c.JSON(fiber.Map{"faults": r.faults.newest(), "kinds": impair.Kinds})
}

// createFault lets a fault happen.
func (a *App) createFault(c *fiber.Ctx, r *Run) error {
	var asked askedFault
	if err := readJSON(c.Body(), &asked, "a fault"); err != nil {
		return err
	}
	if asked.Kind == "" {
		return bad("kind is missing; there is: %s", strings.Join(faultKinds(), ", "))
	}
	if err := asked.settle(r.paths()); err != nil {
		return err
	}
	if r.endless {
		return errDemoRun
	}
	if r.ended() {
		return &lab.Error{Status: 409, Code: "run_ended", Message: fmt.Sprintf("Run %s has ended: nothing is under way that a fault could strike.", r.id)}
	}
	f, hit := r.inflict(asked)
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"fault": f, "applied": hit})
}

func faultKinds() []string {
	names := make([]string, len(impair.Kinds))
	for i, k := range impair.Kinds {
		names[i] = k.Name
	}
	return names
}
