package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"wireside/lessons"
	"wireside/server/app"
	"wireside/tests/chrome"
)

// blocks is a lesson with a block of each kind that comes to life.
const blocks = "---" + `
title: Blocks
kicker: For a test
summary: A block of each kind.
order: 1
minutes: 1
claims: [3, 24]
exercises: [sse-encode]
---

One block of each kind, and [RFC 6455](https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2).

## The blocks

` + "```" + `lab both
title: Both
text: Two lanes.
run:
  lanes: [polling, sse]
  scenario: ticker
  rate: 20
  payloadBytes: 46
  seconds: 60
` + "```\n\n```" + `predict first
title: Who is first?
question: Which lane has its median event first?
which: least
figure: latency.p50
samples: 20
tie: 0.25
explain: |
  Nobody has to ask.
` + "```\n\n```" + `predict median
title: How late?
question: How long does the median event wait?
measure: polling.latency.p50
unit: ms
within: 0.9
seconds: 3
explain: |
  Half the interval.
` + "```\n\n```" + `claim 24
text: |
  Here they arrived together.
` + "```\n\n```" + `wire one
caption: An event.
as: sse
from: server
lane: sse
text: |+
  id: 42
  data: hello

` + "```\n\n```" + `wire two
caption: Another one.
as: sse
from: server
lane: sse
text: |+
  id: 43
  data: you

` + "```\n\n```" + `try poll
text: |
  A poll.
run: |
  curl -i localhost:8080/labs/polling
shows: |
  HTTP/1.1 200 OK
` + "```\n\n## What you should have seen\n\nAll of it.\n"

// startBlocks serves that lesson, and returns its address.
func startBlocks(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "01-blocks.md"), []byte(blocks), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := app.Start(app.Config{Addr: "127.0.0.1:0", Lessons: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a.URL() + "/lessons/blocks"
}

// near brings a block into sight, which is when it comes to life.
func near(tab *chrome.Tab, id string) {
	chrome.Eval[bool](tab, fmt.Sprintf(`(document.getElementById(%q).scrollIntoView({ block: 'center', behavior: 'instant' }), true)`, id))
}

func TestPredictionsAreMeasuredAndTold(t *testing.T) {
	tab := chrome.Open(t)
	tab.Go(startBlocks(t))
	tab.Until("the predictions can be made", `document.querySelector('#start') && document.querySelector('#predict-first output').tabIndex === -1`)

	tab.Click(`#predict-first input[value="sse"]`)
	tab.Click(`#predict-first button[type=submit]`)
	tab.Until("the guess stands", `/Your guess stands: SSE/.test(document.querySelector('#predict-first output').textContent)`)
	chrome.Eval[bool](tab, `(document.querySelector('#predict-median input').value = '500', true)`)
	tab.Click(`#predict-median button[type=submit]`)
	tab.Click(`#predict-median output button`) // start and measure
	for _, name := range []string{"first", "median"} {
		output := `document.querySelector('#predict-` + name + ` output')`
		tab.Until("the prediction "+name+" is told", `/^✓ Right/.test(`+output+`.textContent)`)
		if !chrome.Eval[bool](tab, `!document.querySelector('#predict-`+name+` .explain').hidden`) {
			t.Errorf("%s is told without its explanation", name)
		}
	}
	got := chrome.Eval[[]string](tab, `[...document.querySelectorAll('#predict-first .bars i')].map((bar) => bar.className)`)
	if len(got) != 2 || got[0] != "measured polling" || got[1] != "measured sse" {
		t.Errorf("the bars are %q", got)
	}

	// What was measured is there again when the reader is, and so is a guess that waits.
	tab.Do(chromedp.Reload())
	tab.Until("the first is told again", `/^✓ Right: SSE has the least/.test(document.querySelector('#predict-first output')?.textContent)`)
	tab.Click(`#predict-first button.again`)
	tab.Until("it can be guessed again", `document.querySelector('#predict-first .explain').hidden && !document.querySelector('#predict-first input').disabled`)
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

func TestARunWithOtherSettingsIsNoAnswer(t *testing.T) {
	tab := chrome.Open(t)
	tab.Go(startBlocks(t))
	tab.Until("the predictions can be made", `document.querySelector('#predict-first output')?.tabIndex === -1`)
	tab.Click(`#predict-first input[value="none"]`)
	tab.Click(`#predict-first button[type=submit]`)
	chrome.Eval[bool](tab, `(() => { const rate = document.getElementById('rate'); rate.value = 19; return rate.dispatchEvent(new Event('change', { bubbles: true })); })()`)
	tab.Click(`#start`)
	tab.Until("the page says so", `/other settings than the question.*No difference/.test(document.querySelector('#predict-first output').textContent)`)
	tab.Click(`#predict-first output button`) // start anew and measure
	tab.Until("that run answers", `/^Not so: SSE has the least/.test(document.querySelector('#predict-first output').textContent)`)
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

func TestRecordedUnitsLightUpBothWays(t *testing.T) {
	tab := chrome.Open(t)
	tab.Go(startBlocks(t))
	tab.Until("the lesson is there", `document.querySelector('#wire-two .hex')`)
	near(tab, "wire-two")
	tab.Until("both are alive", `document.querySelectorAll('.unit.live .hex [tabindex="0"]').length === 2`)
	lit := func(place string) string {
		return `[...document.querySelectorAll('` + place + `')].map((e) => e.dataset.f).join()`
	}
	tab.Click(`#wire-two .hex [data-f="1"]`)
	tab.Until("the byte's field is lit", lit(`#wire-two .fields > .on`)+` === '1'`)
	tab.Click(`#wire-two .fields button[data-f="0"]`)
	tab.Until("the field's bytes are lit", `/^0(,0)*$/.test(`+lit(`#wire-two .hex .on`)+`)`)
	if other := chrome.Eval[string](tab, lit(`#wire-one .fields > .on`)); other != "0" {
		t.Errorf("the other unit has lit %q", other)
	}
	// By keyboard: the arrows walk through the bytes, Enter goes across.
	chrome.Eval[bool](tab, `(document.querySelector('#wire-one .hex [tabindex="0"]').focus(), true)`)
	press(tab, kb.ArrowRight)
	tab.Until("the next field is lit", lit(`#wire-one .fields > .on`)+` === '1'`)
	press(tab, kb.Enter)
	tab.Until("the keyboard is in the list", `document.activeElement.matches('#wire-one .fields button[data-f="1"]')`)

	// A run's unit stands on the same page, with ids of its own.
	tab.Click(`#lab-both [data-action=start-lab]`)
	tab.Until("the bench shows a unit", `document.querySelector('#unit #field-1')`)
	if twice := chrome.Eval[[]string](tab, `[...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i)`); len(twice) > 0 {
		t.Errorf("ids stand on the page twice: %q", twice)
	}
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

// verdict is a result of claim 24, as a browser keeps it.
const verdict = `{"wireside":"claim/1","claim":24,"title":"WebSocket has lower latency than SSE","verdict":"depends","words":"It depends.",
	"at":1795423766147979,"rules":"0123456789abcdef","cases":[{"case":"down","text":"Downwards it is earlier.","figure":"median latency","unit":"ms",
	"rule":"Holds if it is less.","answer":"tie","n":2,"values":[0.1,0.3],"median":0.2,"low":0.1,"high":0.3}]}`

func TestAClaimSaysWhatItCameToHere(t *testing.T) {
	tab := chrome.Open(t)
	url := startBlocks(t)
	tab.Go(url)
	place := `document.querySelector('#claim-24 .verdict')`
	tab.Until("the claim can be measured", place+`?.querySelector('button')?.textContent === 'Measure it here'`)
	if text := chrome.Eval[string](tab, place+`.textContent`); !strings.Contains(text, "Not measured in this browser yet.") {
		t.Errorf("without a result it says %q", text)
	}
	chrome.Eval[bool](tab, `(localStorage.setItem('wireside.results', JSON.stringify([`+verdict+`])), true)`)
	tab.Do(chromedp.Reload())
	tab.Until("the verdict is there", place+`?.querySelector('span.verdict')?.dataset.verdict === 'depends'`)
	text := chrome.Eval[string](tab, place+`.textContent.replaceAll('\u00a0', ' ')`)
	for _, want := range []string{"depends", "Downwards it is earlier.", "a tie", "0.2 ms", "Measure it again"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
	tab.Until("the list at the end has it, too", `document.querySelector('.settled [data-claim="24"] .verdict')?.dataset.verdict === 'depends'`)
	if n := chrome.Eval[int](tab, `document.querySelectorAll('.settled .verdict').length`); n != 1 {
		t.Errorf("%d claims have a verdict in the list, want 1", n)
	}

	// Measured beside the text, but not beside a run.
	tab.Click(`#lab-both [data-action=start-lab]`)
	tab.Until("the bench runs", `/Stop/.test(document.querySelector('#start').textContent)`)
	tab.Click(`#claim-24 .buttons button`)
	tab.Until("the run is in the way", `/The bench is running/.test(`+place+`.textContent)`)
	tab.Click(`#claim-24 .buttons button.again`) // stop the bench and measure
	tab.Until("it is measured", `/run 1 of 6/i.test(`+place+`.textContent)`)
	tab.Click(`#claim-24 .buttons button.again`) // stop
	tab.Until("it is stopped", `/Stopped/.test(`+place+`.textContent) && document.querySelector('#claim-24 progress').hidden`)
	if c := complaints(tab, "closed before the connection is established"); len(c) > 0 { // a stop may come while a lane opens
		t.Errorf("the console complains: %q", c)
	}
}

// Where no script runs, all that there is to read is in sight, and nothing that would only work with one.
func TestALessonReadsWithoutScript(t *testing.T) {
	tab := chrome.Open(t)
	url := startBlocks(t)
	tab.Go(url)
	tab.Do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	tab.Do(chromedp.Reload())
	shown := func(selector string) int {
		return chrome.Eval[int](tab, `[...document.querySelectorAll('`+selector+`')].filter((e) => e.checkVisibility()).length`)
	}
	for selector, want := range map[string]int{
		".explain": 2, ".wire .hex": 2, ".wire .fields li": 6, ".try pre": 2, "#claim-24 .verdict": 1, ".settled li": 2, ".preset": 1,
		".predict fieldset label": 3, // what could be chosen
		".block button":           0, ".block input": 0, ".try .copy": 0,
	} {
		if got := shown(selector); got != want {
			t.Errorf("%d of %q are in sight, want %d", got, selector, want)
		}
	}
}

// Where the bench stands below the text, who was led to it is led back to the very line; and the lab says how it stands.
func TestANarrowPageLeadsBackFromTheBench(t *testing.T) {
	tab := chrome.Open(t)
	tab.Do(chromedp.EmulateViewport(390, 844))
	tab.Go(startBlocks(t))
	top := func(selector string) string {
		return `Math.round(document.querySelector('` + selector + `').getBoundingClientRect().top)`
	}
	tab.Until("the lab is there", `document.querySelector('#lab-both .state')`)
	near(tab, "lab-both")
	before := chrome.Eval[int](tab, top("#lab-both"))
	tab.Click(`#lab-both [data-action=start-lab]`)
	tab.Until("the bench is in sight", top(".bench")+` === 0`)
	tab.Until("the lab runs", `/^Running, \d+ s$/.test(document.querySelector('#lab-both .state').textContent)`)
	tab.Click(`.bench .wayback button`)
	tab.Until("the reader is back", fmt.Sprintf(`Math.abs(%s - %d) <= 1`, top("#lab-both"), before))
	if !chrome.Eval[bool](tab, `document.activeElement.matches('#lab-both [data-action=start-lab]')`) {
		t.Error("the keyboard is not where it was")
	}
	tab.Click(`.lesson .wayback button`)
	tab.Until("the bench is in sight again", top(".bench")+` === 0`)
	tab.Click(`#start`) // which stops the run
	tab.Until("the lab has been run", `document.querySelector('#lab-both .state').textContent === '✓ You have run it.' && document.querySelector('.lesson .wayback').hidden`)
	tab.Do(chromedp.Reload())
	tab.Until("which is not forgotten", `document.querySelector('#lab-both .state')?.textContent === '✓ You have run it.'`)
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

// What a lesson may ask for, the page can measure.
func TestThePageKnowsEveryFigureOfTheLessons(t *testing.T) {
	tab := chrome.Open(t)
	tab.Go(start(t).URL() + "/bench")
	known := chrome.Eval[[]string](tab, `import('/static/js/ledger.js').then(({ FIGURES }) => FIGURES)`)
	for _, figure := range lessons.Figures {
		if !slices.Contains(known, figure) {
			t.Errorf("the page does not know %s", figure)
		}
	}
}

// Before the first run the wire's view is not there yet: who presses one of its controls has it fetched, and is heard.
func TestTheWireIsFetchedByWhoUsesIt(t *testing.T) {
	tab := chrome.Open(t)
	tab.Go(startBlocks(t))
	tab.Until("the lanes have tabs", `document.querySelectorAll('#tabs button').length === 3`) // and one for all
	if chrome.Eval[bool](tab, `performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/wire/pane.js'))`) {
		t.Error("the wire's view is fetched by a page that is only read")
	}
	chrome.Eval[bool](tab, `(document.querySelector('#tabs [data-lane="sse"] i').parentElement.click(), true)`)
	tab.Until("the press is heard", `document.querySelector('#filter').value === 'lane:sse' && document.querySelector('#tabs [data-lane="sse"]').ariaPressed === 'true'`)
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}
