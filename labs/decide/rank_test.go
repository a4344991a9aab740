package decide_test

import (
	"math"
	"strings"
	"testing"

	"wireside/labs/decide"
	"wireside/labs/lab"
)

func TestClassics(t *testing.T) {
	tests := []struct {
		name   string
		like   string
		change func(*decide.Answers)
		first  lab.Technique
		sse    decide.Fit
		ws     decide.Fit
	}{
		{"news", "news", nil, lab.SSE, decide.Works, decide.Works},
		{"a ticker", "ticker", nil, lab.SSE, decide.Works, decide.Works},
		{"a game", "game", nil, lab.WebSocket, decide.Works, decide.Works},
		{"a ticker without upgrades", "ticker", func(a *decide.Answers) { a.Proxies = decide.NoUpgrade }, lab.SSE, decide.Works, decide.Not},
		{"news to old browsers", "news", func(a *decide.Answers) { a.Platforms = decide.OldBrowsers }, lab.WebSocket, decide.Care, decide.Works},
		{"news through a proxy that buffers", "news", func(a *decide.Answers) { a.Proxies = decide.Buffering }, lab.WebSocket, decide.Not, decide.Works},
		{"pictures through a proxy that buffers", "picture", func(a *decide.Answers) { a.Proxies = decide.Buffering }, lab.SSE, decide.Works, decide.Works},
		{"news to scripts, whose WebSocket is shorter", "news", func(a *decide.Answers) { a.Platforms = decide.Scripts }, lab.WebSocket, decide.Works, decide.Works},
		{"hundreds of events a second, a minute late", "ticker", func(a *decide.Answers) { a.Rate, a.LateMs, a.Clients = 200, 60_000, 100 }, lab.Polling, decide.Works, decide.Works},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := like(t, test.like)
			if test.change != nil {
				test.change(&a)
			}
			r := rank(t, a, usual().trials(3))
			if r.Places[0].Technique != test.first {
				t.Errorf("first: %s, want %s; %s", r.Places[0].Technique, test.first, r.Words)
			}
			for _, p := range r.Places {
				want, ok := map[lab.Technique]decide.Fit{lab.SSE: test.sse, lab.WebSocket: test.ws}[p.Technique]
				if ok && p.Fit != want {
					t.Errorf("%s: %s, want %s", p.Title, p.Fit, want)
				}
				if len(p.Reasons) == 0 {
					t.Errorf("%s: no reason is given", p.Title)
				}
				said := decide.Works
				for _, reason := range p.Reasons {
					if reason.Fit == decide.Not || reason.Fit == decide.Care && said == decide.Works {
						said = reason.Fit
					}
				}
				if said != p.Fit {
					t.Errorf("%s: %s, and the reasons say %s", p.Title, p.Fit, said)
				}
			}
		})
	}
}

// A tie is called one, and the code decides it.
func TestTieIsDecidedByTheCode(t *testing.T) {
	m := usual()
	a := like(t, "ticker")
	if r := rank(t, a, m.trials(3)); r.Places[1].Technique != lab.WebSocket || !strings.Contains(r.Words, "a tie") {
		t.Errorf("%q, second %s; want a tie with WebSocket", r.Words, r.Places[1].Title)
	}
	m.lines["js.sse"] = m.lines["js.websocket-resume"] * 1.3
	if r := rank(t, a, m.trials(3)); r.Places[0].Technique != lab.WebSocket {
		t.Errorf("first: %s, want WebSocket, whose client is shorter by more than a quarter", r.Places[0].Title)
	}
}

// How a buffering proxy was measured to act stands in the reasons.
func TestProxyIsJudgedByWhatWasMeasured(t *testing.T) {
	a := decide.Defaults()
	a.Proxies = decide.Buffering
	for _, p := range rank(t, a, usual().trials(3)).Places {
		if p.Technique != lab.SSE {
			continue
		}
		if text := p.Reasons[0].Text; !strings.Contains(text, "500 ms") || !strings.Contains(text, "0.4 ms") {
			t.Errorf("%q doesn't say what was measured", text)
		}
		if p.Estimate.Delay == nil || p.Estimate.Delay.Median < 1000 {
			t.Errorf("delay %+v; at 5 events of 121 bytes a second, 4,096 bytes take some seconds", p.Estimate.Delay)
		}
	}
}

// More that goes up never helps what sends a POST for each.
func TestMoreUpstreamNeverHelpsPosts(t *testing.T) {
	trials := usual().trials(3)
	a := like(t, "ticker")
	a.Direction = decide.Both
	before, overtaken := 0.0, false
	for a.UpPerSecond = 0; a.UpPerSecond < 100; a.UpPerSecond = 2*a.UpPerSecond + 0.01 {
		share, sse, ws := 0.0, 0, 0
		for i, p := range rank(t, a, trials).Places {
			switch p.Technique {
			case lab.SSE:
				sse, share = i, share+p.Estimate.Bytes.Median
			case lab.WebSocket:
				ws, share = i, share-p.Estimate.Bytes.Median
			}
		}
		if share < before {
			t.Errorf("with %g a second up, SSE costs %g B/s more than WebSocket, less than before", a.UpPerSecond, share)
		}
		before = share
		if overtaken && sse < ws {
			t.Errorf("with %g a second up, SSE is before WebSocket again", a.UpPerSecond)
		}
		overtaken = overtaken || ws < sse
	}
	if !overtaken {
		t.Error("however much goes up, SSE stays before WebSocket")
	}
}

// Ten times the clients cost ten times as much.
func TestCostsGrowWithTheClients(t *testing.T) {
	trials := usual().trials(3)
	a := like(t, "chat")
	few := rank(t, a, trials)
	a.Clients *= 10
	many := rank(t, a, trials)
	for i, p := range few.Places {
		for name, pair := range map[string][2]*decide.Figure{
			"bytes": {p.Estimate.Bytes, many.Places[i].Estimate.Bytes}, "headers": {p.Estimate.Headers, many.Places[i].Estimate.Headers},
			"requests": {p.Estimate.Requests, many.Places[i].Estimate.Requests}, "CPU": {p.Estimate.CPU, many.Places[i].Estimate.CPU},
		} {
			if one, ten := pair[0].Median, pair[1].Median; math.Abs(ten-10*one) > 1e-9*ten {
				t.Errorf("%s: %s %g of few, %g of ten times as many", p.Title, name, one, ten)
			}
		}
		if p.Estimate.Delay.Median != many.Places[i].Estimate.Delay.Median {
			t.Errorf("%s: the delay has changed", p.Title)
		}
	}
}

// An order that the noise could turn is called unsure.
func TestOrderWithinTheNoiseIsNotSure(t *testing.T) {
	a := like(t, "ticker")
	for noise, want := range map[float64]bool{0.01: true, 0.7: false} {
		m := usual()
		m.noise = noise
		r := rank(t, a, m.trials(3))
		if r.Places[0].Technique != lab.SSE || r.Places[0].Sure != want {
			t.Errorf("noise %g: %s first, sure: %v; want SSE, %v", noise, r.Places[0].Title, r.Places[0].Sure, want)
		}
	}
}

// So is one between those whose scores are further apart.
func TestDifferenceWithinTheNoiseIsNotSure(t *testing.T) {
	for noise, want := range map[float64]bool{0.01: true, 0.2: false} {
		m := usual()
		m.cpuSSE, m.cpuSocket, m.noise = 30, 60, noise
		r := rank(t, like(t, "ticker"), m.trials(3))
		if !strings.Contains(r.Words, "WebSocket is next, with 1.69 times") || r.Places[0].Sure != want || strings.Contains(r.Words, "leave open") == want {
			t.Errorf("noise %g: %q, sure: %v; want %v", noise, r.Words, r.Places[0].Sure, want)
		}
	}
}

// What comes first and needs care says so in the sentence, too.
func TestWordsSayThatItNeedsCare(t *testing.T) {
	a := like(t, "ticker")
	a.LateMs, a.Proxies, a.Platforms = 3, decide.NoUpgrade, decide.OldBrowsers
	if r := rank(t, a, usual().trials(3)); r.Places[0].Fit != decide.Care || !strings.Contains(r.Words, ", with care") {
		t.Errorf("%s, %q", r.Places[0].Fit, r.Words)
	}
}
