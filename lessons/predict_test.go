package lessons

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// aboutLab puts a prediction behind a lab with two lanes. Its fence is at predictLine.
func aboutLab(yaml ...string) string {
	return head + fenced("lab two", labYAML...) + strings.TrimPrefix(fenced("predict x", yaml...), "## Heading\n\n")
}

const predictLine = fenceLine + 5

func TestPredictRendersNumber(t *testing.T) {
	lesson, err := load(aboutLab(numberYAML...))
	if err != nil {
		t.Fatal(err)
	}
	const want = `<form class="block predict" id="predict-x" data-block="predict" data-name="x" data-lab="two" data-measure="polling.latency.p50" data-unit="ms" data-within="0.25" data-samples="20">
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
	checkPrediction(t, lesson, want, Prediction{
		Name: "x", Lab: "two", Title: "Guess", Lane: "polling", Figure: "latency.p50", Unit: "ms", Within: 0.25, Samples: 20, Line: predictLine,
	})
}

func TestPredictRendersChoice(t *testing.T) {
	lesson, err := load(aboutLab(choiceYAML...))
	if err != nil {
		t.Fatal(err)
	}
	const want = `<form class="block predict" id="predict-x" data-block="predict" data-name="x" data-lab="two" data-which="least" data-figure="latency.p50" data-among='[&#34;polling&#34;,&#34;sse&#34;]' data-tie="0.25" data-seconds="12">
<h3>Choose</h3>
<fieldset>
<legend class="question">Which is first?</legend>
<label><input type="radio" name="guess" value="polling" required> <i class="mark polling"></i>POLLING</label>
<label><input type="radio" name="guess" value="sse" required> <i class="mark sse"></i>SSE</label>
<label><input type="radio" name="guess" value="none" required> No difference to speak of</label>
</fieldset>
<button type="submit">Commit</button>
<output role="status"></output>
<div class="explain" hidden>
<p>It <em>waits</em>.</p>
</div>
</form>
`
	checkPrediction(t, lesson, want, Prediction{
		Name: "x", Lab: "two", Title: "Choose", Which: "least", Figure: "latency.p50", Among: []string{"polling", "sse"}, Tie: 0.25, Seconds: 12, Line: predictLine,
	})
}

// checkPrediction compares a lesson's only prediction, and its form.
func checkPrediction(t *testing.T, lesson *Lesson, html string, want Prediction) {
	t.Helper()
	if diff := cmp.Diff(html, form(lesson)); diff != "" {
		t.Errorf("predict (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Prediction{want}, lesson.Predictions); diff != "" {
		t.Errorf("predictions (-want +got):\n%s", diff)
	}
}

// form returns the HTML of a lesson from its form on.
func form(lesson *Lesson) string {
	html := string(lesson.HTML)
	return html[strings.Index(html, "<form"):]
}

func TestPredictFaults(t *testing.T) {
	const file = "01-one.md"
	last := func(yaml []string) int { return predictLine + len(yaml) } // the line of a key that with() puts last
	tests := []struct {
		name string
		yaml []string
		want []Error
	}{
		{"a lane that the lab lacks", with(numberYAML, "measure", "websocket.latency.p50"),
			[]Error{{file, last(numberYAML), `unknown lane "websocket" in websocket.latency.p50: lab two has polling, sse`}}},
		{"an unknown figure", with(numberYAML, "measure", "sse.latency.p51"),
			[]Error{{file, last(numberYAML), `unknown figure "latency.p51" in sse.latency.p51: ` + known(Figures)}}},
		{"a lane alone", with(numberYAML, "measure", "sse"),
			[]Error{{file, last(numberYAML), `unknown figure "" in sse: ` + known(Figures)}}},
		{"not a number", with(numberYAML, "within", ".nan"), []Error{{file, last(numberYAML), "this is not a number"}}},
		{"within nothing", with(numberYAML, "within", "0"), []Error{{file, last(numberYAML), "within must be above 0"}}},
		{"part of an event", with(numberYAML, "samples", "4.5"), []Error{{file, last(numberYAML), "this is not a whole number"}}},
		{"a stored answer", with(numberYAML, "answer", "500"), []Error{{file, last(numberYAML) + 1, `unknown field "answer": known are title, question, samples, seconds, explain, measure, unit, within, which, figure, among, tie`}}},
		{"both kinds", with(numberYAML, "which", "most"),
			[]Error{{file, last(numberYAML) + 1, "a prediction is of a number (measure) or of a choice (which), not of both"}}},
		{"samples and seconds", with(choiceYAML, "samples", "20"),
			[]Error{{file, predictLine + 6, "samples and seconds: one of them says when it counts"}}},
		{"a number with a tie", with(numberYAML, "tie", "0.1"),
			[]Error{{file, last(numberYAML) + 1, "tie is of a prediction of a choice, which this is not"}}},
		{"a choice with a unit", with(choiceYAML, "unit", "ms"),
			[]Error{{file, last(choiceYAML) + 1, "unit is of a prediction of a number, which this is not"}}},
		{"which of three", with(choiceYAML, "which", "middle"),
			[]Error{{file, last(choiceYAML), `unknown which "middle": known are least, most`}}},
		{"a figure of a lane", with(choiceYAML, "figure", "sse.lost"),
			[]Error{{file, last(choiceYAML), `unknown figure "sse.lost": ` + known(Figures)}}},
		{"among lanes that the lab lacks", with(choiceYAML, "among", "[polling, sse, websocket]"),
			[]Error{{file, last(choiceYAML) + 1, `unknown lane "websocket": known are polling, sse`}}},
		{"among one", with(choiceYAML, "among", "[sse]"),
			[]Error{{file, last(choiceYAML) + 1, "a choice is among two lanes at least"}}},
		{"another unit than is measured", with(numberYAML, "unit", "s"),
			[]Error{{file, last(numberYAML), `unit "s": latency.p50 is measured in milliseconds`}}},
		{"no unit that is known", with(numberYAML, "unit", "beats"),
			[]Error{{file, last(numberYAML), `unit "beats": latency.p50 is measured in milliseconds`}}},
		{"bytes for a count", with(with(numberYAML, "measure", "sse.lost"), "unit", "kB"),
			[]Error{{file, last(numberYAML), `unit "kB": lost is measured in counts`}}},
		{"after the run", with(choiceYAML, "seconds", "601"), []Error{{file, last(choiceYAML), "lab two ends after 600 s"}}},
		{"among null", with(choiceYAML, "among", "[polling, sse, null]"), []Error{{file, last(choiceYAML) + 1, "lane is missing"}}},
		{"among the same", with(choiceYAML, "among", "[polling, sse, sse]"),
			[]Error{{file, last(choiceYAML) + 1, `lane "sse" stands here twice`}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(aboutLab(test.yaml...))
			if diff := cmp.Diff(test.want, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// A prediction is about the nearest lab before it; without one it is at fault, and a lab at fault is told once.
func TestPredictLab(t *testing.T) {
	second := strings.Replace(fenced("lab second", with(labYAML, "run", "{lanes: [websocket]}")...), "## Heading", "## Second", 1)
	bare := func(yaml []string) string { return strings.TrimPrefix(fenced("predict x", yaml...), "## Heading\n\n") }
	t.Run("the nearest", func(t *testing.T) {
		lesson, err := load(head + fenced("lab first", labYAML...) + second + bare(with(with(numberYAML, "measure", "websocket.lost"), "unit", "events")))
		if err != nil {
			t.Fatal(err)
		}
		if got := lesson.Predictions[0].Lab; got != "second" {
			t.Errorf("lab: got %q, want second", got)
		}
	})
	t.Run("behind it", func(t *testing.T) {
		_, err := load(head + "## H\n\n" + bare(numberYAML) + second)
		want := []Error{{"01-one.md", fenceLine, "a prediction is about the lab before it, and there is none"}}
		if diff := cmp.Diff(want, faultsOf(t, err)); diff != "" {
			t.Errorf("faults (-want +got):\n%s", diff)
		}
	})
	t.Run("at fault", func(t *testing.T) {
		_, err := load(head + fenced("lab first", with(labYAML, "run", "{lanes: [opera]}")...) + bare(choiceYAML))
		want := []Error{{"01-one.md", fenceLine + 3, `such a run would be refused: lane "opera" is unknown`}}
		if diff := cmp.Diff(want, faultsOf(t, err)); diff != "" {
			t.Errorf("faults (-want +got):\n%s", diff)
		}
	})
}
