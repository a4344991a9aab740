package decide

import (
	"math"
	"testing"
)

func TestNumbersReadAsPeopleSayThem(t *testing.T) {
	for got, want := range map[string]string{
		often{2.9, "message"}.String():     "2.9 messages a second",
		often{1, "event"}.String():         "1 event a second",
		often{0.238, "message"}.String():   "one message in 4.2 s",
		often{0.002, "event"}.String():     "one event in 8 minutes",
		often{0.0000475, "event"}.String(): "one event in 6 hours",
		often{1e-6, "event"}.String():      "one event in 12 days",
		duration(0.0027).String():          "2.7 ms",
		duration(100).String():             "100 s",
		duration(318).String():             "5 minutes",
		size(1_234_567).String():           "1.23 MB",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A limit has as many digits as tell it apart from what is now.
func TestLimitsAreRounded(t *testing.T) {
	for _, test := range []struct{ v, now, want float64 }{
		{1894, 2.26, 1900}, {0.238, 0, 0.24}, {27.13, 100, 27}, {100.4, 100, 100.4}, {213, 200, 210}, {5, math.NaN(), 5},
	} {
		if got := round(test.v, test.now); got != test.want {
			t.Errorf("%g beside %g is %g, want %g", test.v, test.now, got, test.want)
		}
	}
}
