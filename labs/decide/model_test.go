package decide_test

import (
	"math"
	"slices"
	"testing"

	"wireside/labs/decide"
	"wireside/labs/experiments"
	"wireside/labs/lab"
)

// The CPU time of polling grows with what the polls find: 12,000 events in an answer aren't free.
func TestFoundEventsTakeCPUTime(t *testing.T) {
	m := usual()
	a := like(t, "ticker")
	a.Rate, a.LateMs, a.Clients = 200, 60_000, 1
	for _, p := range rank(t, a, m.trials(3)).Places {
		if want := (m.cpuPoll/60 + 200*m.cpuFound) / 1e6; p.Technique == lab.Polling && math.Abs(p.Estimate.CPU.Median-want) > 1e-9 {
			t.Errorf("CPU of polling: %g cores, want %g", p.Estimate.CPU.Median, want)
		}
	}
}

// Where events found cost less than nothing, which noise can make, they cost nothing, and polls all of it.
func TestNoiseMakesNoCostNegative(t *testing.T) {
	m := usual()
	trials := slices.DeleteFunc(m.trials(3), func(t experiments.Trial) bool { return t.Setup == "cost-cpu-polling-batch" })
	for range 3 {
		trials = append(trials, herd("cost-cpu-polling-batch", 1, 140_000, 1000, 20_000))
	}
	got := map[string]float64{}
	for _, c := range rank(t, like(t, "ticker"), trials).Costs {
		got[c.Name] = c.Median
	}
	if event, ok := got["polling.event.cpu"]; !ok || event != 0 || math.Abs(got["polling.cpu"]-m.cpuPoll-0.9*m.cpuFound) > 1e-9 {
		t.Errorf("an event found takes %g µs, a poll %g; want 0, and %g", event, got["polling.cpu"], m.cpuPoll+0.9*m.cpuFound)
	}
}

// A long poll is asked again for each event as long as they are rare, and no more often than its rounds allow.
func TestLongPollsComeRoundNoFasterThanMeasured(t *testing.T) {
	for rate, want := range map[float64]float64{
		0.001: 0.001 * (1 + 1/math.Expm1(0.025)), // nearly all of them are over before anything happens
		1:     1, 1000: 1000.0 / 4,
	} {
		a := decide.Defaults()
		a.Rate, a.Clients = rate, 1
		for _, p := range rank(t, a, usual().trials(3)).Places {
			if p.Technique != lab.LongPolling {
				continue
			}
			if got := p.Estimate.Requests.Median; math.Abs(got-want) > 0.01*want {
				t.Errorf("%g events a second: %g requests, want %g", rate, got, want)
			}
		}
	}
}

// A long poll that takes longer to come round than an event may be late needs care.
func TestRoundsLongerThanAllowed(t *testing.T) {
	for late, want := range map[float64]decide.Fit{3: decide.Care, 5: decide.Works} {
		a := decide.Defaults()
		a.LateMs = late
		for _, p := range rank(t, a, usual().trials(3)).Places {
			if p.Technique == lab.LongPolling && p.Fit != want {
				t.Errorf("%g ms late, with rounds of 4 ms: %s, want %s", late, p.Fit, want)
			}
		}
	}
}

// Latencies that the noise can't tell apart don't put one before the other; one that is clearly later needs care.
func TestLatencyBeyondWhatIsAllowed(t *testing.T) {
	for long, want := range map[float64]decide.Fit{2.2: decide.Works, 20: decide.Care} {
		m := usual()
		m.round = 1
		trials := m.trials(3)
		for i, trial := range trials {
			if trial.Setup == "cost-small" {
				trial.Values["lanes.sse.latency.p50"] = 2 + 0.2*float64(i%5)
				trial.Values["lanes.websocket.latency.p50"] = 1.9 + 0.2*float64(i%5)
				trial.Values["lanes.longpolling.latency.p50"] = long
			}
		}
		a := decide.Defaults()
		a.LateMs = 1.5
		fit := map[lab.Technique]decide.Fit{}
		for _, p := range rank(t, a, trials).Places {
			fit[p.Technique] = p.Fit
		}
		if fit[lab.SSE] != decide.Works || fit[lab.WebSocket] != decide.Works || fit[lab.LongPolling] != want {
			t.Errorf("long polling %g ms: %v; want SSE and WebSocket to work, and long polling %s", long, fit, want)
		}
	}
}

// More clients cost more of all techniques alike: however many there are, the order stays.
func TestClientsChangeNoOrder(t *testing.T) {
	m := usual()
	m.cpuSSE, m.noise = 33, 0.3
	trials := m.trials(3)
	for _, p := range decide.Presets() {
		now := rank(t, p.Answers, trials)
		for _, clients := range []float64{1, 5000, 6500, decide.MaxClients} {
			a := p.Answers
			a.Clients = clients
			for i, place := range rank(t, a, trials).Places {
				if place.Technique != now.Places[i].Technique {
					t.Errorf("%s, %g clients: %s has place %d, before it was %s", p.Title, clients, place.Title, i+1, now.Places[i].Title)
				}
			}
		}
	}
}
