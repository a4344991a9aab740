package decide

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"wireside/labs/experiments"
)

const (
	// Least is how many trials a figure needs that can vary: of three, the lowest and the highest enclose the median of all
	// that could have been with a probability of 75 %, of six with one of 97 %.
	Least = 3
	// most is how many trials of a setup count: the newest.
	most = 20
)

// evidence is what the trials say: the measurements of each round, and which of them can be had at all.
type evidence struct {
	rounds []coefs
	median coefs // NaN: not measured
	low    coefs // the medians' intervals
	high   coefs
	at     map[string]int64 // by setup: when the newest was made
	trials map[string]int   // by setup
}

// gather sorts trials by setup, the n-th of each to the n-th round, and works the measurements out.
func gather(trials []experiments.Trial) evidence {
	by := make(map[string][]experiments.Trial)
	needs := Needs()
	for _, t := range trials {
		if _, ok := needs[t.Setup]; ok {
			by[t.Setup] = append(by[t.Setup], t)
		}
	}
	e := evidence{at: make(map[string]int64), trials: make(map[string]int)}
	count := 0
	for setup, list := range by {
		slices.SortStableFunc(list, func(a, b experiments.Trial) int { return cmp.Compare(a.At, b.At) })
		by[setup] = list[max(0, len(list)-most):]
		e.at[setup], e.trials[setup] = list[len(list)-1].At, len(by[setup])
		count = max(count, len(by[setup]))
	}
	for i := range count {
		round := make(map[string]experiments.Values)
		for setup, list := range by {
			// What stands in the source is the same in all rounds.
			if n := i; n < len(list) || setup == source {
				round[setup] = list[min(n, len(list)-1)].Values
			}
		}
		e.rounds = append(e.rounds, work(round))
	}
	e.settle()
	return e
}

// settle drops what too few rounds tell, and takes the medians.
func (e *evidence) settle() {
	for i := range measurements {
		sample := e.sample(i)
		e.median[i] = sample.Median()
		e.low[i], e.high[i], _ = sample.Interval()
		if len(sample) < measured[i].least() {
			e.median[i], e.low[i], e.high[i] = math.NaN(), math.NaN(), math.NaN()
			for r := range e.rounds {
				e.rounds[r][i] = math.NaN()
			}
		}
	}
}

func (e *evidence) sample(i id) experiments.Sample {
	var sample experiments.Sample
	for _, r := range e.rounds {
		if !math.IsNaN(r[i]) {
			sample = append(sample, r[i])
		}
	}
	return sample
}

func (m *measurement) least() int {
	if m.once {
		return 1
	}
	return Least
}

// has reports whether all of these were measured.
func (e *evidence) has(ids ...id) bool {
	for _, i := range ids {
		if math.IsNaN(e.median[i]) {
			return false
		}
	}
	return true
}

// scaled returns the evidence with one measurement multiplied.
func (e *evidence) scaled(i id, factor float64) *evidence {
	s := *e
	s.rounds = slices.Clone(e.rounds)
	s.median[i] *= factor
	s.low[i] *= factor
	s.high[i] *= factor
	for r := range s.rounds {
		s.rounds[r][i] *= factor
	}
	return &s
}

// figure is a sample with its interval.
func figure(unit string, sample experiments.Sample) *Figure {
	if len(sample) == 0 {
		return nil
	}
	low, high, _ := sample.Interval()
	return &Figure{Unit: unit, N: len(sample), Median: sample.Median(), Low: low, High: high}
}

// known is a figure that follows without any trial.
func known(unit string, value float64) *Figure {
	return &Figure{Unit: unit, Median: value, Low: value, High: value}
}

// figures lists what was measured, and what wasn't.
func (e *evidence) figures() (costs []Cost, missing []Missing) {
	costs, missing = []Cost{}, []Missing{}
	for i := range measurements {
		m := &measured[i]
		setups := m.setups()
		if e.has(i) {
			c := Cost{Name: m.name, Title: m.title, Setups: setups, Figure: *figure(m.unit, e.sample(i))}
			if m.once {
				c.N = 1
			}
			for _, s := range setups {
				c.At = max(c.At, e.at[s])
			}
			costs = append(costs, c)
			continue
		}
		missing = append(missing, Missing{Name: m.name, Title: m.title, Setups: setups, Why: e.why(i)})
	}
	return costs, missing
}

// why says why a measurement isn't there.
func (e *evidence) why(i id) string {
	m := &measured[i]
	var lacking []string
	for _, s := range m.setups() {
		if e.trials[s] < m.least() {
			title := s
			if setup, ok := experiments.FindSetup(s); ok {
				title = setup.Title
			}
			lacking = append(lacking, fmt.Sprintf("“%s” has been run %d of %d times", title, e.trials[s], m.least()))
		}
	}
	if len(lacking) > 0 {
		return strings.Join(lacking, ", ")
	}
	return "the trials don’t tell: the system may not, or nothing of the kind happened"
}

// setups names those that a measurement is taken from, with those that it is worked out with.
func (m *measurement) setups() []string {
	var names []string
	for _, v := range m.of {
		names = append(names, v.setup)
	}
	for _, i := range m.after {
		names = append(names, measured[i].setups()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
