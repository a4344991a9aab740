package browser

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"wireside/tests/chrome"
)

const stopped = `/Start/.test(document.querySelector('#start').textContent)`

// eventRows are the rows of the ledger's table of events, top to bottom.
const eventRows = `[...document.querySelectorAll('.eventlist tbody tr:not([hidden])')]`

// openEvents turns to the ledger and brings its table of events into view.
func openEvents(tab *chrome.Tab) {
	tab.Click(`#view-ledger`)
	tab.Until("the ledger is there", `document.querySelector('#ledger caption .ref')`)
	tab.Click(`#ledger caption .ref`)
	tab.Until("the events are listed", eventRows+`.length > 0`)
}

// The table and both files say of each event what the ledger counts.
func TestTheLedgerEventByEvent(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	dir := t.TempDir()
	allow := browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}
	tab.Do(func(ctx context.Context, _ *chromedp.Target) (none chromedp.Void, err error) {
		_, err = chromedp.Call(ctx, browser.SetDownloadBehavior, allow)
		return none, err
	})
	run := startRun(t, tab, a.URL(), 5)
	strike(t, a.URL(), run, `{"kind":"reset","lane":"websocket"}`)
	tab.Until("the WebSocket is closed", `/closed 1006/.test(`+status("websocket")+`)`)
	tab.Until("the others have seen 15 events", strings.Replace(seen(15), ".every(", ".filter((row) => row.dataset.lane !== 'websocket').every(", 1))
	tab.Click(`#start`)
	tab.Until("the run is stopped", stopped)
	b := get[book](t, a.URL()+"/api/runs/"+run+"/ledger")

	openEvents(tab)
	shown := chrome.Eval[int](tab, eventRows+`.length`)
	lost := chrome.Eval[int](tab, eventRows+`.filter((row) => row.cells[5].textContent === 'lost').length`)
	if shown != b.Published || lost != b.Lanes["websocket"].Lost || lost == 0 {
		t.Errorf("%d events, %d of them lost on the WebSocket; the ledger has %d and %d", shown, lost, b.Published, b.Lanes["websocket"].Lost)
	}
	tab.Click(`.eventbar [aria-pressed=false]`) // only with trouble
	tab.Until("those with trouble are left", eventRows+`.length >= `+fmt.Sprint(lost)+` && `+eventRows+`.every((row) => row.querySelector('.bad, .some'))`)

	type row struct {
		Run, Lane, State string
		Event            int
		PublishedUs      int64    `json:"published_us"`
		LatencyMs        *float64 `json:"latency_ms"`
		Receptions       int
	}
	text := download(t, tab, dir, "wireside-"+run+"-events.json", `.eventbar .end button:nth-child(2)`)
	var rows []row
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatal(err)
	}
	counted := make(map[string][2]int)
	for _, r := range rows {
		counts := counted[r.Lane]
		switch {
		case r.Receptions > 0 && r.LatencyMs != nil && r.PublishedUs > 0:
			counts[0]++
		case r.State == "lost" && r.LatencyMs == nil:
			counts[1]++
		}
		counted[r.Lane] = counts
	}
	ledger := make(map[string][2]int)
	for name, lane := range b.Lanes {
		ledger[name] = [2]int{lane.Delivered, lane.Lost}
	}
	if diff := cmp.Diff(ledger, counted); diff != "" {
		t.Errorf("delivered and lost (-ledger +events.json):\n%s", diff)
	}
	text = download(t, tab, dir, "wireside-"+run+"-events.csv", `.eventbar .end button`)
	records, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil || len(records) != len(rows)+1 || strings.Join(records[0], ",") != "run,event,published_us,lane,latency_ms,receptions,state" {
		t.Errorf("events.csv has %d lines, want one more than %d: %v", len(records), len(rows), err)
	}

	tab.Click(`.eventbar .pages .pill`)        // the newest, of those with trouble
	tab.Click(`.eventbar [aria-pressed=true]`) // all
	tab.Until("all events are listed", fmt.Sprintf(eventRows+`.length === %d`, b.Published))
	tab.Click(`.eventlist tbody tr:last-child button`)
	tab.Until("the first event is compared on four wires", `/^Event 1:/.test(document.querySelector('.copies caption')?.textContent) &&
		document.querySelectorAll('.copies tbody tr').length === 4 && document.querySelector('.copies tr[aria-current]')`)
}

// download clicks on what makes a file, and returns the file's content once it is there.
func download(t *testing.T, tab *chrome.Tab, dir, name, selector string) (text []byte) {
	t.Helper()
	tab.Click(selector)
	eventually(t, name+" is there", func() (ok bool) {
		var err error
		text, err = os.ReadFile(filepath.Join(dir, name))
		return err == nil
	})
	return text
}

// Whoever stops a run is told of no error, whichever techniques it had: the lanes leave before they are sent away.
func TestStopLeavesNothingInTheConsole(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	for _, preset := range []string{"ticker", "chat", "longpoll-race", "compression", "fallback"} {
		tab.Go(a.URL() + "/bench/" + preset)
		tab.Until("the bench is ready", `document.querySelector('#lanes .lane')`)
		tab.Click(`.card.on [data-action=start]`)
		tab.Until("events have been seen", `[...document.querySelectorAll('#figures tbody tr td:nth-child(2)')].some((cell) => Number(cell.textContent) >= 5)`)
		tab.Click(`#start`)
		tab.Until(preset+" is stopped", stopped)
		if c := tab.Complaints(); len(c) > 0 {
			t.Fatalf("%s: the console complains: %q", preset, c)
		}
		if n := chrome.Eval[int](tab, `document.querySelectorAll('#lanes small.trouble').length`); n != 0 {
			t.Errorf("%s: %d lanes are in trouble because they were stopped", preset, n)
		}
	}
}

// A stop that waits for what may never come says for what, and not for long.
func TestStopSaysWhatItWaitsFor(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/bench/blank-line")
	tab.Until("the bench is ready", `document.querySelector('#lanes .lane')`)
	tab.Click(`.card.on [data-action=start]`)
	tab.Until("each lane has seen an event", seen(1))
	tab.Click(`#start`)
	tab.Until("it is said who is waited for", `/^SSE, blank line late: 1 event is owed\. Waiting up to [1-4] s/.test(document.querySelector('#notice').textContent)`)
	tab.Until("the run is stopped, and nothing is said any more", stopped+` && document.querySelector('#notice').hidden`)
}

// However far the server's clock is ahead or behind, what it stamps is in its place.
func TestASkewedClockMovesNothing(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	for _, skew := range []int{2000, -2000} {
		tab.Go(a.URL() + "/bench")
		tab.Until("the bench is ready", `document.querySelector('#lanes .lane')`)
		chrome.Eval[bool](tab, fmt.Sprintf(`(input => { input.value = %d; input.dispatchEvent(new Event('change', { bubbles: true })) })(document.querySelector('#skew')), true`, skew))
		tab.Click(`#start`)
		tab.Until("each lane has seen 5 events", seen(5))
		tab.Click(`#start`)
		tab.Until("the run is stopped", stopped)
		if got := get[struct{ SkewMs int }](t, a.URL()+"/api/runs/"+runID(t, tab)).SkewMs; got != skew {
			t.Fatalf("the run's skew is %d, want %d", got, skew)
		}
		openEvents(tab)
		// Five events a second: the first is published 200 ms after the start.
		first := chrome.Eval[[]float64](tab, eventRows+`.map((row) => Number(row.cells[1].textContent)).slice(-5)`)
		if first[4] < 0.1 || first[4] > 0.4 || first[0] < first[4]+0.7 || first[0] > first[4]+0.9 {
			t.Errorf("skew %d: the first five events are at %v s, newest first", skew, first)
		}
		if early := chrome.Eval[int](tab, eventRows+`.filter((row) => /−/.test(row.textContent)).length`); early > 0 {
			t.Errorf("skew %d: %d events came before their time", skew, early)
		}
	}
}
