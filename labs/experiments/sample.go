package experiments

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Sample is the values of a case's figure, one of each trial, in any order.
type Sample []float64

// Confidence is the least probability with which an interval has to enclose the median.
const Confidence = 0.95

// Median returns the middle of the values, or the mean of the two in the middle; NaN of none.
func (s Sample) Median() float64 {
	n := len(s)
	if n == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	low, high := sorted[(n-1)/2], sorted[n/2]
	if low == high {
		return low
	}
	return low/2 + high/2 // their sum might be too large
}

// Interval returns the narrowest interval between the k-th lowest and the k-th highest value that encloses the median of all that
// could have been drawn with a probability of Confidence at least, and that probability. It supposes nothing of their
// distribution: the median lies outside if fewer than k values fell to one side of it, as a coin's sides would. Of fewer than
// six values even the lowest and the highest don't reach that; they are returned all the same. Of none it is NaN to NaN.
func (s Sample) Interval() (low, high, probability float64) {
	n := len(s)
	if n == 0 {
		return math.NaN(), math.NaN(), 0
	}
	rank, probability := intervalRank(n)
	sorted := slices.Sorted(slices.Values(s))
	return sorted[rank-1], sorted[n-rank], probability
}

// intervalRank returns k of the interval of n values, 1 at least, and its probability: 1 − 2·Σ C(n,i)/2ⁿ for i below k.
func intervalRank(n int) (k int, probability float64) {
	probability = 1 - 2*fewer(n, 0)
	for k = 1; 2*k < n; k++ {
		next := probability - 2*fewer(n, k)
		if next < Confidence {
			break
		}
		probability = next
	}
	return k, probability
}

// fewer is the probability that i of n values lie below the median: C(n,i)/2ⁿ.
func fewer(n, i int) float64 {
	factorial := func(n int) float64 { log, _ := math.Lgamma(float64(n + 1)); return log }
	return math.Exp(factorial(n) - factorial(i) - factorial(n-i) - float64(n)*math.Ln2)
}

// extremes returns the lowest and the highest value; NaN of none.
func (s Sample) extremes() (low, high float64) {
	if len(s) == 0 {
		return math.NaN(), math.NaN()
	}
	low, high = s[0], s[0]
	for _, v := range s[1:] {
		low, high = min(low, v), max(high, v)
	}
	return low, high
}

// UnmarshalJSON reads numbers alone: a null, which JavaScript writes for NaN, would become 0.
func (s *Sample) UnmarshalJSON(text []byte) error {
	var numbers []*float64
	if err := json.Unmarshal(text, &numbers); err != nil {
		return err
	}
	if len(numbers) > MaxTrials {
		return fmt.Errorf("there are %d values; there may be %d", len(numbers), MaxTrials)
	}
	*s = make(Sample, len(numbers))
	for i, n := range numbers {
		if n == nil {
			return errors.New("a value is null; it must be a number")
		}
		(*s)[i] = *n
	}
	return nil
}

// MarshalJSON writes an array, an empty one for a nil Sample. What is no number is an error.
func (s Sample) MarshalJSON() ([]byte, error) {
	if len(s) == 0 {
		return []byte("[]"), nil
	}
	return json.Marshal([]float64(s))
}
