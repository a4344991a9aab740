// Package exercise has the example of AUTHORS.md.
package exercise

import "wireside/labs/book"

// LengthFunc returns the number that the value of a Content-Length field says.
type LengthFunc = func(value string) (uint64, error)

// Length is the exercise example-length.
var Length = book.Exercise[LengthFunc]{
	Info: book.Info{
		Name:  "example-length",
		Title: "Read a Content-Length",
		Task: "Read the number of bytes that a body has out of its Content-Length field. " +
			"Whoever reads more into it than is there lets somebody else decide where the next request begins.",
		Minutes:  5,
		Package:  "labs/book/booktest/testdata/example/exercise/length",
		File:     "length.go",
		Writes:   "Length",
		Solution: book.Solution{File: "labs/book/booktest/testdata/example/exercise/length_reference.go", Name: "length"},
	},
	Checks:    lengthChecks,
	Reference: length,
	Wrong:     lengthWrong,
}
