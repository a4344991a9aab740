// Package yours hands the learner's exercises to the server: the list of all of them, and for each technique the parts that a
// lane is put together from, the learner's own where they are started and the reference's elsewhere.
//
// Whatever a learner's code does, panic or never return, must hurt nobody: see Guard.
package yours

import (
	"slices"

	"wireside/labs/book"
)

// Entry is an exercise in the list.
type Entry struct {
	book.Info
	Started bool // the stub says so, as this binary was built
}

// All lists the exercises in the order to do them.
func All() []Entry {
	return slices.Concat(pollingEntries, longpollingEntries, sseEntries, websocketEntries, scaleEntries, chooseEntries)
}

// started returns the names of those that are.
func started(entries []Entry) (names []string) {
	for _, e := range entries {
		if e.Started {
			names = append(names, e.Name)
		}
	}
	return names
}
