// Package yours hands the learner's exercises to the server: the list of all of them, and for each technique the parts that a
// lane is put together from, the learner's own where they are started and the reference's elsewhere.
//
// A learner's code may panic, or never return, and hurts nobody else's stream: see Guard, also for what can't be caught. Each
// function is called for many clients at once.
package yours

import (
	"slices"
	"strings"

	"wireside/labs/book"
	"wireside/labs/lab"
)

// Entry is an exercise in the list.
type Entry struct {
	book.Info
	Started bool // the stub says so, as this binary was built
}

// onWire names the exercises that are parts of lanes. The others are clients, or serve none.
var onWire = map[string]bool{
	"polling-cursor": true, "polling-etag": true,
	"longpolling-hold": true,
	"sse-encode":       true, "sse-resume": true, "sse-heartbeat": true,
	"websocket-accept": true, "websocket-header": true, "websocket-mask": true, "websocket-fragments": true, "websocket-close": true,
}

// Lane reports whether the learner's code serves ?impl=yours once it is started.
func (e Entry) Lane() bool { return onWire[e.Name] }

// Technique returns the technique, "scale" or "choose": the first word of the name.
func (e Entry) Technique() string {
	technique, _, _ := strings.Cut(e.Name, "-")
	return technique
}

// Command returns what runs the exercise's checks, from the root of the source.
func (e Entry) Command() string { return "go test ./" + e.Package }

// All lists the exercises in the order to do them.
func All() []Entry {
	return slices.Concat(pollingEntries, longpollingEntries, sseEntries, websocketEntries, scaleEntries, chooseEntries)
}

// Serving returns the names of the exercises whose code, the learner's, is a part of a technique's lane.
func Serving(t lab.Technique) (names []string) {
	for _, e := range All() {
		if e.Started && e.Lane() && e.Technique() == string(t) {
			names = append(names, e.Name)
		}
	}
	return names
}

// started returns the names of those that are.
func started(entries []Entry) (names []string) {
	for _, e := range entries {
		if e.Started {
			names = append(names, e.Name)
		}
	}
	return names
}
