package site

import (
	"encoding/json"
	"io"
	"math"
)

// Which is the page that asks six questions about an application and ranks the techniques for it.
type Which struct {
	Rules   []string      // how the ranking comes about, a sentence each
	Setups  []string      // what "Measure here" runs, in order
	Seconds float64       // how long that takes; 0: not known
	Presets []WhichPreset // answers to fill in with one click
	Answers WhichAnswers  // those to begin with, where the address says nothing
}

// WhichPreset is answers as an application of a kind would give them.
type WhichPreset struct {
	Slug, Title string // Title: what stands after "like"
	Answers     WhichAnswers
}

// WhichAnswers are the answers to the six questions, as POST /api/which takes them.
type WhichAnswers struct {
	Direction   string  `json:"direction"` // "down" or "both"
	UpPerSecond float64 `json:"upPerSecond"`
	Rate        float64 `json:"rate"`
	LateMs      float64 `json:"lateMs"`
	Size        float64 `json:"size"`
	Clients     float64 `json:"clients"`
	Proxies     string  `json:"proxies"` // "none", "buffering", "idle" or "no-upgrade"
	IdleSeconds float64 `json:"idleSeconds"`
	Platforms   string  `json:"platforms"` // "browsers", "old-browsers" or "scripts"
}

// JSON is the answers as the page's script reads them.
func (a WhichAnswers) JSON() (string, error) {
	text, err := json.Marshal(a)
	return string(text), err
}

// Duration is how long it takes to measure, for a person; empty if that is not known.
func (w Which) Duration() string { return duration(math.Round(w.Seconds)) }

// whichModules are what the page's own module imports.
var (
	whichModules = modules("which.js")
	whichStyles  = []string{"/static/which.css"}
)

// RenderWhich writes the page.
func RenderWhich(w io.Writer, which Which) error {
	return render(w, "which", struct {
		Head head
		Which
	}{Which: which, Head: head{
		Title:       "Which one? · wireside",
		Description: "Six questions about your application, and a ranking of the four techniques by costs measured on this machine.",
		Here:        "which", Styles: whichStyles, Script: "/static/js/which.js", Preload: whichModules,
	}})
}
