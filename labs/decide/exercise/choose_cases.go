package exercise

import (
	"errors"
	"fmt"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/book"
	"wireside/labs/lab"
)

// asked is one call of an answer: what it is asked, and what it must return.
type asked struct {
	load   Load
	ledger Ledger
	choice Choice
	nobody *Nobody // the error; then choice does not count
}

// asking makes a check of several calls.
func asking(calls func() []asked) func(book.Run, Choose) error {
	return func(_ book.Run, answer Choose) error {
		for _, a := range calls() {
			if err := a.hold(answer); err != nil {
				return err
			}
		}
		return nil
	}
}

// result is what an answer returns, in a form that can be compared.
type result struct {
	Choice Choice
	Nobody *Nobody
}

// hold holds an answer to a call.
func (a asked) hold(answer Choose) error {
	what := "Choose for " + a.load.String()
	choice, err := answer(a.load, a.ledger)
	expected := result{a.choice, a.nobody}
	seen := result{Choice: choice}
	switch {
	case errors.As(err, &seen.Nobody):
		seen.Choice, seen.Nobody = Choice{}.tidy(), seen.Nobody.tidy()
	case err != nil:
		return fmt.Errorf("%s returned the error: %w", what, err)
	default:
		seen.Choice = choice.tidy()
	}
	expected.Choice, expected.Nobody = a.choice.tidy(), a.nobody.tidy()
	if diff := cmp.Diff(expected, seen); diff != "" {
		return &book.Mismatch{What: what, Diff: "The ledger:\n" + a.ledger.String() + "What was returned:\n" + diff}
	}
	return nil
}

// tidy returns the choice without what makes no difference: empty lists, and an empty map in place of none.
func (c Choice) tidy() Choice {
	not := make(map[lab.Technique][]Reason)
	for t, reasons := range c.Not {
		if len(reasons) > 0 {
			not[t] = reasons
		}
	}
	return Choice{c.Technique, not}
}

func (n *Nobody) tidy() *Nobody {
	if n == nil {
		return nil
	}
	return &Nobody{append([]Reason{}, n.Needs...)}
}

// chosen is a choice whose reasons are, in the order of lab.Techniques, as given; nil is the one that is chosen.
func chosen(reasons ...[]Reason) Choice {
	c := Choice{Not: make(map[lab.Technique][]Reason)}
	for i, t := range lab.Techniques {
		if reasons[i] == nil {
			c.Technique = t
		} else {
			c.Not[t] = reasons[i]
		}
	}
	return c
}

// for short, in tables.
var (
	dearer  = []Reason{Dearer}
	plainer = []Reason{Plainer}
)

func why(reasons ...Reason) []Reason { return reasons }
func most(n float64) *float64        { return &n }
