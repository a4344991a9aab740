package experiments

import (
	"fmt"
	"strings"
)

// maxNamed is how many cases of one answer a result's sentence names.
const maxNamed = 3

// words returns the sentence with the numbers that decided, answer by answer.
func (r Result) words(c Claim) string {
	var parts []string
	for _, group := range [...]struct {
		answer Answer
		label  string
	}{{Holds, "holds"}, {Fails, "fails"}, {Tie, "a tie"}, {Open, "open"}} {
		var named []string
		total := 0
		for i, k := range r.Cases {
			if k.Answer != group.answer {
				continue
			}
			if total++; total > maxNamed {
				continue
			}
			said := k.numbers(c.Cases[i])
			if len(r.Cases) > 1 {
				said = k.Name + ": " + said
			}
			named = append(named, said)
		}
		if total > maxNamed {
			named = append(named, fmt.Sprintf("and %d more", total-maxNamed))
		}
		if len(r.Cases) > 1 {
			group.label += " in "
		} else {
			group.label += ": "
		}
		if total > 0 {
			parts = append(parts, group.label+strings.Join(named, ", "))
		}
	}
	if len(parts) == 0 {
		return "It can’t be measured."
	}
	sentence := strings.Join(parts, "; ")
	return strings.ToUpper(sentence[:1]) + sentence[1:] + "."
}

// numbers says what decided a case: "0.51 ms (0.48 to 0.54, 6 trials)"; of an open one, why it is.
func (k CaseResult) numbers(c Case) string {
	switch {
	case k.Answer == Open && k.N == 0:
		return k.Why
	case k.Answer == Open:
		return withUnit(short(*k.Median), k.Unit) + " (" + k.Why + ")"
	case c.Each && k.Answer == Fails:
		return k.refuted(c)
	case k.N == 1:
		return withUnit(short(*k.Median), k.Unit) + " (1 trial)"
	case short(*k.Low) == short(*k.High):
		return fmt.Sprintf("%s (%d trials alike)", withUnit(short(*k.Median), k.Unit), k.N)
	}
	return fmt.Sprintf("%s (%s to %s, %d trials)", withUnit(short(*k.Median), k.Unit), short(*k.Low), short(*k.High), k.N)
}

// refuted says how many trials were against an each-rule, and with what.
func (k CaseResult) refuted(c Case) string {
	var against Sample
	for _, v := range k.Values {
		if c.Fails.Contains(v) {
			against = append(against, v)
		}
	}
	low, high := against.extremes()
	if short(low) == short(high) {
		return fmt.Sprintf("%s in %d of %s", withUnit(short(low), k.Unit), len(against), count(k.N, "trial"))
	}
	return fmt.Sprintf("%s to %s in %d of %s", short(low), withUnit(short(high), k.Unit), len(against), count(k.N, "trial"))
}

// interval writes the interval with its unit.
func (k CaseResult) interval() string {
	return short(*k.Low) + " to " + withUnit(short(*k.High), k.Unit)
}
