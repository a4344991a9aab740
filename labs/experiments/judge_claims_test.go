package experiments

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// someIn returns numbers within a range: its ends, and some between or beyond the only one.
func someIn(r Range) []float64 {
	switch {
	case r.Empty():
		return nil
	case math.IsInf(r.Min, -1) && math.IsInf(r.Max, 1):
		return []float64{0}
	case math.IsInf(r.Min, -1):
		return []float64{r.Max, r.Max - 1, r.Max - 100}
	case math.IsInf(r.Max, 1):
		return []float64{r.Min, r.Min + 1, r.Min + 100}
	}
	return []float64{r.Min, r.Min/2 + r.Max/2, r.Max}
}

// valuesFor looks for values of a trial whose figure lies in a range.
func valuesFor(c Case, r Range, random *rand.Rand) (Values, bool) {
	pool := append(someIn(r), 0, 1, 2, 3)
	for size := 1e-3; size < 1e7; size *= 10 {
		pool = append(pool, size, 2*size, 5*size)
	}
	for range 50_000 {
		values := make(Values)
		for _, name := range c.Figure.Of {
			values[name] = pool[random.IntN(len(pool))] * float64(1+random.IntN(4)) / float64(1+random.IntN(4))
		}
		if v, ok := c.Figure.of(values); ok && r.Contains(v) {
			return values, true
		}
	}
	return nil, false
}

// No verdict can come from a constant: of each case there are trials that give either answer, and what tells them apart is said
// beforehand.
func TestEveryCaseMayTurn(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, claim := range All() {
		for i, c := range claim.Cases {
			name := fmt.Sprintf("claim %d, case %s", claim.Number, c.Name)
			if c.Holds.Empty() || c.Fails.Empty() {
				t.Errorf("%s: nothing could make it hold, or nothing could make it fail", name)
			}
			for _, r := range c.ranges() {
				for _, v := range someIn(r.Range) {
					for _, other := range c.ranges() {
						if other.answer != r.answer && other.Contains(v) {
							t.Errorf("%s: %v is in both %s and %s", name, v, r.answer, other.answer)
						}
					}
				}
				for _, limit := range []float64{r.Min, r.Max} {
					if !r.Empty() && finite(limit) && !strings.Contains(c.Rule(), exact(limit)) {
						t.Errorf("%s: the rule says nothing of %v: %s", name, limit, c.Rule())
					}
				}
				if r.Empty() {
					continue
				}
				values, ok := valuesFor(c, r.Range, random)
				if !ok {
					t.Errorf("%s: no values were found for which it is %s: %s", name, r.answer, r.words(c.Figure.Unit))
					continue
				}
				var trials []Trial
				for range c.least() {
					trials = append(trials, Trial{Setup: c.Setup, Values: values})
				}
				if got := Judge(claim, trials).Cases[i]; got.Answer != r.answer {
					t.Errorf("%s: %v is %s (%s), not %s", name, got.Values, got.Answer, got.Why, r.answer)
				}
				if got := Judge(claim, trials[1:]).Cases[i]; got.Answer != Open && !(c.Each && got.Answer == Fails && len(trials) > 1) {
					t.Errorf("%s: %d trials are too few, and yet it is %s", name, len(trials)-1, got.Answer)
				}
			}
		}
	}
}

// A result of each claim survives a link, is within limits, and comes out the same when it is judged again.
func TestEveryClaimHasResults(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, claim := range All() {
		if len(claim.Cases) == 0 {
			continue
		}
		var trials []Trial
		for _, c := range claim.Cases {
			for n := range 2 * DefaultLeast {
				r := c.ranges()[random.IntN(2)]
				values, ok := valuesFor(c, r.Range, random)
				if !ok {
					continue // TestEveryCaseMayTurn says so
				}
				trials = append(trials, Trial{Setup: c.Setup, Run: fmt.Sprintf("%s-%d", c.Name, n), Values: values})
			}
		}
		for _, r := range []Result{Judge(claim, nil), Judge(claim, trials)} {
			got, err := ParseFragment(Fragment(r))
			if diff := cmp.Diff(r, got); err != nil || diff != "" {
				t.Errorf("claim %d: %v (-want +got):\n%s", claim.Number, err, diff)
				continue
			}
			if again, err := Check(got); err != nil || !again.Agrees(r) {
				t.Errorf("claim %d: judged again it is another one: %v", claim.Number, err)
			}
		}
		if v := Judge(claim, nil).Verdict; v != Inconclusive {
			t.Errorf("claim %d: without a trial it is %s", claim.Number, v)
		}
	}
}
