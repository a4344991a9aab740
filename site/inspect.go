package site

import "io"

// Inspect is the inspector for loose bytes, which the page's address names or somebody pastes.
type Inspect struct {
	MaxBytes int // how many POST /api/inspect takes
}

var inspectModules = modules("inspect.js")

// RenderInspect writes the page.
func RenderInspect(w io.Writer, i Inspect) error {
	return render(w, "inspect", struct {
		Head head
		Inspect
	}{Inspect: i, Head: head{
		Title:       "Inspect bytes · wireside",
		Description: "Bytes of HTTP, of an event stream or of WebSocket frames, each with what it means and the section that says so.",
		Here:        "inspect", Styles: exerciseStyles, Script: "/static/js/inspect.js", Preload: inspectModules,
	}})
}
