// Package preset is the runs that can be had with one click: the scenarios, each what an application is like; the pitfalls,
// each a thing that goes wrong in the field, caused on purpose; and the techniques without a library, beside those with one.
//
// A preset holds no result. It says what to look at; what is there to see comes from the run.
package preset

import (
	"encoding/json"
	"slices"
)

// Kind tells what a preset is for.
type Kind string

// The kinds.
const (
	Scenario Kind = "scenario" // traffic as an application makes it
	Pitfall  Kind = "pitfall"  // a fault, and what becomes of each technique under it
	ByHand   Kind = "byhand"   // the same technique from a library and without one
)

// Preset is a run to start, and the words beside it.
type Preset struct {
	Slug    string          `json:"slug"` // unique; its address is /bench/SLUG
	Kind    Kind            `json:"kind"`
	Title   string          `json:"title"`
	Text    string          `json:"text"`              // what happens
	Watch   string          `json:"watch"`             // where to look, and for what
	Article string          `json:"article,omitempty"` // scenarios: what the article that the lab descends from recommends
	Claims  []int           `json:"claims,omitempty"`  // the article's claims that it bears on, by number
	Spec    json.RawMessage `json:"spec"`              // the body of POST /api/runs
}

// All returns the presets in the order in which they are shown, scenarios first. The slice is the caller's own.
func All() []Preset {
	return slices.Concat(scenarios, pitfalls, byHand)
}

// Find returns the preset with the given slug.
func Find(slug string) (Preset, bool) {
	for _, p := range All() {
		if p.Slug == slug {
			return p, true
		}
	}
	return Preset{}, false
}

// spec makes a Spec of JSON that stands in this package.
func spec(s string) json.RawMessage { return json.RawMessage(s) }
