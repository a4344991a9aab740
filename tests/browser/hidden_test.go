package browser

import (
	"testing"

	"wireside/tests/chrome"
)

// Nobody sees the tab for a while: it goes on, and loses nothing.
func TestAHiddenTabGoesOn(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	run := startPreset(tab, a.URL(), "hidden-tab")
	tab.Until("each lane has seen 5 events", seen(5))
	uncover := tab.Cover(t)
	tab.Until("the page is hidden", `document.hidden`)
	told := get[book](t, a.URL()+"/api/runs/"+run+"/ledger").Published
	tab.Until("all lanes go on", seen(told+5))
	uncover()
	tab.Until("the page is seen again", `!document.hidden`)
	stopRun(tab)
	for name, lane := range checkBooks(t, tab, a.URL(), run).Lanes {
		if lane.Lost+lane.Duplicated != 0 {
			t.Errorf("%s: %+v", name, lane.tally)
		}
	}
	checkConsole(t, tab, gone)
}
