package decide

import (
	"fmt"
	"math"

	"wireside/labs/experiments"
	"wireside/labs/lab"
)

// titles are what the techniques are called.
var titles = map[lab.Technique]string{
	lab.Polling: "Polling", lab.LongPolling: "Long polling", lab.SSE: "SSE", lab.WebSocket: "WebSocket",
}

// Rank orders the techniques for the answers, by what fits and then by what the trials say of the costs. Trials of setups
// that it knows nothing of don't count. The error is a *lab.Error that names the answer which can't be.
func Rank(a Answers, trials []experiments.Trial) (Ranking, error) {
	if err := a.Check(); err != nil {
		return Ranking{}, err
	}
	e := gather(trials)
	list, measured := e.order(&a)
	r := Ranking{Answers: a, Measured: measured, Answered: []Change{}, Factors: []Change{}}
	r.Costs, r.Missing = e.figures()
	for i, c := range list {
		p := Place{Technique: c.technique, Title: titles[c.technique], Place: i + 1, Fit: c.fit, Estimate: e.estimate(c, &a)}
		if a.sent() > 0 && c.technique != lab.WebSocket {
			p.Title += " + POST"
		}
		if !measured {
			p.Place = c.group + 1
		}
		p.Reasons = e.fitOf(c.technique, &a, false).reasons
		if i+1 < len(list) {
			p.Before, p.Sure = before(c, list[i+1], leaderOf(list, c), measured)
		}
		r.Places = append(r.Places, p)
	}
	if measured {
		r.Answered, r.Factors = e.answered(a), e.factors(a)
	}
	r.Words = words(list, &a, measured, r.Places[0])
	return r, nil
}

// leaderOf returns the cheapest of a contender's group.
func leaderOf(list []*contender, c *contender) *contender {
	leader := c
	for _, other := range list {
		if other.group == c.group && other.score < leader.score {
			leader = other
		}
	}
	return leader
}

// estimate puts a technique's costs together.
func (e *evidence) estimate(c *contender, a *Answers) Estimate {
	k, t := &e.median, c.technique
	est := Estimate{
		Bytes:   c.bytes,
		CPU:     c.cpu,
		Headers: e.total("B/s", t, a, load.headerBytes),
	}
	if requests := k.load(t, a).requests * a.Clients; !math.IsNaN(requests) {
		est.Requests = known("1/s", requests)
	}
	if t == lab.Polling {
		est.Delay = known("ms", k.delay(t, a))
	} else {
		var sample experiments.Sample
		for i := range e.rounds {
			if d := e.rounds[i].delay(t, a); !math.IsNaN(d) {
				sample = append(sample, d)
			}
		}
		est.Delay = figure("ms", sample)
	}
	if !math.IsNaN(c.score) {
		est.Score = &Figure{Unit: "×", N: c.bytes.N, Median: c.score, Low: min(c.low, c.score), High: max(c.high, c.score)}
	}
	if !math.IsNaN(c.lines) {
		est.Lines = &Figure{Unit: "lines", N: 1, Median: c.lines, Low: c.lines, High: c.lines}
	}
	return est
}

// before says why one stands before the next, and whether all that their figures' intervals allow says so.
func before(c, next, leader *contender, measured bool) (why string, sure bool) {
	switch {
	case c.fit != next.fit && next.fit == Not:
		return "The next one doesn’t fit.", true
	case c.fit != next.fit:
		return "The next one needs care.", true
	case c.fit == Not || !measured:
		return "", false
	case c.group != next.group:
		return fmt.Sprintf("The next one costs %s times as much.", number(next.score/leader.score, "")), next.low > Tie*leader.high
	}
	sure = max(c.high, next.high) <= Tie*leader.low
	same := fmt.Sprintf("The next one costs the same within %g times", Tie)
	switch {
	case math.IsNaN(c.lines) || math.IsNaN(next.lines):
		return same + "; the lines of client code weren’t counted, so the plainer one stands first.", sure
	case c.lines > LinesTie*next.lines || next.lines > LinesTie*c.lines:
		return fmt.Sprintf("%s, and takes %g lines of client code against %g.", same, next.lines, c.lines), sure
	}
	return fmt.Sprintf("%s, and its client is about as long (%g lines against %g): the plainer one stands first.", same, next.lines, c.lines), sure
}

// words is the result in a sentence.
func words(list []*contender, a *Answers, measured bool, first Place) string {
	c := list[0]
	switch {
	case c.fit == Not:
		return "None of the four fits as it is."
	case !measured:
		return "What fits can be told without measurements, and what it costs can’t: measure here first."
	}
	said := fmt.Sprintf("%s comes first: %s/s for %s", first.Title, size(c.bytes.Median), plural(a.Clients, "client"))
	if c.fit == Care {
		said += ", with care"
	}
	next := list[1]
	switch {
	case next.fit == Not:
		return said + ". No other fits."
	case next.fit != c.fit:
		said += fmt.Sprintf(". %s needs care", titles[next.technique])
	case next.group == c.group:
		said += fmt.Sprintf(". %s costs the same within %g times: a tie, which the client code decides", titles[next.technique], Tie)
	default:
		said += fmt.Sprintf(". %s costs %s times as much", titles[next.technique], number(next.score/c.score, ""))
	}
	if !first.Sure {
		said += "; the figures’ intervals leave open which of the two is first"
	}
	return said + "."
}

// Rules says how Rank orders, a sentence each, with the numbers that it compares.
func Rules() []string {
	return []string{
		"What works stands before what needs care, and that before what doesn’t fit at all; each says why.",
		"Then what it costs: bytes on the wire and CPU time of all clients together, worked out from what was measured here. A technique’s score is how many times dearer it is than the cheapest one that fits, in the worse of the two. CPU is left out where it wasn’t measured for all of them.",
		fmt.Sprintf("Within %g times is a tie. Of those that tie, the one with fewer lines of client code stands first; where the lines are the same within %g times, too, the plainer one: ordinary answers before an endless one before a protocol of its own.", Tie, LinesTie),
		fmt.Sprintf("Each figure takes %d trials at least, and stands with the interval in which its median lies. Where the intervals leave the order open, it says so. What wasn’t measured is left out, never guessed.", Least),
	}
}
