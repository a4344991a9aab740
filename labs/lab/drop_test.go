package lab

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDrop(t *testing.T) {
	const n = 100_000
	for _, share := range []float64{0.001, 0.01, 0.5, 0.99} {
		dropped, inRow := 0, 0
		drop := NewDrop(share, 7)
		for seq := range uint64(n) {
			if drop.Drops(seq) {
				dropped++
				if drop.Drops(seq + 1) {
					inRow++
				}
			}
		}
		spread := 4 * math.Sqrt(n*share*(1-share))
		if off := math.Abs(float64(dropped) - share*n); off > spread {
			t.Errorf("of %d events %d are dropped, want a share of %g ± %.0f", n, dropped, share, spread)
		}
		if off := math.Abs(float64(inRow) - share*share*n); off > 2*spread {
			t.Errorf("a share of %g: %d times two in a row, want %.0f", share, inRow, share*share*n)
		}
	}
	for share, want := range map[float64]int{-1: 0, 0: 0, math.NaN(): 0, 1: n, 2: n, math.SmallestNonzeroFloat64: 0, math.Nextafter(1, 0): n} {
		dropped := 0
		drop := NewDrop(share, 7)
		for seq := range uint64(n) {
			if drop.Drops(seq) {
				dropped++
			}
		}
		if dropped != want {
			t.Errorf("a share of %g: %d are dropped, want %d", share, dropped, want)
		}
	}
}

// TestDropIsTheSeeds holds that a seed drops the same events again, and another seed others.
func TestDropIsTheSeeds(t *testing.T) {
	dropped := func(seed uint64) (seqs []uint64) {
		drop := NewDrop(0.1, seed)
		for seq := range uint64(200) {
			if drop.Drops(seq) {
				seqs = append(seqs, seq)
			}
		}
		return seqs
	}
	if diff := cmp.Diff(dropped(1), dropped(1)); diff != "" {
		t.Errorf("the same seed (-want +got)\n%s", diff)
	}
	if cmp.Equal(dropped(1), dropped(2)) {
		t.Error("seeds 1 and 2 drop the same events")
	}
}
