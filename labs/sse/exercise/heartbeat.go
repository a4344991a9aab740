package exercise

import (
	"context"
	"time"

	"wireside/labs/book"
	"wireside/labs/sse/scratch"
)

// Beating is an answer to the exercise sse-heartbeat: both ends of a stream that may be silent.
type Beating struct {
	Pump   func(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error
	Listen func(r scratch.Reader, every time.Duration, take func(p []byte)) error
}

// Heartbeat is the exercise sse-heartbeat.
var Heartbeat = book.Exercise[Beating]{
	Info: book.Info{
		Name:  "sse-heartbeat",
		Title: "Keep a stream alive, and notice when it is dead",
		Task: "On the server: write blocks as they come, and a comment whenever the stream was silent for some time; end with the context, and " +
			"let no client that takes nothing keep you waiting. On the client: read, and give up a stream on which nothing has come for too long.",
		Minutes:  25,
		Package:  "labs/sse/exercise/heartbeat",
		File:     "heartbeat.go",
		Writes:   "Pump and Listen",
		Solution: book.Solution{File: "labs/sse/scratch/heartbeat.go", Name: "Pump"},
	},
	Checks:    heartbeatChecks,
	Reference: Beating{Pump: scratch.Pump, Listen: scratch.Listen},
	Wrong:     heartbeatWrong,
}
