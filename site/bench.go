package site

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Preset is a run to start with one click, and the words beside it.
type Preset struct {
	Slug, Kind, Title string          // Kind: "scenario", "pitfall" or "byhand"
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
type Network struct {
	Name, Title, Text string
	Source            string // where its figures come from
}

// FaultKind is something that can be done to the lanes' connections while a run goes on.
type FaultKind struct {
	Kind, Title, Text string
	Place, PlaceText  string // "inside" or "outside" the tap, and what that means for the bytes on the page
	Fields            []FaultField
}

// FaultField is a parameter of a fault.
type FaultField struct {
	Name, Unit        string // Name: as POST /api/runs/{id}/faults has it; a dot leads into an object
	Title             string // what stands after a semicolon in it is a hint
	Text              bool   // a text, with Value as its default; otherwise a number
	Min, Max, Default float64
	Value             string
}

// Label is the title without its hint.
func (f FaultField) Label() string {
	label, _, _ := strings.Cut(f.Title, ";")
	return label
}

// Hint is what stands after the semicolon.
func (f FaultField) Hint() string {
	_, hint, _ := strings.Cut(f.Title, ";")
	return strings.TrimSpace(hint)
}

// Bench is the bench by itself, with the presets where a lesson's text is elsewhere.
type Bench struct {
	Presets []Preset // scenarios first; in the order to show them
	Preset  string   // the slug of the one to unfold; empty: none
	Options Options
}

// bench is what the bench is drawn with, wherever it stands; the page's own type has its Options.
type bench struct {
	Lanes  []lane // of a run that nobody has chosen anything of
	Faults bool   // whether the faults are open to begin with
	room
}

// room is what a page keeps free for what its script will say, so that nothing moves when it does.
type room struct {
	Rows    int  // how many lanes there will be
	Network bool // a sentence on the network
	Planned bool // a sentence on what comes with the preset
}

// roomFor reads a preset's spec; what it cannot read takes no room.
func roomFor(preset json.RawMessage) room {
	var spec struct {
		Lanes              []json.RawMessage
		Network            json.RawMessage
		Faults, Herd, Page json.RawMessage
	}
	if json.Unmarshal(preset, &spec) != nil {
		return room{Rows: len(lanes)}
	}
	r := room{
		Rows:    len(spec.Lanes),
		Network: spec.Network != nil && string(spec.Network) != `"none"`,
		Planned: spec.Faults != nil || spec.Herd != nil || spec.Page != nil,
	}
	if r.Rows == 0 {
		r.Rows = len(lanes)
	}
	return r
}

// group is some of the presets, under a heading.
type group struct {
	Title, Text string
	Presets     []Preset
}

// RenderBench writes the bench's page.
func RenderBench(w io.Writer, b Bench) error {
	data := struct {
		Head head
		Bench
		bench
		Groups []group
	}{Bench: b, bench: bench{Lanes: lanes, Faults: true, room: roomFor(nil)}, Head: head{
		Title:       "The bench · wireside",
		Description: "Four techniques on networks that fail, with a ledger of what was delivered, lost and spent.",
		Here:        "bench", Keys: true, Styles: []string{"/static/presets.css"}, Script: "/static/js/presets.js", Preload: benchModules,
	}}
	groups := map[string]*group{
		"scenario": {Title: "Scenarios", Text: "Traffic as applications make it."},
		"pitfall":  {Title: "Pitfalls", Text: "What goes wrong in the field, caused on purpose."},
		"byhand":   {Title: "By hand", Text: "What a library does for you, and that it is no magic."},
	}
	for _, p := range b.Presets {
		g, ok := groups[p.Kind]
		if !ok {
			return fmt.Errorf("site: preset %s is of kind %q; it must be scenario, pitfall or byhand", p.Slug, p.Kind)
		}
		g.Presets = append(g.Presets, p)
		if p.Slug != b.Preset {
			continue
		}
		data.Head.Title, data.Head.Description = p.Title+" · the bench · wireside", p.Text
		data.room = roomFor(p.Spec)
	}
	for _, kind := range []string{"scenario", "pitfall", "byhand"} {
		if len(groups[kind].Presets) > 0 {
			data.Groups = append(data.Groups, *groups[kind])
		}
	}
	return render(w, "presets", data)
}
