package app

import (
	"fmt"

	"wireside/labs/lab"
	"wireside/labs/yours"
)

// newScratch makes the server of a technique that is put together from the exercises' parts: the references', or the learner's.
// The error is a *lab.Error, exercise_not_started, if the learner has none for it.
func (a *App) newScratch(l *lane, t lab.Technique, impl string, c lab.Choices) (laneServer, error) {
	_, _, _ = l, impl, c
	return nil, errNotStarted(t)
}

// yours returns the exercises that serve the lane, if it is the learner's.
func (l *lane) yours() []string { return nil }

// errNotStarted is the answer of a learner's lane of which nothing is the learner's.
func errNotStarted(t lab.Technique) error {
	return &lab.Error{Status: 501, Code: "exercise_not_started", Message: fmt.Sprintf(
		"Nothing of this lane is yours yet. Do an exercise of %s, set Started = true in its file, and restart the server; /exercises lists them.", t)}
}

var _ = yours.All
