package experiments

// Breakage is a way to break the lab on purpose, to see verdicts turn.
type Breakage struct {
	Name  string `json:"name"`
	Title string `json:"title"` // in a line
	Text  string `json:"text"`  // what it does, to which lanes
}

// Breaks are the ways there are.
var Breaks = []Breakage{}

// Break returns a run's spec with a breakage merged in; the spec itself is left as it is.
func Break(spec map[string]any, name string) (map[string]any, error) { return spec, nil }
