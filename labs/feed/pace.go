package feed

import (
	"math/rand/v2"
	"time"
)

// A pace returns when the next event is due, counted from the start of Run. Events are due in order.
type pace func() time.Duration

// soon is the latest that the first event of an uneven pace comes, so that nobody waits long to see something.
const soon = time.Second

// even has the same interval between all events.
func even(rate float64, _ *rand.Rand) pace {
	interval, n := interval(rate), 0.0
	return func() time.Duration {
		n++
		return offset(n * interval)
	}
}

// irregular has intervals from a quarter of the average to a quarter less than twice of it.
func irregular(rate float64, chance *rand.Rand) pace {
	interval := interval(rate)
	at := -1.0
	return func() time.Duration {
		if at < 0 {
			at = min(interval, float64(soon)) * (0.25 + 0.75*chance.Float64())
		} else {
			at += interval * (0.25 + 1.5*chance.Float64())
		}
		return offset(at)
	}
}

const (
	burstEvents = 8
	burstWithin = 100 * time.Millisecond
)

// bursts has burstEvents within burstWithin, and then none until the average is right.
func bursts(rate float64, chance *rand.Rand) pace {
	interval := interval(rate)
	first, between := min(interval, float64(soon)), burstEvents*interval
	step := min(float64(burstWithin), between) / burstEvents
	n := 0
	return func() time.Duration {
		burst, i := n/burstEvents, n%burstEvents
		n++
		return offset(first + float64(burst)*between + (float64(i)+chance.Float64())*step)
	}
}

// forever is 146 years in ns: as much as can be added to a clock's time.
const forever = 1 << 62

// interval returns the average time between two events in ns.
func interval(rate float64) float64 { return min(float64(time.Second)/rate, forever) }

// offset turns ns into a time.
func offset(ns float64) time.Duration { return time.Duration(min(ns, forever)) }
