package decide_test

import (
	"strings"
	"testing"

	"wireside/labs/decide"
	"wireside/labs/experiments"
	"wireside/labs/lab"
)

// set gives a question another number, as the ranking names it.
func set(a *decide.Answers, name string, value float64) {
	switch name {
	case "upPerSecond":
		a.Direction, a.UpPerSecond = decide.Both, value
	case "rate":
		a.Rate = value
	case "lateMs":
		a.LateMs = value
	case "size":
		a.Size = value
	case "clients":
		a.Clients = value
	case "idleSeconds":
		a.IdleSeconds = value
	}
}

func first(t *testing.T, a decide.Answers, trials []experiments.Trial) lab.Technique {
	t.Helper()
	p := rank(t, a, trials).Places[0]
	if p.Fit == decide.Not {
		return ""
	}
	return p.Technique
}

// On the far side of each number another technique is first, the one that is named; on the near side the same one as here.
func TestNumbersReallyChangeTheAnswer(t *testing.T) {
	trials := usual().trials(3)
	found := 0
	for _, p := range decide.Presets() {
		now := first(t, p.Answers, trials)
		for _, c := range rank(t, p.Answers, trials).Answered {
			if c.Value == nil || *c.Value == 0 {
				continue
			}
			found++
			was := map[string]float64{"upPerSecond": p.Answers.UpPerSecond, "rate": p.Answers.Rate, "lateMs": p.Answers.LateMs,
				"size": p.Answers.Size, "clients": p.Answers.Clients, "idleSeconds": p.Answers.IdleSeconds}[c.Name]
			if c.Name == "upPerSecond" && p.Answers.Direction == decide.Down {
				was = 0
			}
			near := *c.Value * 0.999
			if *c.Value < was {
				near = *c.Value * 1.001
			}
			a := p.Answers
			set(&a, c.Name, *c.Value)
			if got := first(t, a, trials); got != c.First || got == now {
				t.Errorf("%s, %s: at %g %q is first; it says %q, and here it is %q", p.Title, c.Name, *c.Value, got, c.First, now)
			}
			set(&a, c.Name, near)
			if got := first(t, a, trials); got != now {
				t.Errorf("%s, %s: already at %g %q is first", p.Title, c.Name, near, got)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d numbers change anything", found)
	}
}

// So do words, and what is said to change nothing doesn't.
func TestWordsReallyChangeTheAnswer(t *testing.T) {
	trials := usual().trials(3)
	words := map[string][]string{
		"proxies":   {decide.NoProxy, decide.Buffering, decide.Idle, decide.NoUpgrade},
		"platforms": {decide.Browsers, decide.OldBrowsers, decide.Scripts},
	}
	for _, p := range decide.Presets() {
		now := first(t, p.Answers, trials)
		said := map[string]map[string]lab.Technique{"proxies": {}, "platforms": {}}
		for _, c := range rank(t, p.Answers, trials).Answered {
			if c.Choice != "" {
				said[c.Name][c.Choice] = c.First
			}
		}
		for question, choices := range words {
			for _, choice := range choices {
				a := p.Answers
				if question == "proxies" {
					a.Proxies = choice
				} else {
					a.Platforms = choice
				}
				got := first(t, a, trials)
				want, ok := said[question][choice]
				if !ok {
					want = now
				}
				if got != want {
					t.Errorf("%s, %s %s: %q is first, it says %q", p.Title, question, choice, got, want)
				}
			}
		}
	}
}

// A measurement that is off by its factor changes the first place: trials of a machine that is so do.
func TestFactorsReallyChangeTheAnswer(t *testing.T) {
	fields := map[string]func(*machine) *float64{
		"post":              func(m *machine) *float64 { return &m.post },
		"polling.empty":     func(m *machine) *float64 { return &m.empty },
		"sse.event":         func(m *machine) *float64 { return &m.sse },
		"longpolling.event": func(m *machine) *float64 { return &m.long },
		"websocket.event":   func(m *machine) *float64 { return &m.socket },
		"websocket.up":      func(m *machine) *float64 { return &m.frame },
		"longpolling.empty": func(m *machine) *float64 { return &m.longEmpty },
		"longpolling.round": func(m *machine) *float64 { return &m.round },
		"polling.cpu":       func(m *machine) *float64 { return &m.cpuPoll },
		"polling.event.cpu": func(m *machine) *float64 { return &m.cpuFound },
		"longpolling.cpu":   func(m *machine) *float64 { return &m.cpuLong },
		"sse.cpu":           func(m *machine) *float64 { return &m.cpuSSE },
		"websocket.cpu":     func(m *machine) *float64 { return &m.cpuSocket },
	}
	tried := 0
	for _, p := range decide.Presets() {
		r := rank(t, p.Answers, usual().trials(3))
		now := r.Places[0].Technique
		for _, c := range r.Factors {
			field, ok := fields[c.Name]
			if !ok {
				continue
			}
			factors := map[float64]lab.Technique{0.01: now, 100: now}
			if c.Value != nil {
				tried++
				beyond, short := 1.001, 0.999
				if *c.Value < 1 {
					beyond, short = short, beyond
				}
				factors = map[float64]lab.Technique{*c.Value * beyond: c.First, *c.Value * short: now}
			}
			for factor, want := range factors {
				m := usual()
				*field(&m) *= factor
				if got := first(t, p.Answers, m.trials(3)); got != want {
					t.Errorf("%s, %s times %g: %q is first, want %q", p.Title, c.Name, factor, got, want)
				}
			}
		}
	}
	if tried < 5 {
		t.Errorf("only %d factors change anything", tried)
	}
}

// Client code counts in the language of the platform: the other one's lines are no factor.
func TestFactorsAreOfThePlatform(t *testing.T) {
	for platform, language := range map[string]string{decide.Browsers: "lines.js.", decide.OldBrowsers: "lines.js.", decide.Scripts: "lines.go."} {
		a := decide.Defaults()
		a.Platforms = platform
		lines := 0
		for _, c := range rank(t, a, usual().trials(3)).Factors {
			if !strings.HasPrefix(c.Name, "lines.") {
				continue
			}
			lines++
			if !strings.HasPrefix(c.Name, language) {
				t.Errorf("%s: %s is a factor", platform, c.Name)
			}
		}
		if lines != 4 {
			t.Errorf("%s: the lines of %d clients are factors, want those of 4", platform, lines)
		}
	}
}
