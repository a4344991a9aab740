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

// What one client of a chat costs each second, put together by hand.
func TestEstimatesAddUp(t *testing.T) {
	m := usual()
	m.noise = 0
	a := like(t, "chat")
	a.Rate, a.UpPerSecond, a.LateMs, a.Size, a.Clients = 2, 3, 500, 5000, 1
	silent := math.Exp(-1) // the share of the polls, two a second, that find nothing
	together := 2 - 2/(0.008+math.Exp(-0.008))
	for technique, want := range map[lab.Technique]struct{ bytes, cpu, requests float64 }{
		lab.Polling: {2*(silent*m.empty+(1-silent)*m.full) + 2*(m.batched+5000) + 3*(m.post+5000),
			2*m.cpuPoll + 2*m.cpuFound + 3*m.cpuPoll, 2 + 3},
		lab.LongPolling: {(2-together)*m.long + together*m.batched + 2*5000 + 3*(m.post+5000),
			(2-together)*m.cpuLong + together*m.cpuFound + 3*m.cpuPoll, 2 - together + 3},
		lab.SSE:       {2*(m.sse+5000) + 3*(m.post+5000), 2*m.cpuSSE + 3*m.cpuPoll, 3},
		lab.WebSocket: {2*(m.socket+5000) + 3*(m.frame+5000), (2 + 3) * m.cpuSocket, 0},
	} {
		for _, p := range rank(t, a, m.trials(3)).Places {
			if p.Technique != technique {
				continue
			}
			for name, pair := range map[string][2]float64{
				"bytes": {p.Estimate.Bytes.Median, want.bytes}, "cores": {p.Estimate.CPU.Median * 1e6, want.cpu}, "requests": {p.Estimate.Requests.Median, want.requests},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-6*(1+pair[1]) {
					t.Errorf("%s: %s %g, want %g", technique, name, pair[0], pair[1])
				}
			}
		}
	}
}

// Events that come together by long polling share a request.
func TestEventsThatComeTogetherShareARequest(t *testing.T) {
	m := usual()
	a := decide.Defaults()
	a.Rate, a.Size, a.Clients = 1000, 100, 1
	full := 1000 / (4 + math.Exp(-4))
	for _, p := range rank(t, a, m.trials(3)).Places {
		want := full*m.long + (1000-full)*m.batched + 1000*100
		if p.Technique == lab.LongPolling && math.Abs(p.Estimate.Bytes.Median-want) > 1e-6*want {
			t.Errorf("%g B/s, want %g", p.Estimate.Bytes.Median, want)
		}
	}
}

// Delays are those that were measured; of polling half of what is allowed.
func TestDelaysAreMeasured(t *testing.T) {
	m := usual()
	want := map[lab.Technique]float64{lab.Polling: 125, lab.LongPolling: m.delay, lab.SSE: m.delay, lab.WebSocket: m.delay}
	for _, p := range rank(t, decide.Defaults(), m.trials(3)).Places {
		if d := p.Estimate.Delay; d == nil || d.Median != want[p.Technique] || (d.N == 0) != (p.Technique == lab.Polling) {
			t.Errorf("%s: %+v, want %g ms", p.Title, d, want[p.Technique])
		}
	}
}

// Headers are 40 bytes for each segment that was counted here, and for each 1,460 bytes more.
func TestHeadersAreOfSegments(t *testing.T) {
	a := decide.Defaults()
	a.Rate, a.Clients = 1, 1
	for size, segments := range map[float64]float64{100: 2, 1400: 2, 1500: 3, 4400: 5} {
		a.Size = size
		for _, p := range rank(t, a, usual().trials(3)).Places {
			if p.Technique == lab.WebSocket && math.Abs(p.Estimate.Headers.Median-40*segments) > 1e-9 {
				t.Errorf("events of %g bytes: %g bytes of headers, want %g segments of 40", size, p.Estimate.Headers.Median, segments)
			}
		}
	}
}

// A long poll ends before an idle proxy loses its patience, so that it is asked for more often.
func TestLongPollsEndBeforeTheProxyCuts(t *testing.T) {
	m := usual()
	m.longEmpty = 300
	a := like(t, "silence")
	a.Clients = 1
	for idle, held := range map[float64]float64{0: 25, 4: 2, 3600: 25} {
		a.Proxies, a.IdleSeconds = decide.Idle, idle
		if idle == 0 {
			a.Proxies, a.IdleSeconds = decide.NoProxy, 60
		}
		for _, p := range rank(t, a, m.trials(3)).Places {
			if p.Technique != lab.LongPolling {
				continue
			}
			got := p.Estimate.Requests.Median
			if math.Abs(got-1/held) > 0.02/held {
				t.Errorf("patience %g s: %g requests a second, want one in %g s", idle, got, held)
			}
			if bytes, want := p.Estimate.Bytes.Median, 0.001*(m.long+100)+(got-0.001)*300; math.Abs(bytes-want) > 0.001*want {
				t.Errorf("patience %g s: %g B/s, want %g", idle, bytes, want)
			}
		}
	}
}

// Polling that has to ask too often needs care, and more often still doesn't fit.
func TestPollingHasItsLimits(t *testing.T) {
	for late, want := range map[float64]decide.Fit{9: decide.Not, 10: decide.Care, 99: decide.Care, 100: decide.Works} {
		a := decide.Defaults()
		a.LateMs = late
		for _, p := range rank(t, a, usual().trials(3)).Places {
			if p.Technique == lab.Polling && p.Fit != want {
				t.Errorf("%g ms late: %s, want %s", late, p.Fit, want)
			}
		}
	}
}
