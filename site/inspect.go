package site

import "io"

// Inspect is the inspector for loose bytes, which the page's address names or somebody pastes.
type Inspect struct {
	MaxBytes int  // how many POST /api/inspect takes
	Proxied  bool // the server inspects another application, and has none of the pages to navigate to
}

var inspectModules = modules("inspect.js")

// RenderInspect writes the page.
func RenderInspect(w io.Writer, i Inspect) error {
	here := "inspect"
	if i.Proxied {
		here = "proxy"
	}
	return render(w, "inspect", struct {
		Head head
		Inspect
	}{Inspect: i, Head: head{
		Title:       "Inspect bytes · wireside",
		Description: "Bytes of HTTP, of an event stream or of WebSocket frames, each with what it means and the section that says so.",
		Here:        here, Styles: exerciseStyles, Script: "/static/js/inspect.js", Preload: inspectModules,
	}})
}
