// Package exercise is the exercise of long polling: what is asked for, the checks, the answer that is right and those that
// are wrong. The learner's stub is in the folder below.
package exercise

import (
	"context"
	"time"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/longpolling/scratch"
)

// HoldFunc returns the events that follow the cursor as soon as there are some, none and no error when the wait is over, or
// ctx's error when that ends. See [scratch.Hold].
type HoldFunc = func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error)

// Hold is the exercise longpolling-hold.
var Hold = book.Exercise[HoldFunc]{
	Info: book.Info{
		Name:  "longpolling-hold",
		Title: "Hold a question until there is news",
		Task: "A client asks for what is new, and there is nothing. Hold the question: answer as soon as an event comes, with nothing when " +
			"the wait is over, and not at all when the client has left. An event that comes between your look and your wait must not be lost.",
		Minutes: 25,
		Package: "labs/longpolling/exercise/hold",
		File:    "hold.go",
		Writes:  "Hold",
		Solution: book.Solution{
			File: "labs/longpolling/scratch/hold.go", Name: "Hold",
		},
	},
	Checks:    holdChecks,
	Reference: scratch.Hold,
	Wrong:     holdWrong,
}
