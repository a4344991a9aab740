// Package exercises tells how far a learner has come: it runs the exercises' checks with go test, reads what that reports, and
// does so again whenever a file of an exercise changes, as long as somebody looks. It knows no HTTP.
//
//	find.go    where the source is, and whether there is a go command
//	report.go  go test -json in, a Result for each exercise out
//	runner.go  one go test, with its limits
//	folder.go  what is in an exercise's folder, as a sum
//	watch.go   the state of all exercises, and when to run which
//	follow.go  notices changes of files
package exercises

import (
	"wireside/labs/book"
	"wireside/labs/yours"
)

// State is how far an exercise has come.
type State string

// The states. While checks are running, the rest of a Result is that of the run before.
const (
	Unknown State = "unknown" // its checks have not been run
	Running State = "running"
	Idle    State = "idle"   // not started: the stub says so
	Red     State = "red"    // a check fails
	Green   State = "green"  // all checks pass
	Broken  State = "broken" // it does not compile, or its test ended before its end
)

// Result is what a run of an exercise's checks has come to.
type Result struct {
	State     State         `json:"state"`
	At        int64         `json:"at,omitempty"` // when the run ended, Unix time in microseconds; 0: never
	Checks    []Check       `json:"checks"`       // in their order; those that were not come to are missing, all of an exercise that is idle
	Failed    []book.Failed `json:"failed"`       // what the failed ones said
	Output    string        `json:"output,omitempty"`
	ElapsedMs float64       `json:"elapsedMs"` // of the tests, without building them
}

// Check is a check in a Result.
type Check struct {
	Name  string `json:"name"`
	State string `json:"state"` // "passed", "failed" or "skipped": one before it never returned
}

// The states of a Check.
const (
	Passed  = "passed"
	Failed  = "failed"
	Skipped = "skipped"
)

// unknown is the Result before any.
func unknown() Result { return Result{State: Unknown, Checks: []Check{}, Failed: []book.Failed{}} }

// Entry is an exercise with what is known of it, as the API and the command show it.
type Entry struct {
	Name      string      `json:"name"`
	Title     string      `json:"title"`
	Task      string      `json:"task"`
	Minutes   int         `json:"minutes"`
	Package   string      `json:"package"`
	File      string      `json:"file"`
	Writes    string      `json:"writes"`
	Technique string      `json:"technique"` // see yours.Entry
	Command   string      `json:"command"`   // what runs its checks
	Lessons   []Lesson    `json:"lessons"`
	Started   bool        `json:"started"` // as this binary was built
	Lane      bool        `json:"lane"`    // it serves ?impl=yours
	Bytes     *book.Bytes `json:"bytes,omitempty"`
	Solution  Solution    `json:"solution"`
	Result    Result      `json:"result"`
}

// Lesson is one that an exercise belongs to.
type Lesson struct {
	Slug  string `json:"slug"`
	Title string `json:"title"`
}

// Solution is where the reference of an exercise is to be read.
type Solution struct {
	File string `json:"file"`
	Name string `json:"name"`
}

// Describe returns an exercise without its lessons, and with nothing known of its checks.
func Describe(e yours.Entry) Entry {
	d := Entry{
		Name: e.Name, Title: e.Title, Task: e.Task, Minutes: e.Minutes, Package: e.Package, File: e.File, Writes: e.Writes,
		Technique: e.Technique(), Command: e.Command(), Lessons: []Lesson{}, Started: e.Started, Lane: e.Lane(),
		Solution: Solution(e.Solution), Result: unknown(),
	}
	if e.Bytes != (book.Bytes{}) {
		d.Bytes = &e.Bytes
	}
	return d
}
