package lessons

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	labYAML = []string{
		"title: Four lanes",
		"text: Watch them.",
		"lanes: [polling, sse]",
		"scenario: ticker",
		"rate: 2.5",
		"payloadBytes: 46",
		"network: none",
		"seconds: 600",
	}
	predictYAML = []string{
		"title: Guess",
		"question: How late?",
		"measure: polling.latency.p50",
		"unit: ms",
		"within: 0.25",
		"samples: 20",
		"explain: It *waits*.",
	}
)

func TestLabRenders(t *testing.T) {
	const want = `<h2 id="heading">Heading</h2>
<section class="block lab" id="lab-two" data-block="lab" data-name="two" data-preset='{&#34;lanes&#34;:[&#34;polling&#34;,&#34;sse&#34;],` +
		`&#34;scenario&#34;:&#34;ticker&#34;,&#34;rate&#34;:2.5,&#34;payloadBytes&#34;:46,&#34;network&#34;:&#34;none&#34;,&#34;seconds&#34;:600}'>
<h3>Four lanes</h3>
<p>Watch them.</p>
<p class="preset">2 lanes · ticker · 2.5 events/s · 46 B</p>
<button type="button" data-action="start-lab">Start this lab</button>
</section>
`
	if diff := cmp.Diff(want, render(t, fenced("lab two", labYAML...))); diff != "" {
		t.Errorf("lab (-want +got):\n%s", diff)
	}
}

func TestLabOfOneLane(t *testing.T) {
	got := readLab(fenceOf(t, "lab", with(labYAML, "lanes", "\n  - websocket"))).(*lab)
	if want := "1 lane · ticker · 2.5 events/s · 46 B"; got.Line != want {
		t.Errorf("line: got %q, want %q", got.Line, want)
	}
}

func TestPredictRenders(t *testing.T) {
	const want = `<h2 id="heading">Heading</h2>
<form class="block predict" id="predict-median" data-block="predict" data-name="median" data-measure="polling.latency.p50" data-unit="ms" data-within="0.25" data-samples="20">
<h3>Guess</h3>
<p class="question">How late?</p>
<label>Your guess <input type="number" name="guess" min="0" step="any" inputmode="decimal" required> <span class="unit">ms</span></label>
<button type="submit">Commit</button>
<output role="status"></output>
<div class="explain" hidden>
<p>It <em>waits</em>.</p>
</div>
</form>
`
	if diff := cmp.Diff(want, render(t, fenced("predict median", predictYAML...))); diff != "" {
		t.Errorf("predict (-want +got):\n%s", diff)
	}
}

// A block is replaced wherever it stands, and several may stand in a lesson.
func TestBlocksNested(t *testing.T) {
	body := "## Heading\n\n> ```lab one\n> " + join(labYAML, "\n> ") + "\n> ```\n\n- item\n\n  ```lab two\n  " +
		join(labYAML, "\n  ") + "\n  ```\n"
	src := newSource("01-one.md", []byte(body))
	src.render(&Lesson{})
	if len(src.faults) > 0 {
		t.Fatal(src.faults[0])
	}
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
		{"bad name", fenced("predict My_Name", predictYAML...),
			[]Error{{file, fenceLine, "a block needs a name of small letters, digits and hyphens, such as: predict my-name"}}},
		{"same name twice", fenced("lab x", labYAML...) + fenced("predict x", predictYAML...),
			[]Error{{file, fenceLine + 12, `a second block is named "x"`}}},
		{"unknown kind", fenced("labb x", labYAML...),
			[]Error{{file, fenceLine, `unknown fence "labb": known are lab, predict, go, http, js, json, sh, text`}}},
		{"no info", fenced("", "x"),
			[]Error{{file, fenceLine, `unknown fence "": known are lab, predict, go, http, js, json, sh, text`}}},
		{"unknown key", fenced("lab x", append([]string{"colour: red"}, labYAML...)...),
			[]Error{{file, fenceLine + 1, `unknown field "colour"`}}},
		{"key twice", fenced("lab x", append(labYAML, "rate: 3")...),
			[]Error{{file, fenceLine + 9, `mapping key "rate" already defined at [5:1]`}}},
		{"not YAML", fenced("lab x", "title: [a"),
			[]Error{{file, fenceLine + 1, "sequence end token ']' not found"}}},
		{"not a mapping", fenced("lab x", "- polling"),
			[]Error{{file, fenceLine + 1, "sequence was used where mapping is expected"}}},
		{"two documents", fenced("lab x", append(labYAML, "---", "rate: 3")...),
			[]Error{{file, fenceLine, "more than one YAML document: only the first would count"}}},
		{"an empty document after it", fenced("lab x", append(labYAML, "---")...),
			[]Error{{file, fenceLine, "more than one YAML document: only the first would count"}}},
		{"huge number", fenced("lab x", with(labYAML, "seconds", "99999999999999999999")...),
			[]Error{{file, fenceLine + 8, "this is not a whole number"}}},
		{"empty lab", "## H\n\n```lab x\n```\n", []Error{
			{file, fenceLine, "lanes is missing"}, {file, fenceLine, "scenario is missing"},
			{file, fenceLine, "rate is missing"}, {file, fenceLine, "payloadBytes is missing"},
			{file, fenceLine, "network is missing"}, {file, fenceLine, "seconds is missing"},
			{file, fenceLine, "title is missing"}, {file, fenceLine, "text is missing"},
		}},
		{"empty predict", "## H\n\n```predict x\n```\n", []Error{
			{file, fenceLine, "explain is missing"}, {file, fenceLine, "title is missing"},
			{file, fenceLine, "question is missing"}, {file, fenceLine, "measure is missing"},
			{file, fenceLine, "unit is missing"}, {file, fenceLine, "within is missing"}, {file, fenceLine, "samples is missing"},
		}},
		{"blank text", fenced("lab x", with(labYAML, "text", `"  "`)...),
			[]Error{{file, fenceLine + 8, "text is missing"}}},
		{"null", fenced("lab x", with(labYAML, "rate", "~")...),
			[]Error{{file, fenceLine, "rate is missing"}}},
		{"unknown lane", fenced("lab x", with(labYAML, "lanes", "\n  - sse\n  - webtransport")...),
			[]Error{{file, fenceLine + 10, `unknown lane "webtransport": ` + known(lanes)}}},
		{"lane twice", fenced("lab x", with(labYAML, "lanes", "[sse, sse]")...),
			[]Error{{file, fenceLine + 8, `lane "sse" stands here twice`}}},
		{"no lanes", fenced("lab x", with(labYAML, "lanes", "[]")...),
			[]Error{{file, fenceLine + 8, "lanes is missing"}}},
		{"one lane, not a list", fenced("lab x", with(labYAML, "lanes", "{sse: true}")...),
			[]Error{{file, fenceLine + 8, "this is not a list"}}},
		{"unknown scenario", fenced("lab x", with(labYAML, "scenario", "opera")...),
			[]Error{{file, fenceLine + 8, `unknown scenario "opera": ` + known(scenarios)}}},
		{"unknown network", fenced("lab x", with(labYAML, "network", "3g")...),
			[]Error{{file, fenceLine + 8, `unknown network "3g": ` + known(networks)}}},
		{"rate in words", fenced("lab x", with(labYAML, "rate", "fast")...),
			[]Error{{file, fenceLine + 8, "this is not a number"}}},
		{"rate of nothing", fenced("lab x", with(labYAML, "rate", "0")...),
			[]Error{{file, fenceLine + 8, "rate must be above 0"}}},
		{"negative time", fenced("lab x", with(labYAML, "seconds", "-1")...),
			[]Error{{file, fenceLine + 8, "seconds must be above 0"}}},
		{"part of a byte", fenced("lab x", with(labYAML, "payloadBytes", "4.5")...),
			[]Error{{file, fenceLine + 8, "this is not a whole number"}}},
		{"measure of unknown lane", fenced("predict x", with(predictYAML, "measure", "fetch.lost")...),
			[]Error{{file, fenceLine + 7, `unknown lane "fetch" in measure: ` + known(lanes)}}},
		{"measure of unknown figure", fenced("predict x", with(predictYAML, "measure", "sse.latency.p51")...),
			[]Error{{file, fenceLine + 7, `unknown figure "latency.p51" in measure: ` + known(figures)}}},
		{"measure of a lane", fenced("predict x", with(predictYAML, "measure", "sse")...),
			[]Error{{file, fenceLine + 7, `unknown figure "" in measure: ` + known(figures)}}},
		{"not a number", fenced("predict x", with(predictYAML, "within", ".nan")...),
			[]Error{{file, fenceLine + 7, "this is not a number"}}},
		{"a stored answer", fenced("predict x", append(predictYAML, "answer: 500")...),
			[]Error{{file, fenceLine + 8, `unknown field "answer"`}}},
		{"HTML in an explanation", fenced("predict x", with(predictYAML, "explain", "a <b>bold</b> answer")...), []Error{
			{file, fenceLine + 7, "raw HTML is off: write markdown, or a code span"},
			{file, fenceLine + 7, "raw HTML is off: write markdown, or a code span"},
		}},
		{"heading in an explanation", fenced("predict x", with(predictYAML, "explain", "|\n  # Big")...),
			[]Error{{file, fenceLine + 7, "a heading inside a block: the block has its title"}}},
		{"block in an explanation", fenced("predict x", with(predictYAML, "explain", "|\n  ~~~lab y\n  ~~~")...),
			[]Error{{file, fenceLine + 7, `unknown fence "lab": known are go, http, js, json, sh, text`}}},
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

// Each field of each block is needed: leaving out any one is a fault that names it.
func TestBlockFieldsRequired(t *testing.T) {
	for kind, yaml := range map[string][]string{"lab": labYAML, "predict": predictYAML} {
		for _, line := range yaml {
			key := keyOf(line)
			t.Run(kind+" "+key, func(t *testing.T) {
				_, err := load(head + fenced(kind+" x", without(yaml, key)...))
				want := []Error{{"01-one.md", fenceLine, key + " is missing"}}
				if diff := cmp.Diff(want, faultsOf(t, err)); diff != "" {
					t.Errorf("faults (-want +got):\n%s", diff)
				}
			})
		}
	}
}
