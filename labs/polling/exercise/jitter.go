package exercise

import (
	"context"
	"time"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/polling/scratch"
)

// Poll follows a feed from its beginning by polling, and calls each for each event, until ctx ends. See [scratch.Poll].
type Poll = func(ctx context.Context, fetch scratch.Fetch, interval time.Duration, jitter float64, random func() float64, each func(feed.Event)) error

// Jitter is the exercise polling-jitter.
var Jitter = book.Exercise[Poll]{
	Info: book.Info{
		Name:  "polling-jitter",
		Title: "A client that polls, with jitter",
		Task: "Write the loop of a client that polls: ask, hand on what came, wait, ask again from where the answer ended. It survives a " +
			"poll that fails, never has two questions open, ends at once when its context does, and takes a random share off each wait, so " +
			"that many clients don’t ask in step.",
		Minutes: 20,
		Package: "labs/polling/exercise/jitter",
		File:    "jitter.go",
		Writes:  "Poll",
		Solution: book.Solution{
			File: "labs/polling/scratch/poll.go", Name: "Poll",
		},
	},
	Checks:    jitterChecks,
	Reference: scratch.Poll,
	Wrong:     jitterWrong,
}
