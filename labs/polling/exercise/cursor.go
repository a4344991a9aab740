// Package exercise is the exercises of polling: what is asked for, the checks, the answers that are right and those that are
// wrong. The learner's stubs are in the folders below.
package exercise

import (
	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/polling/scratch"
)

// After answers a poll with what follows the cursor: of the events that are kept, oldest first and without gaps, those with
// Seq > after, at most limit of them, or all for a limit of 0. See [scratch.After].
type After = func(kept []feed.Event, after uint64, limit int) (lab.Batch, error)

// Cursor is the exercise polling-cursor.
var Cursor = book.Exercise[After]{
	Info: book.Info{
		Name:  "polling-cursor",
		Title: "Answer a poll with what is new",
		Task: "A client that polls says which event it saw last: its cursor. Return the events that follow it, not more than it may have " +
			"at once, and the cursor to go on with. If events have left the window before it asked, say which: it must not miss them unawares.",
		Minutes: 10,
		Package: "labs/polling/exercise/cursor",
		File:    "cursor.go",
		Writes:  "After",
		Solution: book.Solution{
			File: "labs/polling/scratch/after.go", Name: "After",
		},
	},
	Checks:    cursorChecks,
	Reference: scratch.After,
	Wrong:     cursorWrong,
}

// contract is the place of what no standard demands.
var contract = book.Spec{Name: "the contract"}
