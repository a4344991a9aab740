package site

import (
	"encoding/json"
	"io"
)

// Preset is a run to start with one click, and the words beside it.
type Preset struct {
	Slug, Kind, Title string          // Kind: "scenario" or "pitfall"
	Text, Watch       string          // what happens; where to look
	Article           string          // what the article recommends; empty where it says nothing
	Claims            []int           // the article's claims that the run bears on
	Spec              json.RawMessage // the body of POST /api/runs
}

// Options are what the bench's controls offer, on a lesson's page as on its own. Without any, the bench runs as a preset
// says, and offers nothing else.
type Options struct {
	Scenarios []Scenario
	Networks  []Network // the first is the one that does nothing
	Faults    []FaultKind
}

// Scenario is a kind of traffic, with what a run of it is like where the reader asks for nothing else.
type Scenario struct {
	Name, Title, Text string
	Rate              float64 // events a second
	PayloadBytes      int
	Payload           string  // "text" or "binary"
	Upstream          float64 // messages a second that each lane sends
}

// Network is a network that the server can imitate.
type Network struct{ Name, Title, Text string }

// FaultKind is something that can be done to the lanes' connections while a run goes on.
type FaultKind struct {
	Kind, Title, Text string
	Place, PlaceText  string   // "inside" or "outside" the tap, and what that means for the bytes on the page
	Fields            []string // the parameters that it takes, as POST /api/runs/{id}/faults names them: "seconds", "kbps", "buffer.ms" …
}

// Bench is the bench by itself, with the presets where a lesson's text is elsewhere.
type Bench struct {
	Presets []Preset // scenarios first; in the order to show them
	Preset  string   // the slug of the one to unfold; empty: none
	Options Options
}

// RenderBench writes the bench's page.
func RenderBench(w io.Writer, b Bench) error {
	return render(w, "error", nil)
}
