package experiments

import (
	"fmt"
	"math"
)

// MaxTrials is how many trials a case is judged by: the first ones of its setup.
const MaxTrials = 100

// Judge answers each case of a claim from the trials, and says what the answers come to. Trials of other setups are passed over,
// and so is a run's second one: to tell the same twice adds nothing. The caller fills in At, Client, Server and Broken.
func Judge(c Claim, trials []Trial) Result {
	drawn := make([]drawing, len(c.Cases))
	for i, k := range c.Cases {
		drawn[i] = k.draw(trials)
	}
	return c.judge(drawn)
}

// judge is Judge with what was drawn for each case.
func (c Claim) judge(drawn []drawing) Result {
	r := Result{Format: ResultFormat, Claim: c.Number, Title: c.Title, Rules: c.Rules(), Cases: []CaseResult{}}
	var answers []Answer
	for i, k := range c.Cases {
		answered := k.judge(drawn[i])
		r.Cases = append(r.Cases, answered)
		answers = append(answers, answered.Answer)
	}
	r.Verdict = Decide(answers...)
	r.Words = r.words(c)
	return r
}

// judge answers the case.
func (c Case) judge(d drawing) CaseResult {
	r := CaseResult{
		Name: c.Name, Text: c.Text, Figure: c.Figure.Name, Unit: c.Figure.Unit, Rule: c.Rule(), Ranges: c.ranged(),
		N: len(d.values), Missing: d.missing, Values: d.values,
	}
	if r.N > 0 {
		median := d.values.Median()
		low, high, _ := d.values.Interval()
		if c.Each {
			low, high = d.values.extremes()
		}
		r.Median, r.Low, r.High = &median, &low, &high
	}
	if c.Each {
		r.Answer, r.Why = c.judgeEach(d)
	} else {
		r.Answer, r.Why = c.judgeMedian(r)
	}
	return r
}

// judgeMedian asks for one range that the median lies in with all of its interval.
func (c Case) judgeMedian(r CaseResult) (Answer, string) {
	if why := c.tooFew(r.N, r.Missing); why != "" {
		return Open, why
	}
	found, touched, answer := 0, false, Open
	for _, try := range c.ranges() {
		touched = touched || try.touches(*r.Low, *r.High)
		if try.encloses(*r.Low, *r.High) {
			found, answer = found+1, try.answer
		}
	}
	switch {
	case found == 1:
		return answer, ""
	case found > 1:
		return Open, "the rule contradicts itself"
	case touched:
		return Open, "too wide a spread: " + r.interval()
	}
	return Open, "it lies between what would hold and what would fail"
}

// judgeEach asks for one range that all values lie in. A single value in Fails refutes, whatever the others are.
func (c Case) judgeEach(d drawing) (Answer, string) {
	low, high := d.values.extremes()
	for _, v := range d.values {
		if c.Fails.Contains(v) {
			return Fails, ""
		}
	}
	if why := c.tooFew(len(d.values), d.missing); why != "" {
		return Open, why
	}
	switch {
	case d.missing > 0:
		return Open, fmt.Sprintf("%d of %s could not tell", d.missing, count(d.missing+len(d.values), "trial"))
	case c.Holds.encloses(low, high):
		return Holds, ""
	case c.Tie.encloses(low, high):
		return Tie, ""
	}
	return Open, "some trials lie between what would hold and what would fail"
}

// tooFew says why there are too few values for an answer; "" if there are enough.
func (c Case) tooFew(n, missing int) (why string) {
	switch {
	case n >= c.least():
		return ""
	case n > 0:
		why = fmt.Sprintf("too few trials: %d of %d", n, c.least())
		if missing > 0 {
			why += fmt.Sprintf(", and %d that could not tell", missing)
		}
		return why
	case c.Figure.Only == "page":
		return "only a browser can tell, and none has"
	case missing > 0:
		return "it can’t be had here: no figure in " + count(missing, "trial")
	}
	return "there is no trial of it"
}

// answering is a range and the answer that it gives.
type answering struct {
	Range
	answer Answer
}

func (c Case) ranges() [3]answering {
	return [...]answering{{c.Holds, Holds}, {c.Fails, Fails}, {c.Tie, Tie}}
}

// ranged returns the ranges that hold any number, as a result carries them.
func (c Case) ranged() []Ranged {
	all := []Ranged{}
	end := func(v float64) *float64 {
		if math.IsInf(v, 0) {
			return nil
		}
		return &v
	}
	for _, r := range c.ranges() {
		if !r.Empty() {
			all = append(all, Ranged{r.answer, end(r.Min), end(r.Max)})
		}
	}
	return all
}

// Decide returns the verdict that answers come to. It is the same rule for all claims: true if all hold; false if none does,
// where a tie is no support; depends if some do; and inconclusive if the open ones could still make it another of the three.
// Without answers there is nothing to decide: inconclusive.
func Decide(answers ...Answer) Verdict {
	holds, not := 0, 0
	for _, a := range answers {
		switch a {
		case Holds:
			holds++
		case Fails, Tie:
			not++
		}
	}
	open := len(answers) - holds - not
	switch {
	case holds > 0 && not > 0:
		return Depends // whatever the open ones come to
	case open > 0 || len(answers) == 0:
		return Inconclusive
	case not == 0:
		return True
	}
	return False
}
