package lab

import "math"

// Drop reports whether a lane leaves out an event, for who wants to see what becomes of a lab that does. It is asked of the
// same event again and again, by many at once, and must always say the same. nil: none is left out.
type Drop func(seq uint64) bool

// NewDrop returns a Drop of a share of the events, 0 to 1; of 0 or less it is nil. A hash of the seed and of the event's
// number decides, so that the same seed drops the same events.
func NewDrop(share float64, seed uint64) Drop {
	switch {
	case !(share > 0):
		return nil
	case share >= 1:
		return func(uint64) bool { return true }
	}
	below := uint64(math.Ldexp(share, 64))
	return func(seq uint64) bool { return scatter(scatter(seed)+seq) < below }
}

// Drops reports whether the event is left out; of a nil Drop none is.
func (d Drop) Drops(seq uint64) bool { return d != nil && d(seq) }

// scatter turns neighbouring numbers into ones far apart: the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
func scatter(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
