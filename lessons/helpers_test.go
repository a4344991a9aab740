package lessons

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// head is front matter that is in order, eight lines long: what follows begins on line 9.
const head = `---
title: A title
kicker: A kicker
summary: A summary.
order: 1
minutes: 5
claims: [1, 24]
---
`

// bodyLine is the line of the file on which the text after head begins.
const bodyLine = 9

// load loads one lesson that consists of text.
func load(text string) (*Lesson, error) { return loadIn(fakeWorld(), text) }

func loadIn(world World, text string) (*Lesson, error) {
	lessons, err := Load(fstest.MapFS{"01-one.md": {Data: []byte(text)}}, world)
	if err != nil {
		return nil, err
	}
	return lessons[0], nil
}

// fakeWorld is a small world. Its runs have the lanes that they list, or one of each technique; lane "opera" is unknown. It has
// claim 24, which can be measured, and claim 1, which can't; the exercise sse-encode; a unit for each line of bytes; and
// a source of two files.
func fakeWorld() World {
	return World{
		Run: fakeRun,
		Claim: func(number int) (Claim, bool) {
			claim, ok := map[int]Claim{
				1: {Number: 1, Title: "It is called SSN", Author: "A. Author", So: "It is called SSE."},
				24: {
					Number: 24, Title: "WebSocket is faster", Quote: "lower latency", Author: "A. Author", So: "It depends.", Measurable: true,
					Sources: []Source{{"RFC 6455 1.1", "https://www.rfc-editor.org/rfc/rfc6455.html#section-1.1"}},
				},
			}[number]
			return claim, ok
		},
		Exercise: func(name string) bool { return name == "sse-encode" },
		Units: func(as, from string, text []byte) ([]json.RawMessage, error) {
			var units []json.RawMessage
			for line := range bytes.Lines(text) {
				unit, err := json.Marshal(map[string]any{"proto": as, "kind": "line", "from": from, "length": len(line), "summary": string(line)})
				if err != nil {
					return nil, err
				}
				units = append(units, unit)
			}
			return units, nil
		},
		Taken: func(id string) bool { return id == "start" },
		Source: fstest.MapFS{
			"labs/longpolling/lane.go": {Data: []byte("package longpolling\n\nconst maxWait = 25 * time.Second\n")},
			"site/static/js/lane.js":   {Data: []byte("export const limit = 20;\n\nexport function open() {}\n")},
		},
	}
}

// fakeRun reads a run's lanes and rate, and refuses what the server would refuse in words like the server's.
func fakeRun(spec []byte) ([]Lane, error) {
	var run struct {
		Lanes []json.RawMessage `json:"lanes"`
		Rate  float64           `json:"rate"`
	}
	if err := json.Unmarshal(spec, &run); err != nil {
		return nil, fmt.Errorf("this is not a run: %w", err)
	}
	if run.Rate > 1000 {
		return nil, fmt.Errorf("rate %g is too high; it may be 1000", run.Rate)
	}
	if run.Lanes == nil {
		run.Lanes = []json.RawMessage{[]byte(`"polling"`), []byte(`"longpolling"`), []byte(`"sse"`), []byte(`"websocket"`)}
	}
	var lanes []Lane
	for _, text := range run.Lanes {
		lane := struct{ Name, Technique, Title string }{}
		if json.Unmarshal(text, &lane.Name) != nil {
			if err := json.Unmarshal(text, &lane); err != nil {
				return nil, fmt.Errorf("a lane can't be read: %w", err)
			}
		}
		if lane.Name == "opera" {
			return nil, fmt.Errorf("lane %q is unknown", lane.Name)
		}
		lane.Technique = cmp.Or(lane.Technique, lane.Name)
		lane.Title = cmp.Or(lane.Title, strings.ToUpper(lane.Name))
		lanes = append(lanes, Lane(lane))
	}
	return lanes, nil
}

// render renders a body below head.
func render(t *testing.T, body string) string {
	t.Helper()
	lesson, err := load(head + body)
	if err != nil {
		t.Fatal(err)
	}
	return string(lesson.HTML)
}

// faultsOf takes the joined error of Load apart.
func faultsOf(t *testing.T, err error) []Error {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("Load: got error %v, want several joined", err)
	}
	var faults []Error
	for _, err := range joined.Unwrap() {
		var fault *Error
		if !errors.As(err, &fault) {
			t.Fatalf("Load: got %T in its error, want *Error", err)
		}
		faults = append(faults, *fault)
	}
	return faults
}

// fenced wraps a body in a fence below a heading; its opening line is bodyLine+2, its first line of YAML bodyLine+3.
func fenced(info string, yaml ...string) string {
	return "## Heading\n\n```" + info + "\n" + strings.Join(yaml, "\n") + "\n```\n"
}

const fenceLine = bodyLine + 2

// without drops the line of a key, and with adds or replaces one.
func without(yaml []string, key string) []string {
	var kept []string
	for _, line := range yaml {
		if !strings.HasPrefix(line, key+":") {
			kept = append(kept, line)
		}
	}
	return kept
}

func with(yaml []string, key, value string) []string {
	return append(without(yaml, key), key+": "+value)
}

var dataName = regexp.MustCompile(`data-name="([^"]*)"`)

func join(lines []string, separator string) string { return strings.Join(lines, separator) }

func keyOf(line string) string {
	key, _, _ := strings.Cut(line, ":")
	return key
}

// knownFences is how a fault lists what a fence may be in the body of a lesson.
func knownFences() string {
	return known(slices.Concat(slices.Sorted(maps.Keys(kinds())), languages))
}

// known is how a fault lists what would have been right.
func known(words []string) string { return "known are " + strings.Join(words, ", ") }
