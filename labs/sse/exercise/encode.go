package exercise

import (
	"wireside/labs/book"
	"wireside/labs/sse/scratch"
)

// Encoder returns the block of an event.
type Encoder = func(e scratch.Event) ([]byte, error)

// Encode is the exercise sse-encode.
var Encode = book.Exercise[Encoder]{
	Info: book.Info{
		Name:  "sse-encode",
		Title: "Encode an event",
		Task: "Write an event as a block of lines: retry, comment, event, id and data, each as “name: value”, and a blank line at the end. " +
			"Whatever the data is, it must come out at the other end as it went in, and no text may become a field of its own.",
		Minutes:  15,
		Package:  "labs/sse/exercise/encode",
		File:     "encode.go",
		Writes:   "Encode",
		Solution: book.Solution{File: "labs/sse/scratch/encode.go", Name: "Encode"},
		Bytes:    stream,
	},
	Checks:    encodeChecks,
	Reference: scratch.Encode,
	Wrong:     encodeWrong,
}
