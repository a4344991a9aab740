package decide_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"wireside/labs/decide"
	"wireside/labs/experiments"
	"wireside/labs/lab"
)

func TestAnswersThatCannotBe(t *testing.T) {
	for field, change := range map[string]func(*decide.Answers){
		"direction":   func(a *decide.Answers) { a.Direction = "up" },
		"proxies":     func(a *decide.Answers) { a.Proxies = "" },
		"platforms":   func(a *decide.Answers) { a.Platforms = strings.Repeat("x", 1<<16) },
		"upPerSecond": func(a *decide.Answers) { a.UpPerSecond = -1 },
		"rate":        func(a *decide.Answers) { a.Rate = 0 },
		"lateMs":      func(a *decide.Answers) { a.LateMs = math.NaN() },
		"size":        func(a *decide.Answers) { a.Size = math.Inf(1) },
		"clients":     func(a *decide.Answers) { a.Clients = 1e300 },
		"idleSeconds": func(a *decide.Answers) { a.IdleSeconds = 0.5 },
	} {
		a := decide.Defaults()
		change(&a)
		_, err := decide.Rank(a, nil)
		var known *lab.Error
		if !errors.As(err, &known) || known.Status != 400 || !strings.HasPrefix(known.Message, field+" is ") || len(known.Message) > 200 {
			t.Errorf("%s: %v; want a *lab.Error that names it", field, err)
		}
	}
}

// Trials may come from anywhere: no figure of theirs makes a ranking panic or hold what JSON can't.
func TestHostileTrials(t *testing.T) {
	odd := []float64{0, -1, 1, 1e9, 1e308, -1e308, 1e-300, math.SmallestNonzeroFloat64, math.NaN(), math.Inf(1), math.Inf(-1)}
	try := func(what string, a decide.Answers, trials []experiments.Trial) {
		if _, err := json.Marshal(rank(t, a, trials)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	buffering := decide.Defaults()
	buffering.Direction, buffering.Proxies, buffering.Rate = decide.Both, decide.Buffering, decide.MinRate
	for _, value := range odd {
		trials := usual().trials(4)
		for _, trial := range trials {
			for name := range trial.Values {
				trial.Values[name] = value
			}
		}
		try(fmt.Sprintf("all values %g", value), buffering, trials)
	}
	trials := usual().trials(3)
	for _, trial := range trials {
		if trial.Setup == "cost-small" || trial.Setup == "cost-large" {
			trial.Values["lanes.sse.bytes.s2c.framing"], trial.Values["lanes.sse.bytes.s2c.payload"] = 0, 0
		}
	}
	try("events that take no byte", buffering, trials)
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 200 {
		trials := usual().trials(3)
		forged := map[string]float64{}
		for setup, names := range decide.Needs() {
			for _, name := range names {
				if random.IntN(10) == 0 {
					forged[setup+name] = odd[random.IntN(len(odd))]
				}
			}
		}
		for _, trial := range trials {
			for name := range trial.Values {
				if value, ok := forged[trial.Setup+name]; ok {
					trial.Values[name] = value
				}
			}
		}
		p := decide.Presets()[n%len(decide.Presets())].Answers
		p.Proxies = []string{decide.NoProxy, decide.Buffering, decide.Idle, decide.NoUpgrade}[n%4]
		try(fmt.Sprintf("forged %v", forged), p, trials)
	}
	many := usual().trials(300)
	many = append(many, experiments.Trial{Setup: "cost-small"}, experiments.Trial{Setup: "unknown", Values: experiments.Values{"x": 1}})
	for _, c := range rank(t, decide.Defaults(), many).Costs {
		if c.N > 20 {
			t.Errorf("%s takes %d trials, more than the newest 20", c.Name, c.N)
		}
	}
}
