// Package book is what an exercise is: a contract, checks as data that hold any answer to it, an answer that is right, and
// several that are wrong, each of which a check catches with its own hint.
//
// Nothing here knows a technique. Each technique's exercises are in labs/<technique>/exercise, and below it one folder for
// each exercise holds the learner's stub. How to write one is in AUTHORS.md, beside this file.
package book

import "context"

// Info is what is said of an exercise before its checks.
type Info struct {
	Name     string   // the technique's or matter's name first: "sse-encode". Its sub-test is TestExercise/sse-encode
	Title    string   // a few words: "Encode an event"
	Task     string   // what is to be written, in two to four sentences of plain text
	Minutes  int      // for somebody who reads Go, 5 to 30
	Package  string   // where the stub is: "labs/sse/exercise/encode"
	File     string   // the stub's file within it: "encode.go"
	Writes   string   // what the learner writes there: "Encode"
	Solution Solution // the reference's own code
	Bytes    Bytes    // what the bytes are that the checks compare; the zero value if they compare none
}

// Solution is where the reference of an exercise is to be read.
type Solution struct{ File, Name string } // "labs/sse/eventstream.go", "AppendEvent"

// Bytes says how the inspector reads the bytes that an exercise compares.
type Bytes struct {
	As   string `json:"as"`   // "http1", "sse" or "websocket"
	From string `json:"from"` // who sends them: "server" or "client"
}

// Spec is a place in a standard.
type Spec struct {
	Name string `json:"name"` // "WHATWG HTML 9.2.6", "RFC 6455 5.2"
	URL  string `json:"url"`
}

// Exercise is an exercise whose answers are of type T: a function, or a struct of a few.
type Exercise[T any] struct {
	Info
	Checks    []Check[T] // in the order in which a learner gets further
	Reference T          // an answer that is right
	Wrong     []Wrong[T] // answers that are wrong, the classic misconceptions; three at least
}

// Check is one thing that an answer must do. On a stub, whose answer to everything is lab.ErrTODO, each check fails.
type Check[T any] struct {
	Name string // a few words, unique in its exercise: "a line end in the data"
	Spec Spec   // what demands it
	Hint string // where to look, without saying what to write
	More string // a second hint, that says more; the harness adds where the solution is
	// Run holds an answer to it. nil: right. Else an error that says what was wrong, best one of SameBytes's, Same's or
	// Mismatch. A panic of the answer, and one that never returns, are the harness's to catch.
	Run func(run Run, answer T) error
}

// Wrong is an answer that somebody might give who has misunderstood one thing.
type Wrong[T any] struct {
	Name   string // the misconception, in a few words: "one data field, whatever the data"
	Answer T
	Caught string // the name of the check that fails first. No two wrong answers of an exercise have the same one
}

// Run is what a check has around it.
type Run interface {
	// Context ends when the check does.
	Context() context.Context
	// Bubble calls do where time is simulated: it stands still while somebody works, and jumps when all wait (testing/synctest).
	// It returns when do has, and all goroutines that it started. If they wait for ever it is the check's failure.
	Bubble(do func())
	// Settle, within a bubble, returns when all other goroutines wait for something.
	Settle()
}
