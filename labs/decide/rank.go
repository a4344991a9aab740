package decide

import (
	"fmt"
	"math"

	"wireside/labs/experiments"
	"wireside/labs/lab"
)

// titles are what the techniques are called at the beginning of a sentence, and named are what they are called within one.
var (
	titles = map[lab.Technique]string{
		lab.Polling: "Polling", lab.LongPolling: "Long polling", lab.SSE: "SSE", lab.WebSocket: "WebSocket",
	}
	named = map[lab.Technique]string{
		lab.Polling: "polling", lab.LongPolling: "long polling", lab.SSE: "SSE", lab.WebSocket: "WebSocket",
	}
)

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
		return fmt.Sprintf("The next one’s score is %s times as high.", number(next.score/c.score, "")), next.low > Tie*leader.high
	}
	sure = max(c.high, next.high) <= Tie*leader.low
	const tie = "A tie with the next one"
	switch {
	case math.IsNaN(c.lines) || math.IsNaN(next.lines):
		return tie + "; the lines of client code weren’t counted, so the plainer one stands first.", sure
	case c.lines > LinesTie*next.lines || next.lines > LinesTie*c.lines:
		return fmt.Sprintf("%s: its client takes %g lines, this one’s %g.", tie, next.lines, c.lines), sure
	}
	return fmt.Sprintf("%s, whose client is about as long (%g lines, %g here), so the plainer one stands first.", tie, next.lines, c.lines), sure
}

// tie says what decides between two whose costs are the same.
func tie(c, next *contender) string {
	with := "It is a tie with " + named[next.technique]
	switch {
	case math.IsNaN(c.lines) || math.IsNaN(next.lines):
		return fmt.Sprintf("%s, and %s is the plainer one", with, named[c.technique])
	case LinesTie*c.lines < next.lines:
		return fmt.Sprintf("%s, which takes more client code", with)
	}
	return fmt.Sprintf("%s, in client code, too; %s is the plainer one", with, named[c.technique])
}

// words is the result in a sentence.
func words(list []*contender, a *Answers, measured bool, first Place) string {
	c := list[0]
	switch {
	case c.fit == Not:
		return "None of the four fits as it is."
	case !measured:
		return "What fits can be told without measurements. What it costs can’t: measure here first."
	}
	said := fmt.Sprintf("%s comes first: %s/s on the wire for %s", first.Title, size(c.bytes.Median), plural(a.Clients, "client"))
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
		said += ". " + tie(c, next)
	default:
		said += fmt.Sprintf(". %s is next, with %s times the score", titles[next.technique], number(next.score/c.score, ""))
	}
	if !first.Sure {
		said += "; the figures’ intervals leave open which of the two is first"
	}
	return said + "."
}
