package browser

import (
	"testing"

	"wireside/tests/chrome"
)

// Who presses a second lab's button before the first one's run is there gets the second one's; a lab that never ran is not remembered
// as one that did.
func TestTheLabThatIsAskedForLastRuns(t *testing.T) {
	tab := chrome.Open(t)
	tab.Go(start(t).URL() + "/lessons/which-one")
	tab.Until("the labs are there", `document.querySelectorAll('.lab .state').length > 2`)
	chrome.Eval[bool](tab, `(document.querySelectorAll('[data-action=start-lab]').forEach((button) => button.click()), true)`)
	tab.Until("the last one runs", `/^Running, \d+ s$/.test([...document.querySelectorAll('.lab .state')].at(-1).textContent)`)
	const kept = `JSON.stringify(JSON.parse(localStorage.getItem('wireside.progress'))['which-one'].labs)`
	const last = `JSON.stringify([[...document.querySelectorAll('.lab')].at(-1).dataset.name])`
	if kept, last := chrome.Eval[string](tab, kept), chrome.Eval[string](tab, last); kept != last {
		t.Errorf("remembered are the labs %s, want %s", kept, last)
	}
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

// A lab's run shows its own bytes: no unit stays of the one before, and where no lane streams the first answer is opened.
func TestALabShowsItsOwnBytes(t *testing.T) {
	tab := chrome.Open(t)
	tab.Go(start(t).URL() + "/lessons/long-polling")
	tab.Until("the labs are there", `document.querySelectorAll('.lab .state').length > 2`)
	const heading = `(document.querySelector('#unit h3')?.textContent ?? '')`
	tab.Click(`#lab-held [data-action=start-lab]`)
	tab.Until("an event is shown", heading+`.startsWith('SSE event')`)
	tab.Click(`#lab-race [data-action=start-lab]`)
	tab.Until("an answer is shown", heading+`.includes(' response, ')`)
}
