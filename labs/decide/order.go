package decide

import (
	"cmp"
	"math"
	"slices"

	"wireside/labs/experiments"
	"wireside/labs/lab"
)

const (
	// Tie is how many times dearer a technique may be and still cost the same for all that matters.
	Tie = 1.5
	// LinesTie is how many times longer a client may be and still be as simple.
	LinesTie = 1.25
)

// contender is a technique on its way into the ranking.
type contender struct {
	technique        lab.Technique
	fit              Fit
	bytes, cpu       *Figure // a second, of all clients; cpu in cores
	score, low, high float64 // NaN if costs can't be compared
	lines            float64 // NaN if that wasn't counted
	group            int     // the techniques of a group cost the same, within Tie, and fit as well
}

var fits = map[Fit]int{Works: 0, Care: 1, Not: 2}

// order ranks the techniques: by fit, then by groups of like cost, then by lines, then the plainer one. measured tells whether
// costs could be compared.
func (e *evidence) order(a *Answers) (list []*contender, measured bool) { return e.ordered(a, e.total) }

// totals is a way to work out what a technique costs for all clients.
type totals func(unit string, t lab.Technique, a *Answers, part func(load) float64) *Figure

// ordered is order with costs that are worked out in some way.
func (e *evidence) ordered(a *Answers, total totals) (list []*contender, measured bool) {
	for _, t := range lab.Techniques {
		c := &contender{technique: t, fit: e.fitOf(t, a, true).fit, lines: e.median.lines(t, a), score: math.NaN(), low: math.NaN(), high: math.NaN()}
		c.bytes = total("B/s", t, a, func(l load) float64 { return l.bytes })
		c.cpu = total("cores", t, a, load.cores)
		list = append(list, c)
	}
	measured = score(list)
	slices.SortStableFunc(list, func(x, y *contender) int {
		byFit := cmp.Compare(fits[x.fit], fits[y.fit])
		if byFit != 0 || !measured || x.fit == Not {
			return byFit
		}
		return cmp.Compare(x.score, y.score)
	})
	var leader *contender
	for i, c := range list {
		switch {
		case leader == nil || c.fit != leader.fit:
			leader = c
			c.group = i
		case measured && c.fit != Not && c.score > Tie*leader.score:
			leader = c
			c.group = i
		default:
			c.group = leader.group
		}
	}
	for begin := 0; begin < len(list); {
		end := begin + 1
		for end < len(list) && list[end].group == list[begin].group {
			end++
		}
		simplest(list[begin:end])
		begin = end
	}
	return list, measured
}

// simplest orders techniques that cost the same: again and again, of those that are as short as the shortest within LinesTie,
// the plainest, which is the one that asks least of what lies between: ordinary answers before endless ones before a protocol
// of its own.
func simplest(group []*contender) {
	for i := range group {
		rest := group[i:]
		shortest := math.Inf(1)
		for _, c := range rest {
			if c.lines < shortest {
				shortest = c.lines
			}
		}
		best := -1
		for j, c := range rest {
			short := math.IsInf(shortest, 1) || c.lines <= LinesTie*shortest
			if short && (best < 0 || plainness(c.technique) < plainness(rest[best].technique)) {
				best = j
			}
		}
		chosen := rest[best]
		copy(rest[1:best+1], rest[:best])
		rest[0] = chosen
	}
}

func plainness(t lab.Technique) int { return slices.Index(lab.Techniques[:], t) }

// total is what a technique costs for all clients, round by round; nil if too few rounds tell.
func (e *evidence) total(unit string, t lab.Technique, a *Answers, part func(load) float64) *Figure {
	var sample experiments.Sample
	for i := range e.rounds {
		if v := part(e.rounds[i].load(t, a)) * a.Clients; !math.IsNaN(v) {
			sample = append(sample, v)
		}
	}
	if len(sample) < Least {
		return nil
	}
	return figure(unit, sample)
}

// middle is total without the interval: a search asks for it thousands of times.
func (e *evidence) middle(unit string, t lab.Technique, a *Answers, part func(load) float64) *Figure {
	var sample [most]float64
	n := 0
	for i := range e.rounds {
		if v := part(e.rounds[i].load(t, a)) * a.Clients; !math.IsNaN(v) {
			sample[n] = v
			n++
		}
	}
	if n < Least {
		return nil
	}
	slices.Sort(sample[:n])
	median := sample[n/2]
	if low := sample[(n-1)/2]; low != median {
		median = low/2 + median/2
	}
	return known(unit, median)
}

// score says of each technique that fits how many times dearer it is than the cheapest, in the worse of bytes and CPU, if the
// bytes of all of them are known. CPU counts if it is known of all of them.
func score(list []*contender) bool {
	var fit []*contender
	var bytes, cpu []*Figure
	for _, c := range list {
		if c.fit == Not {
			continue
		}
		fit, bytes = append(fit, c), append(bytes, c.bytes)
		if c.cpu != nil {
			cpu = append(cpu, c.cpu)
		}
	}
	if len(fit) == 0 || slices.Contains(bytes, nil) {
		return false
	}
	for i, c := range fit {
		c.score, c.low, c.high = dearer(i, bytes)
		if len(cpu) == len(fit) {
			mid, low, high := dearer(i, cpu)
			c.score, c.low, c.high = max(c.score, mid), max(c.low, low), max(c.high, high)
		}
	}
	return true
}

// dearer says how many times the i-th figure is the least one, with the interval that the figures' intervals allow.
func dearer(i int, all []*Figure) (mid, low, high float64) {
	const nothing = 1e-9
	least, leastLow, leastHigh := math.Inf(1), math.Inf(1), math.Inf(1)
	for j, f := range all {
		least = min(least, f.Median)
		if j != i {
			leastLow, leastHigh = min(leastLow, f.Low), min(leastHigh, f.High)
		}
	}
	mid = max(all[i].Median, nothing) / max(least, nothing)
	if len(all) == 1 {
		return mid, mid, mid
	}
	low = max(1, all[i].Low/max(leastHigh, nothing))
	return mid, low, max(low, all[i].High/max(leastLow, nothing))
}

// first is who comes first.
func (e *evidence) first(a *Answers) lab.Technique {
	list, _ := e.ordered(a, e.middle)
	if list[0].fit == Not {
		return ""
	}
	return list[0].technique
}
