package lessons

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLabRenders(t *testing.T) {
	const want = `<h2 id="heading">Heading</h2>
<section class="block lab" id="lab-two" data-block="lab" data-name="two" data-preset='{&#34;lanes&#34;:[&#34;polling&#34;,&#34;sse&#34;],` +
		`&#34;scenario&#34;:&#34;ticker&#34;,&#34;rate&#34;:2.5,&#34;payloadBytes&#34;:46,&#34;network&#34;:&#34;none&#34;,&#34;seconds&#34;:600}'>
<h3>Four lanes</h3>
<p>Watch <em>them</em>.</p>
<p class="preset">2 lanes · ticker · 2.5 events/s · 46 B</p>
<button type="button" data-action="start-lab">Start this lab</button>
</section>
`
	if diff := cmp.Diff(want, render(t, fenced("lab two", with(labYAML, "text", "Watch *them*.")...))); diff != "" {
		t.Errorf("lab (-want +got):\n%s", diff)
	}
}

// A run's JSON has what its YAML has, in the same order; a lab knows its lanes as the server names them.
func TestLabRun(t *testing.T) {
	tests := []struct {
		name  string
		run   string
		json  string
		words string
		lanes []Lane
	}{
		{"empty", "{}", `{}`, "4 lanes", []Lane{
			{"polling", "polling", "POLLING"}, {"longpolling", "longpolling", "LONGPOLLING"}, {"sse", "sse", "SSE"}, {"websocket", "websocket", "WEBSOCKET"},
		}},
		{"in the order of the lesson", "\n  seconds: 60\n  rate: 0.5\n  lanes: [sse]\n  payloadBytes: 1_000",
			`{"seconds":60,"rate":0.5,"lanes":["sse"],"payloadBytes":1000}`, "1 lane · 0.5 events/s · 1000 B", []Lane{{"sse", "sse", "SSE"}}},
		{"lanes with choices", "\n  lanes:\n    - polling\n    - name: polling-fast\n      technique: polling\n      title: \"Every \\\"250\\\" ms\"\n      intervalMs: 250\n      etag: false\n",
			`{"lanes":["polling",{"name":"polling-fast","technique":"polling","title":"Every \"250\" ms","intervalMs":250,"etag":false}]}`,
			"2 lanes", []Lane{{"polling", "polling", "POLLING"}, {"polling-fast", "polling", `Every "250" ms`}}},
		{"faults", "\n  lanes: [sse]\n  network: mobile\n  faults:\n    - {kind: cut, at: 3}\n    - {kind: stall, at: 4.5, seconds: 2}\n",
			`{"lanes":["sse"],"network":"mobile","faults":[{"kind":"cut","at":3},{"kind":"stall","at":4.5,"seconds":2}]}`,
			"1 lane · mobile · cut at 3 s · stall at 4.5 s", []Lane{{"sse", "sse", "SSE"}}},
		{"a fault again and again", "\n  lanes: [sse]\n  faults: [{kind: cut, at: 3, every: 2, times: 5}]",
			`{"lanes":["sse"],"faults":[{"kind":"cut","at":3,"every":2,"times":5}]}`, "1 lane · cut every 2 s, 5 times", []Lane{{"sse", "sse", "SSE"}}},
		{"a network of its own, and nothing", "{lanes: [sse], network: {delayMs: 5}, page: ~, payload: \"text\"}",
			`{"lanes":["sse"],"network":{"delayMs":5},"page":null,"payload":"text"}`, "1 lane", []Lane{{"sse", "sse", "SSE"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			lesson, err := load(head + fenced("lab x", with(labYAML, "run", test.run)...))
			if err != nil {
				t.Fatal(err)
			}
			want := []Lab{{Name: "x", Title: "Four lanes", Run: []byte(test.json), Lanes: test.lanes, Line: fenceLine}}
			if diff := cmp.Diff(want, lesson.Labs); diff != "" {
				t.Errorf("labs (-want +got):\n%s", diff)
			}
			if preset := fmt.Sprintf(`<p class="preset">%s</p>`, test.words); !strings.Contains(string(lesson.HTML), preset) {
				t.Errorf("HTML lacks %s:\n%s", preset, lesson.HTML)
			}
		})
	}
}

// A fault in a run is told on the line of what the server complains of; where it names nothing, on that of run.
func TestLabRunFaults(t *testing.T) {
	const file = "01-one.md"
	tests := []struct {
		name string
		run  string // its first line is fenceLine+3
		want Error
	}{
		{"no keys", "fast", Error{file, fenceLine + 3, "run must have keys: those of the body of POST /api/runs"}},
		{"a list", "[polling]", Error{file, fenceLine + 3, "run must have keys: those of the body of POST /api/runs"}},
		{"a rate too high", "\n  lanes: [sse]\n  rate: 5000\n",
			Error{file, fenceLine + 5, "such a run would be refused: rate 5000 is too high; it may be 1000"}},
		{"a lane that is none", "\n  lanes:\n    - sse\n    - opera\n",
			Error{file, fenceLine + 6, `such a run would be refused: lane "opera" is unknown`}},
		{"what names no key", "\n  rate: 5\n  lanes: [[sse]]\n",
			Error{file, fenceLine + 3, "such a run would be refused: a lane can't be read: json: cannot unmarshal array into Go value of type struct { Name string; Technique string; Title string }"}},
		{"not a number", "{rate: .nan}", Error{file, fenceLine + 3, "this is no plain value: write a number, a text, a list or keys"}},
		{"an alias", "\n  lanes: &all [sse]\n", Error{file, fenceLine + 4, "anchors, aliases and tags are off: write the value out"}},
		{"a merge key", "\n  <<: {rate: 5}\n", Error{file, fenceLine + 4, "keys are not merged here: write them out"}},
		{"a key twice", "\n  rate: 5\n  rate: 6\n", Error{file, fenceLine + 5, `"rate" stands here twice; the first is on line 15`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(head + fenced("lab x", with(labYAML, "run", test.run)...))
			if diff := cmp.Diff([]Error{test.want}, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// What a server's complaint is about is found by the keys and values that it names.
func TestRunLine(t *testing.T) {
	yaml := []string{
		"title: T", "text: T.", "run:",
		"  scenario: opera",
		"  rate: 5",
		"  lanes:",
		"    - {name: polling-fast, technique: polling, intervalMs: 250}",
		"    - {name: polling-slow, technique: polling, intervalMs: 5}",
		"  faults:",
		"    - {kind: cut, at: 3}",
		"    - {kind: cut, at: -1}",
	}
	for complaint, want := range map[string]int{
		`scenario "opera" is unknown; there is: news`:                 4,
		"rate is 5; it must be above 0 and at most 4 events a second": 5,
		"lane polling-slow: intervalMs is 5; it must be 10 to 600000": 8,
		"a fault's at is -1; it must be 0 or more seconds":            11,
		"there are 9 lanes; there may be 8":                           6,
		`two lanes are called "polling-slow"; give one a name`:        8,
		"the moon is full":                                                     3,
		"generate is no key, and neither is laneses":                           3,
		`a lane can't be called "polling-fast": that is no name`:               7,
		"intervalMs is wrong in a way that says no value: the first one is it": 7,
	} {
		world := fakeWorld()
		world.Run = func([]byte) ([]Lane, error) { return nil, fmt.Errorf("%s", complaint) }
		_, err := loadIn(world, head+fenced("lab x", yaml...))
		want := []Error{{"01-one.md", fenceLine + want, "such a run would be refused: " + complaint}}
		if diff := cmp.Diff(want, faultsOf(t, err)); diff != "" {
			t.Errorf("faults (-want +got):\n%s", diff)
		}
	}
}
