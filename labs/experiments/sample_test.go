package experiments

import (
	"encoding/json"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		sample Sample
		want   float64
	}{
		{Sample{3}, 3}, {Sample{5, 1}, 3}, {Sample{9, 1, 2}, 2}, {Sample{4, 1, 3, 2}, 2.5},
		{Sample{-1e308, 1e308}, 0}, {Sample{1.5e308, 1.7e308}, 1.6e308}, {Sample{0.1, 0.1}, 0.1},
	} {
		before := slices.Clone(test.sample)
		if got := test.sample.Median(); got != test.want {
			t.Errorf("the median of %v is %v, not %v", test.sample, got, test.want)
		}
		if diff := cmp.Diff(before, test.sample); diff != "" {
			t.Errorf("Median changed the sample (-before +after):\n%s", diff)
		}
	}
	if got := (Sample{}).Median(); !math.IsNaN(got) {
		t.Errorf("the median of nothing is %v", got)
	}
}

// The ranks and probabilities are those of the textbooks' tables of the sign test.
func TestInterval(t *testing.T) {
	for _, test := range []struct {
		n, rank     int
		probability float64
	}{
		{1, 1, 0}, {2, 1, 0.5}, {5, 1, 0.9375}, {6, 1, 0.96875}, {8, 1, 0.9921875}, {9, 2, 0.9609375}, {10, 2, 0.978515625},
		{12, 3, 0.961425781}, {20, 6, 0.958610535}, {100, 40, 0.964799800},
	} {
		sample := make(Sample, test.n)
		for i := range sample {
			sample[i] = float64(i + 1)
		}
		rand.Shuffle(test.n, func(i, j int) { sample[i], sample[j] = sample[j], sample[i] })
		low, high, probability := sample.Interval()
		if low != float64(test.rank) || high != float64(test.n+1-test.rank) || math.Abs(probability-test.probability) > 1e-9 {
			t.Errorf("of %d: %v to %v with %v, not rank %d with %v", test.n, low, high, probability, test.rank, test.probability)
		}
	}
	if low, high, probability := (Sample{}).Interval(); !math.IsNaN(low) || !math.IsNaN(high) || probability != 0 {
		t.Errorf("of nothing: %v to %v with %v", low, high, probability)
	}
	if rank, probability := intervalRank(5000); rank < 2400 || rank > 2440 || probability < Confidence || probability > 0.96 {
		t.Errorf("of 5,000: rank %d with %v", rank, probability)
	}
}

// Each value falls below or above the median, as a coin does: all ways are tried.
func TestIntervalEnclosesTheMedian(t *testing.T) {
	for n := 1; n <= 14; n++ {
		covered := func(rank int) float64 {
			inside := 0
			for ways := range 1 << n {
				if below := bits.OnesCount(uint(ways)); below >= rank && below <= n-rank {
					inside++
				}
			}
			return float64(inside) / float64(int(1)<<n)
		}
		rank, probability := intervalRank(n)
		if got := covered(rank); math.Abs(got-probability) > 1e-12 {
			t.Errorf("of %d: rank %d encloses the median with %v, not %v", n, rank, got, probability)
		}
		if n >= DefaultLeast && probability < Confidence {
			t.Errorf("of %d: %v is less than %v", n, probability, Confidence)
		}
		if wider := rank + 1; 2*wider <= n && covered(wider) >= Confidence {
			t.Errorf("of %d: rank %d would do, and is narrower than %d", n, wider, rank)
		}
	}
}

func TestSampleRefusesWhatIsNoNumber(t *testing.T) {
	for _, text := range []string{`[1,null]`, `["1"]`, `[true]`, `{}`, `[1e999]`, `[[1]]`} {
		var s Sample
		if err := json.Unmarshal([]byte(text), &s); err == nil {
			t.Errorf("%s was read as %v", text, s)
		}
	}
	if text, err := json.Marshal(Sample{math.NaN()}); err == nil {
		t.Errorf("NaN was written as %s", text)
	}
	if text, _ := json.Marshal(Sample(nil)); string(text) != "[]" {
		t.Errorf("nothing was written as %s", text)
	}
}
