package exercise

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

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

// hold holds an answer to a call.
func (a asked) hold(answer Choose) error {
	what := "Choose(" + a.load.String() + ", the ledger below)"
	choice, err := calling(answer, a.load, a.ledger, what)
	var nobody *Nobody
	if err != nil && !errors.As(err, &nobody) {
		return err
	}
	expected, seen := verdict(a.choice, a.nobody), verdict(choice, nobody)
	if slices.Equal(expected, seen) {
		return nil
	}
	return &book.Mismatch{What: what, Diff: parted(expected, seen) + "\nThe ledger:\n" + a.ledger.String()}
}

// calling calls an answer. A panic is an error that has the ledger beside it, and so is an error that is no *Nobody.
func calling(answer Choose, load Load, ledger Ledger, what string) (choice Choice, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v, in %s\nThe ledger:\n%s\n%s", v, what, ledger, debug.Stack())
		}
	}()
	choice, err = answer(load, ledger)
	var nobody *Nobody
	if err != nil && !errors.As(err, &nobody) {
		err = fmt.Errorf("%s returned the error: %w", what, err)
	}
	return choice, err
}

// verdict says what was returned, a line for each thing that can be wrong. An empty list and none are the same.
func verdict(c Choice, n *Nobody) (lines []string) {
	if n != nil {
		return []string{"the error is a *Nobody, its Needs: " + listed(n.Needs)}
	}
	lines = []string{"no error", fmt.Sprintf("Technique        %s", name(c.Technique))}
	for _, t := range lab.Techniques {
		lines = append(lines, fmt.Sprintf("%-16s %s", "Not["+string(t)+"]", listed(c.Not[t])))
	}
	for t, reasons := range c.Not {
		if !slices.Contains(lab.Techniques[:], t) {
			lines = append(lines, fmt.Sprintf("Not[%s], which is no technique: %s", string(t), listed(reasons)))
		}
	}
	slices.Sort(lines[2+len(lab.Techniques):])
	return lines
}

func name(t lab.Technique) string {
	if t == "" {
		return "none"
	}
	return string(t)
}

func listed(reasons []Reason) string {
	if len(reasons) == 0 {
		return "nothing"
	}
	words := make([]string, len(reasons))
	for i, r := range reasons {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

// parted shows lines that are the same once, and others as expected and as seen.
func parted(expected, seen []string) string {
	var b strings.Builder
	for i := range max(len(expected), len(seen)) {
		if i < min(len(expected), len(seen)) && expected[i] == seen[i] {
			fmt.Fprintf(&b, "  %s\n", expected[i])
			continue
		}
		if i < len(expected) {
			fmt.Fprintf(&b, "- %s\n", expected[i])
		}
		if i < len(seen) {
			fmt.Fprintf(&b, "+ %s\n", seen[i])
		}
	}
	return b.String()
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
