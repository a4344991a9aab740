package lessons

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// markLab is a lab that marks may speak of. What follows it begins on line markLine.
var markLab = head + fenced("lab two", with(labYAML, "run", `
  lanes: [sse, {name: polling-fast, technique: polling, intervalMs: 250, jitter: 0.5}]
  rate: 5
  payloadBytes: 1024
  seconds: 90
  network: mobile
  faults: [{kind: cut, at: 3, every: 60}]`)...) + "\n"

var markLine = strings.Count(markLab, "\n") + 1

func TestMarksRender(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"measured", "[21 *bytes*](measured:sse.framingPerEvent)",
			`<a class="measured" href="#lab-two" title="Measured: sse.framingPerEvent of this lab">21 <em>bytes</em></a>`},
		{"set in the lab", "[five lines](set:rate)", `<span class="set" title="As set in this lab: rate">five lines</span>`},
		{"set in the source", "[25 s](set:labs/longpolling/lane.go#maxWait)",
			`<span class="set" title="As set in labs/longpolling/lane.go: maxWait">25 s</span>`},
		{"a link is a link", "[2 to 14](https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2)",
			`<a href="https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2">2 to 14</a>`},
		{"code in it", "[`5`](set:rate)", `<span class="set" title="As set in this lab: rate"><code>5</code></span>`},
	}
	for _, test := range tests {
		for where, around := range map[string]string{"in a paragraph": "%s\n", "in a heading": "## %s\n", "in a list": "- %s\n",
			"in a block": "```claim 24\ntext: |\n  %s\n```\n"} {
			t.Run(test.name+" "+where, func(t *testing.T) {
				lesson, err := load(markLab + fmt.Sprintf(around, test.text))
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(lesson.HTML), test.want) {
					t.Errorf("HTML lacks %s:\n%s", test.want, lesson.HTML)
				}
			})
		}
	}
}

// What was measured is told to those who measure again: in the figure's own unit, from the body and from the blocks.
func TestMarks(t *testing.T) {
	lesson, err := load(markLab + `Text with
[two bytes](measured:sse.framingPerEvent) and [half a second](measured:sse.latency.p50~0.5).

` + "```claim 24\ntext: |\n  A line.\n\n  And [90 %](measured:polling-fast.emptyShare~0.1).\n```\n\n[Nothing](measured:sse.lost) was.\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []Mark{
		{Text: "two bytes", Number: 2, Lab: "two", Lane: "sse", Figure: "framingPerEvent", Within: 0.25, Line: markLine + 1},
		{Text: "half a second", Number: 500, Lab: "two", Lane: "sse", Figure: "latency.p50", Within: 0.5, Line: markLine + 1},
		{Text: "90 %", Number: 0.9, Lab: "two", Lane: "polling-fast", Figure: "emptyShare", Within: 0.1, Line: markLine + 7},
		{Text: "Nothing", Lab: "two", Lane: "sse", Figure: "lost", Within: 0.25, Line: markLine + 10},
	}
	if diff := cmp.Diff(want, lesson.Marks); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
}

// A number that was set is what has been set, in whatever unit the text says it.
func TestSetNumbers(t *testing.T) {
	for mark, want := range map[string]string{
		"[5](set:rate)":                                     "",
		"[five events a second](set:rate)":                  "",
		"[5 lines/s](set:rate)":                             "",
		"[lively](set:rate)":                                "",
		"[1,024 bytes](set:payloadBytes)":                   "",
		"[1 KiB](set:payloadBytes)":                         "",
		"[1024](set:payloadBytes)":                          "",
		"[250 ms](set:lanes.polling-fast.intervalMs)":       "",
		"[0.25 s](set:lanes.1.intervalMs)":                  "",
		"[half](set:lanes.polling-fast.jitter)":             "",
		"[50 %](set:lanes.polling-fast.jitter)":             "",
		"[90 s](set:seconds)":                               "",
		"[90](set:seconds)":                                 "",
		"[three seconds](set:faults.0.at)":                  "",
		"[a minute](set:faults.0.every)":                    "",
		"[a slow network](set:network)":                     "",
		"[25 s](set:labs/longpolling/lane.go#maxWait)":      "",
		"[25,000 ms](set:labs/longpolling/lane.go#maxWait)": "",
		"[20](set:site/static/js/lane.js#limit)":            "",
		"[6](set:rate)":                                     "set:rate, in lab two: it is 5",
		"[1 kB](set:payloadBytes)":                          "set:payloadBytes, in lab two: it is 1024",
		"[25 ms](set:lanes.polling-fast.intervalMs)":        "set:lanes.polling-fast.intervalMs, in lab two: it is 250",
		"[91 s](set:seconds)":                               "set:seconds, in lab two: it is 90",
		"[5 ms](set:rate)":                                  "set:rate, in lab two: the text speaks of milliseconds, and this has no unit",
		"[5 ms](set:payloadBytes)":                          "set:payloadBytes, in lab two: the text speaks of milliseconds, and this is of bytes",
		"[5](set:network)":                                  "set:network, in lab two: it is mobile, and no number",
		"[5](set:speed)":                                    "set:speed, in lab two: there is no speed: set are faults, lanes, network, payloadBytes, rate, seconds",
		"[5](set:lanes.polling.intervalMs)":                 "set:lanes.polling.intervalMs, in lab two: there is no lanes.polling: set are sse, polling-fast",
		"[5](set:lanes.sse.retryMs)":                        "set:lanes.sse.retryMs, in lab two: lanes.sse is sse, and has no retryMs",
		"[5](set:faults.1.at)":                              "set:faults.1.at, in lab two: there is no faults.1: set are 0",
		"[5](set:rate.max)":                                 "set:rate.max, in lab two: rate is 5, and has no max",
		"[2 to 5](set:rate)":                                `"2 to 5" is marked as set:rate: a mark is of one number; mark each by itself, and fewer words with it`,
		"[2,5](set:rate)":                                   `"2,5" is marked as set:rate: 2,5 is no number: a comma stands between thousands, a point before a fraction`,
		"[30 s](set:labs/longpolling/lane.go#maxWait)":      "set:labs/longpolling/lane.go#maxWait: it is 25 * time.Second",
		"[25 bytes](set:labs/longpolling/lane.go#maxWait)":  "set:labs/longpolling/lane.go#maxWait: the text speaks of bytes, and this is of milliseconds",
		"[25 s](set:labs/longpolling/lane.go#minWait)":      `set:labs/longpolling/lane.go#minWait: there is no "minWait" in labs/longpolling/lane.go; there are maxWait`,
		"[20](set:site/static/js/lane.js#least)":            `set:site/static/js/lane.js#least: there is no "least" in site/static/js/lane.js; there are limit, open`,
		"[25 s](set:labs/longpolling/no.go#maxWait)":        "set:labs/longpolling/no.go#maxWait: there is no labs/longpolling/no.go to quote; in labs/longpolling there are lane.go",
		"[5](measured:sse.lost~2)":                          "measured:sse.lost~2: behind ~ stands the share by which it may be off, above 0 and at most 1",
		"[5](measured:sse.lost~)":                           "measured:sse.lost~: behind ~ stands the share by which it may be off, above 0 and at most 1",
		"[5](measured:opera.lost)":                          `unknown lane "opera" in opera.lost: lab two has sse, polling-fast`,
		"[5](measured:sse.found)":                           `unknown figure "found" in sse.found: ` + known(Figures),
		"[few](measured:sse.lost)":                          `"few" is marked as sse.lost: it has no number`,
		"[5 ms](measured:sse.wirePerEvent)":                 `"5 ms" is marked as sse.wirePerEvent: the text speaks of milliseconds, and this is of bytes`,
	} {
		t.Run(mark, func(t *testing.T) {
			_, err := load(markLab + "Text\nwith " + mark + ".\n")
			if want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if diff := cmp.Diff([]Error{{"01-one.md", markLine + 1, want}}, faultsOf(t, err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// Marks of a lab stand behind it.
func TestMarksNeedALab(t *testing.T) {
	for mark, want := range map[string]string{
		"[5](set:rate)":          "set:rate speaks of the lab before it, and there is none; or of the source: set:FILE#NAME",
		"[5](measured:sse.lost)": "measured:sse.lost speaks of the lab before it, and there is none",
	} {
		_, err := load(head + mark + "\n\n" + fenced("lab two", labYAML...))
		if diff := cmp.Diff([]Error{{"01-one.md", bodyLine, want}}, faultsOf(t, err)); diff != "" {
			t.Errorf("faults (-want +got):\n%s", diff)
		}
	}
}
