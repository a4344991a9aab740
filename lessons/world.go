package lessons

import (
	"encoding/json"
	"io/fs"
)

// World is what lies outside the lessons and what their blocks speak of. The server gives it, so that a lesson that names
// what does not exist is refused by the rules that will be in force when it is read. Every field is required, and may be used by
// several lessons at once.
type World struct {
	// Run reads the body of POST /api/runs as the server will, and returns the lanes that the run would have. Its error says
	// what is wrong, for a person.
	Run func(spec []byte) ([]Lane, error)
	// Claim finds a row of the claims page.
	Claim func(number int) (Claim, bool)
	// Exercise tells whether there is an exercise of that name.
	Exercise func(name string) bool
	// Taken tells whether the page has an element of that id around the lesson. A heading’s must be another.
	Taken func(id string) bool
	// Units reads bytes as POST /api/inspect does, and returns their units, each as JSON, in order.
	Units func(as, from string, bytes []byte) ([]json.RawMessage, error)
	// Source is the project's own code that the lessons may quote, by its path from the root of the project.
	Source fs.FS
}

// Lane is a lane of a run.
type Lane struct{ Name, Technique, Title string }

// Claim is a row of the claims page.
type Claim struct {
	Number     int
	Title      string // the claim in one line
	Quote      string // at most one line of the article; may be empty
	Author     string // whose article
	So         string // what is so
	Measurable bool   // there are experiments for it
	Sources    []Source
}

// Source is where something is written.
type Source struct{ Title, URL string }
