package lessons

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	labYAML = []string{
		"title: Four lanes",
		"text: Watch them.",
		"run: {lanes: [polling, sse], scenario: ticker, rate: 2.5, payloadBytes: 46, network: none, seconds: 600}",
	}
	numberYAML = []string{
		"title: Guess",
		"question: How late?",
		"measure: polling.latency.p50",
		"unit: ms",
		"within: 0.25",
		"samples: 20",
		"explain: It *waits*.",
	}
	choiceYAML = []string{
		"title: Choose",
		"question: Which is first?",
		"which: least",
		"figure: latency.p50",
		"tie: 0.25",
		"seconds: 12",
		"explain: It *waits*.",
	}
	tryYAML = []string{
		"text: Ask *twice*.",
		"run: curl -i 'localhost:8080/labs/polling?after=0'",
		"shows: HTTP/1.1 200 OK",
		"stream: true",
	}
	claimYAML = []string{
		"text: This lesson *measured* it.",
	}
)

// A block is replaced wherever it stands, and several may stand in a lesson.
func TestBlocksNested(t *testing.T) {
	body := "## Heading\n\n> ```lab one\n> " + join(labYAML, "\n> ") + "\n> ```\n\n- item\n\n  ```lab two\n  " +
		join(labYAML, "\n  ") + "\n  ```\n"
	var names []string
	for _, name := range dataName.FindAllStringSubmatch(render(t, body), -1) {
		names = append(names, name[1])
	}
	if diff := cmp.Diff([]string{"one", "two"}, names); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestBlockFaults(t *testing.T) {
	const file = "01-one.md"
	tests := []struct {
		name string
		body string
		want []Error
	}{
		{"no name", fenced("lab", labYAML...),
			[]Error{{file, fenceLine, "a block needs a name of small letters, digits and hyphens, such as: lab my-name"}}},
		{"bad name", fenced("lab My_Name", labYAML...),
			[]Error{{file, fenceLine, "a block needs a name of small letters, digits and hyphens, such as: lab my-name"}}},
		{"a long name", fenced("lab "+strings.Repeat("x", longestName+1), labYAML...),
			[]Error{{file, fenceLine, "this name has 65 characters; it may have 64"}}},
		{"same name twice", fenced("lab x", labYAML...) + fenced("try x", tryYAML...),
			[]Error{{file, fenceLine + 7, `a second block is named "x"`}}},
		{"unknown kind", fenced("labb x", labYAML...), []Error{{file, fenceLine, `unknown fence "labb": ` + knownFences()}}},
		{"no info", fenced("", "x"), []Error{{file, fenceLine, `unknown fence "": ` + knownFences()}}},
		{"unknown key", fenced("lab x", append([]string{"colour: red"}, labYAML...)...),
			[]Error{{file, fenceLine + 1, `unknown field "colour": known are title, text, run`}}},
		{"key twice", fenced("lab x", append(labYAML, "text: Again.")...),
			[]Error{{file, fenceLine + 4, fmt.Sprintf(`"text" stands here twice; the first is on line %d`, fenceLine+2)}}},
		{"a second colon", fenced("lab x", with(labYAML, "title", "Ask: and listen")...),
			[]Error{{file, fenceLine + 3, "a second colon on this line: put a text that has one in quotes, or behind |"}}},
		{"a tab", fenced("lab x", with(labYAML, "text", "\n\tA text.")...),
			[]Error{{file, fenceLine + 4, "a tab stands where YAML has spaces"}}},
		{"a tab before a key", fenced("lab x", "\ttitle: A", "text: B"),
			[]Error{{file, fenceLine + 1, "a tab stands where YAML has spaces"}}},
		{"a tab in a text", fenced("lab x", "title: A", "text: |", "\tB"),
			[]Error{{file, fenceLine + 3, "a tab stands where YAML has spaces"}}},
		{"a text beside its bar", fenced("lab x", with(labYAML, "text", "| Watch them.")...),
			[]Error{{file, fenceLine + 3, "behind | or > stands nothing, or + or -: the text begins on the next line"}}},
		{"a number for a text", fenced("lab x", with(labYAML, "title", "0x10")...),
			[]Error{{file, fenceLine + 3, `this is not text: write "0x10"`}}},
		{"a tag", fenced("lab x", with(labYAML, "title", "!![A]")...),
			[]Error{{file, fenceLine + 3, "anchors, aliases and tags are off: write the value out"}}},
		{"an anchor", fenced("lab x", with(labYAML, "title", "&a A")...),
			[]Error{{file, fenceLine + 3, "anchors, aliases and tags are off: write the value out"}}},
		{"many brackets", fenced("lab x", "title: A", "text: B", "run: "+strings.Repeat("[", 3000)),
			[]Error{{file, fenceLine, "there are more than 2000 brackets"}}},
		{"no closing line before another", fenced("claim 24", "text: A.", "", "Text.", "", "```sh", "x"),
			[]Error{
				{file, fenceLine, fmt.Sprintf("this fence has no closing line: another stands on line %d", fenceLine+5)},
				{file, fenceLine + 3, "non-map value is specified"},
			}},
		{"no closing line", "## Heading\n\n```claim 24\ntext: A.\n\n", []Error{{file, fenceLine, "this fence has no closing line"}}},
		{"not YAML", fenced("lab x", "title: [a"),
			[]Error{{file, fenceLine + 1, "sequence end token ']' not found"}}},
		{"not a mapping", fenced("lab x", "- polling"),
			[]Error{{file, fenceLine + 1, "sequence was used where mapping is expected"}}},
		{"two documents", fenced("lab x", append(labYAML, "---", "title: Again")...),
			[]Error{{file, fenceLine, "more than one YAML document: only the first would count"}}},
		{"an empty document after it", fenced("lab x", append(labYAML, "---")...),
			[]Error{{file, fenceLine, "more than one YAML document: only the first would count"}}},
		{"blank text", fenced("lab x", with(labYAML, "text", `"  "`)...),
			[]Error{{file, fenceLine + 3, "text is missing"}}},
		{"null", fenced("try x", with(tryYAML, "run", "~")...),
			[]Error{{file, fenceLine, "run is missing"}}},
		{"a list for a text", fenced("lab x", with(labYAML, "text", "[a]")...),
			[]Error{{file, fenceLine + 3, "this is not text"}}},
		{"a text for true or false", fenced("try x", with(tryYAML, "stream", "often")...),
			[]Error{{file, fenceLine + 4, "this is not true or false"}}},
		{"HTML in a text", fenced("lab x", with(labYAML, "text", "a <b>bold</b> claim")...),
			[]Error{{file, fenceLine + 3, "raw HTML is off: write markdown, or a code span"}}},
		{"HTML on a line of a text", fenced("lab x", with(labYAML, "text", "|\n  One line,\n  a <br> and more.")...),
			[]Error{{file, fenceLine + 5, "raw HTML is off: write markdown, or a code span"}}},
		{"heading in a text", fenced("claim 24", "text: |", "  # Big"),
			[]Error{{file, fenceLine + 2, "a heading inside a block: the block has its title"}}},
		{"block in a text", fenced("claim 24", "text: |", "  Text.", "", "  ~~~lab y", "  ~~~"),
			[]Error{{file, fenceLine + 4, `unknown fence "lab": known are go, http, js, json, sh, text`}}},
		{"block before a heading", "```lab x\n" + join(labYAML, "\n") + "\n```\n",
			[]Error{{file, bodyLine, "a heading of level 3 below one of level 1 skips a level"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(head + test.body)
			if diff := cmp.Diff(test.want, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// A block that brings no heading may stand before the first one.
func TestBlockWithoutHeading(t *testing.T) {
	if _, err := load(head + "```try x\n" + join(tryYAML, "\n") + "\n```\n"); err != nil {
		t.Error(err)
	}
}

// Each field of each block is needed: leaving out any one is a fault that names it.
func TestBlockFieldsRequired(t *testing.T) {
	tests := []struct {
		kind     string
		yaml     []string
		optional []string
		others   map[string]string // what a fault says besides
	}{
		{"lab x", labYAML, nil, nil},
		{"predict x", numberYAML, nil, map[string]string{"measure": "; or which, if it is a choice", "samples": "; or seconds"}},
		{"predict x", choiceYAML, nil, map[string]string{"seconds": "samples is missing; or seconds", "which": "measure is missing; or which, if it is a choice"}},
		{"try x", tryYAML, []string{"text", "shows", "stream"}, nil},
		{"claim 24", claimYAML, nil, nil},
	}
	for _, test := range tests {
		for _, line := range test.yaml {
			key := keyOf(line)
			t.Run(test.kind+" "+key, func(t *testing.T) {
				before := ""
				if strings.HasPrefix(test.kind, "predict") {
					before = fenced("lab before", labYAML...)
				}
				body := strings.Replace(fenced(test.kind, without(test.yaml, key)...), "## Heading", "## Another", 1)
				_, err := load(head + before + body)
				if slices.Contains(test.optional, key) {
					if err != nil {
						t.Error(err)
					}
					return
				}
				want := key + " is missing"
				if other := test.others[key]; strings.HasPrefix(other, ";") {
					want += other
				} else if other != "" {
					want = other
				}
				got := faultsOf(t, err)
				if diff := cmp.Diff(want, got[0].Message); diff != "" || len(got) != 1 {
					t.Errorf("%d faults; the first (-want +got):\n%s", len(got), diff)
				}
				if want := fenceLine + strings.Count(before, "\n"); got[0].Line != want {
					t.Errorf("line: got %d, want the fence's, %d", got[0].Line, want)
				}
			})
		}
	}
}
