package exercise

import (
	"wireside/labs/book"
	"wireside/labs/feed"
	"wireside/labs/sse/scratch"
)

// Resumer says what a client is sent first.
type Resumer = func(kept []feed.Event, lastEventID string) (scratch.Resumption, error)

// Resume is the exercise sse-resume.
var Resume = book.Exercise[Resumer]{
	Info: book.Info{
		Name:  "sse-resume",
		Title: "Resume from Last-Event-ID",
		Task: "A browser that lost its stream comes back with the ID of the last event that it has seen. Say what it is sent first: the events " +
			"that it lacks, which of them nobody keeps any more, or that its ID is not of this feed.",
		Minutes:  15,
		Package:  "labs/sse/exercise/resume",
		File:     "resume.go",
		Writes:   "Resume",
		Solution: book.Solution{File: "labs/sse/scratch/resume.go", Name: "Resume"},
	},
	Checks:    resumeChecks,
	Reference: scratch.Resume,
	Wrong:     resumeWrong,
}
