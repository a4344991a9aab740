package observe

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSeen compares the spans with a plain set, through numbers in any order.
func TestSeen(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var s seen
		set := make(map[uint64]bool)
		last := uint64(0)
		for range random.IntN(60) {
			n := 1 + random.Uint64N(40)
			if got := s.add(n); got == set[n] {
				t.Fatalf("%d of %v is new: %v", n, s.spans, got)
			}
			set[n] = true
			last = max(last, n)
		}
		if s.last() != last {
			t.Errorf("the last of %v is %d", s.spans, s.last())
		}
		for upTo := range uint64(45) {
			missing, above := uint64(0), uint64(0)
			for n := uint64(1); n <= 45; n++ {
				if n <= upTo && !set[n] {
					missing++
				}
				if n > upTo && set[n] {
					above++
				}
			}
			if got := [2]uint64{s.missing(upTo), s.above(upTo)}; got != [2]uint64{missing, above} {
				t.Fatalf("%v up to %d: %v, want %d missing and %d above", s.spans, upTo, got, missing, above)
			}
		}
	}
}

func TestSeenIsBounded(t *testing.T) {
	var s seen
	const numbers = 3 * maxSpans
	for n := uint64(1); n <= numbers; n++ {
		if !s.add(2 * n) {
			t.Fatalf("%d is said to be known", 2*n)
		}
	}
	type state struct {
		Spans         int
		Missing, Last uint64
	}
	want := state{maxSpans, numbers, 2 * numbers}
	if diff := cmp.Diff(want, state{len(s.spans), s.missing(2 * numbers), s.last()}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func BenchmarkSeenInOrder(b *testing.B) {
	var s seen
	for n := uint64(1); b.Loop(); n++ {
		s.add(n)
	}
}
