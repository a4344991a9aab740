package experiments

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"wireside/labs/lab"
)

// Breakage is a way to break the lab on purpose, to see verdicts turn.
type Breakage struct {
	Name  string `json:"name"`
	Title string `json:"title"` // in a line
	Text  string `json:"text"`  // what it does, to which lanes

	techniques []lab.Technique // whose lanes
	choice     string          // one of lab.Choices, by its name in JSON
	value      float64
}

// Breaks are the ways there are.
var Breaks = []Breakage{
	{
		Name: "drop", Title: "One event in a hundred is dropped",
		Text: "The server leaves out one event in a hundred on each lane of polling, long polling, SSE and WebSocket, " +
			"the same ones in each run of a seed. A lane that falls back is spared.",
		techniques: lab.Techniques[:], choice: "drop", value: 0.01,
	},
	{
		Name: "late-polls", Title: "Polls are answered half a second late",
		Text: "The server sits on the answer to each poll for 500 ms, although it has it. " +
			"Only lanes of polling are broken; long polling, SSE and WebSocket are not.",
		techniques: []lab.Technique{lab.Polling}, choice: "holdMs", value: 500,
	},
}

// Break returns a run's spec, the body of POST /api/runs, with a breakage merged in; the spec itself is left as it is. Without a
// name nothing is broken. The error is a *lab.Error: bad_break for a name that is none of Breaks, bad_run for lanes that can't be read.
func Break(spec map[string]any, name string) (map[string]any, error) {
	spec, err := copied(spec)
	if err != nil || name == "" {
		return spec, err
	}
	i := slices.IndexFunc(Breaks, func(b Breakage) bool { return b.Name == name })
	if i < 0 {
		return nil, &lab.Error{Status: 400, Code: "bad_break", Message: fmt.Sprintf("break is %.40q; there is: %s", name, breakNames())}
	}
	lanes, ok := spec["lanes"].([]any)
	if !ok && spec["lanes"] != nil {
		return nil, badLanes()
	}
	if len(lanes) == 0 { // the server's default
		for _, t := range lab.Techniques {
			lanes = append(lanes, string(t))
		}
	}
	for k := range lanes {
		if lanes[k], err = Breaks[i].lane(lanes[k]); err != nil {
			return nil, err
		}
	}
	spec["lanes"] = lanes
	return spec, nil
}

// lane returns a lane with the breakage's choice; as it is, if it is of another technique. A lane may be a name alone.
func (b Breakage) lane(entry any) (any, error) {
	lane, ok := entry.(map[string]any)
	if name, isName := entry.(string); isName {
		lane, ok = map[string]any{"name": name}, true
	}
	if !ok {
		return nil, badLanes()
	}
	technique, _ := lane["technique"].(string)
	if technique == "" { // then its name begins with it
		name, _ := lane["name"].(string)
		technique, _, _ = strings.Cut(name, "-")
	}
	if !slices.Contains(b.techniques, lab.Technique(technique)) {
		return entry, nil
	}
	lane[b.choice] = b.value
	return lane, nil
}

func badLanes() error {
	return &lab.Error{Status: 400, Code: "bad_run", Message: "lanes must be a list of techniques' names and of objects"}
}

func breakNames() string {
	names := make([]string, len(Breaks))
	for i, b := range Breaks {
		names[i] = b.Name
	}
	return strings.Join(names, ", ")
}

// copied returns a deep copy of what JSON can say, its numbers with all of their digits.
func copied(spec map[string]any) (map[string]any, error) {
	text, err := json.Marshal(spec)
	if err != nil {
		return nil, &lab.Error{Status: 400, Code: "bad_run", Message: "the spec has no JSON: " + clipped(err.Error())}
	}
	again := make(map[string]any)
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&again); err != nil || again == nil {
		return map[string]any{}, nil // a nil spec is one with all defaults
	}
	return again, nil
}
