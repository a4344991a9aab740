package decide_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"wireside/labs/decide"
	"wireside/labs/experiments"
)

// What a machine costs is found again in the trials that it makes.
func TestCostsAreFoundAgain(t *testing.T) {
	m := usual()
	r := rank(t, decide.Defaults(), m.trials(3))
	got := map[string]decide.Cost{}
	for _, c := range r.Costs {
		got[c.Name] = c
	}
	for name, want := range map[string]float64{
		"polling.empty": m.empty, "polling.full": m.full, "polling.event": m.batched, "polling.byte": 1,
		"longpolling.event": m.long, "longpolling.empty": m.longEmpty, "longpolling.round": m.round, "longpolling.byte": 1, "sse.event": m.sse, "sse.byte": 1,
		"websocket.event": m.socket, "websocket.byte": 1, "post": m.post, "websocket.up": m.frame,
		"polling.cpu": m.cpuPoll, "polling.event.cpu": m.cpuFound, "longpolling.cpu": m.cpuLong, "sse.cpu": m.cpuSSE, "websocket.cpu": m.cpuSocket,
		"sse.delay": m.delay, "sse.proxy": m.proxied, "post.trip": 0.5, "websocket.trip": 0.25,
		"polling.segments": 160.0 / 30, "websocket.up.segments": 3, "lines.js.sse": 50, "lines.go.websocket-bare": 60,
	} {
		c, ok := got[name]
		if !ok || math.Abs(c.Median-want) > 1e-6*(1+want) {
			t.Errorf("%s is %v %s, want %v", name, c.Median, c.Unit, want)
		}
		if trials := 3; !strings.HasPrefix(name, "lines.") && c.N != trials || c.At == 0 {
			t.Errorf("%s: %d trials at %d, want %d", name, c.N, c.At, trials)
		}
	}
	if len(r.Missing) > 0 {
		t.Errorf("missing: %+v", r.Missing)
	}
}

// The interval of a cost is that of the trials.
func TestFiguresCarryTheirIntervals(t *testing.T) {
	m := usual()
	m.noise = 0.1
	a := decide.Defaults()
	for _, p := range rank(t, a, m.trials(3)).Places {
		cpu := p.Estimate.CPU
		if cpu == nil || cpu.N != 3 {
			t.Fatalf("%s: CPU %+v, want three trials", p.Title, cpu)
		}
		if low, high := cpu.Low/cpu.Median, cpu.High/cpu.Median; math.Abs(low-0.9) > 1e-9 || math.Abs(high-1.1) > 1e-9 {
			t.Errorf("%s: CPU from %.3f to %.3f of its median, want 0.9 to 1.1", p.Title, low, high)
		}
	}
}

// What wasn't measured, or too seldom, is absent with a word on why, and the ranking tells what fits.
func TestAbsentCostsAreAbsent(t *testing.T) {
	for name, trials := range map[string][]experiments.Trial{
		"no trials":      nil,
		"two of each":    usual().trials(2),
		"without a load": slices.DeleteFunc(usual().trials(3), func(t experiments.Trial) bool { return t.Setup == "cost-large" }),
	} {
		r := rank(t, decide.Defaults(), trials)
		if r.Measured {
			t.Errorf("%s: costs were compared", name)
		}
		for _, p := range r.Places {
			if p.Estimate.Bytes != nil || p.Estimate.Score != nil || p.Place != 1 {
				t.Errorf("%s: %s has place %d, %+v", name, p.Title, p.Place, p.Estimate)
			}
		}
		for _, m := range r.Missing {
			if m.Why == "" || len(m.Setups) == 0 {
				t.Errorf("%s: %s is missing and nothing says why", name, m.Name)
			}
		}
		if len(r.Missing) == 0 || len(r.Answered) > 0 || len(r.Factors) > 0 {
			t.Errorf("%s: %d are missing, %d answers and %d measurements would change it", name, len(r.Missing), len(r.Answered), len(r.Factors))
		}
	}
}

// Where the system doesn't tell the CPU time or the segments, the bytes rank by themselves.
func TestWithoutCPUBytesRank(t *testing.T) {
	trials := usual().trials(3)
	for _, trial := range trials {
		for name := range trial.Values {
			if strings.HasPrefix(name, "process.cpu") || strings.Contains(name, ".tcp.") {
				delete(trial.Values, name)
			}
		}
	}
	r := rank(t, decide.Defaults(), trials)
	if !r.Measured || r.Places[0].Technique != "sse" {
		t.Errorf("measured %v, first %s; want SSE by its bytes", r.Measured, r.Places[0].Title)
	}
	for _, p := range r.Places {
		if e := p.Estimate; e.Bytes == nil || e.CPU != nil || e.Headers != nil {
			t.Errorf("%s: bytes %v, CPU %v, headers %v; want bytes alone", p.Title, e.Bytes, e.CPU, e.Headers)
		}
	}
}

// What trials need is what the setups' runs can give, and every setup that is asked for exists.
func TestNeedsAreOfSetupsThatThereAre(t *testing.T) {
	needs := decide.Needs()
	for _, name := range decide.Setups() {
		if _, ok := experiments.FindSetup(name); !ok {
			t.Errorf("there is no setup %q", name)
		}
		if len(needs[name]) == 0 {
			t.Errorf("nothing is needed of %q", name)
		}
		delete(needs, name)
	}
	for name := range needs {
		t.Errorf("%q is needed and not run", name)
	}
}

// The newest trials count, in whatever order they come.
func TestNewestTrialsCount(t *testing.T) {
	old, now := usual(), usual()
	old.socket, now.socket = 50, 2
	trials := now.trials(20)
	for _, trial := range old.trials(20) {
		trial.At -= 1_000_000
		trials = append(trials, trial)
	}
	for _, c := range rank(t, decide.Defaults(), trials).Costs {
		if c.Name == "websocket.event" && (c.N != 20 || math.Abs(c.High-2) > 1e-6) {
			t.Errorf("%s: up to %g of %d trials, want 2 of the newest 20", c.Name, c.High, c.N)
		}
	}
}

// An estimate takes as many rounds in which all that it is made of was measured.
func TestEstimatesTakeWholeRounds(t *testing.T) {
	trials := usual().trials(4)
	for _, trial := range trials {
		switch n := trial.At % 10; {
		case trial.Setup == "cost-up" && n == 0:
			delete(trial.Values, "lanes.sse.requests")
		case trial.Setup == "cost-small" && n == 3:
			delete(trial.Values, "lanes.sse.bytes.s2c.framing")
		}
	}
	a := decide.Defaults()
	a.Direction = decide.Both
	for _, p := range rank(t, a, trials).Places {
		if p.Technique == "sse" && p.Estimate.Bytes != nil {
			t.Errorf("SSE and POST: %+v, of two rounds that have both", *p.Estimate.Bytes)
		}
	}
}

// A busy machine, on which events come together by long polling, finds the same costs of an event.
func TestEventsThatCameTogetherCountTheirRequests(t *testing.T) {
	m := usual()
	m.full = m.long - m.batched
	trials := m.trials(3)
	for _, trial := range trials {
		if trial.Setup == "cost-small" {
			trial.Values["lanes.longpolling.bytes.total"] -= 20 * m.full
			trial.Values["lanes.longpolling.requests"] -= 20
		}
	}
	for _, c := range rank(t, decide.Defaults(), trials).Costs {
		if c.Name == "longpolling.event" && math.Abs(c.Median-m.long) > 1e-6 {
			t.Errorf("%g B, want %g", c.Median, m.long)
		}
	}
}
