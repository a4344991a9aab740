package exercise

import (
	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

// NewAssembler returns an assembler of messages of at most limit bytes.
type NewAssembler = func(limit int) (scratch.Assembler, error)

// Fragments is the exercise websocket-fragments.
var Fragments = book.Exercise[NewAssembler]{
	Info: book.Info{
		Name:  "websocket-fragments",
		Title: "Put a message together",
		Task: "A message may come in several frames, and a ping may come in the middle of it. Write the type that frames go into and messages " +
			"come out of, and that tells which close code a frame deserves that must not come: 1002 for one that breaks a rule, 1007 for text " +
			"that is not UTF-8, 1009 for a message that is too long.",
		Minutes:  25,
		Package:  "labs/websocket/exercise/fragments",
		File:     "fragments.go",
		Writes:   "NewAssembler",
		Solution: book.Solution{File: "labs/websocket/scratch/assemble.go", Name: "NewAssembler"},
	},
	Checks:    fragmentsChecks,
	Reference: scratch.NewAssembler,
	Wrong:     fragmentsWrong,
}
