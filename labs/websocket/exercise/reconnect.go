package exercise

import (
	"context"

	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/websocket/scratch"
)

// Follower calls each for every event after the one numbered after, over as many connections as that takes.
type Follower = func(ctx context.Context, after uint64, dial scratch.Dial, backoff scratch.Backoff, each func(feed.Event)) error

// Reconnect is the exercise websocket-reconnect.
var Reconnect = book.Exercise[Follower]{
	Info: book.Info{
		Name:  "websocket-reconnect",
		Title: "A client that comes back",
		Task: "A browser’s WebSocket stays closed once it is closed. Write the loop that opens it again: it goes on after the last event that it " +
			"saw, waits twice as long after each failure, a random share less so that not all come back at once, and knows when there is no use in trying.",
		Minutes:  30,
		Package:  "labs/websocket/exercise/reconnect",
		File:     "reconnect.go",
		Writes:   "Follow",
		Solution: book.Solution{File: "labs/websocket/scratch/reconnect.go", Name: "Follow"},
	},
	Checks:    reconnectChecks,
	Reference: scratch.Follow,
	Wrong:     reconnectWrong,
}
