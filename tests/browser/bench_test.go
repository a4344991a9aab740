package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/tests/chrome"
)

// books are a lane's events in the ledger, by its title.
type books struct{ Published, Delivered, Lost, Waiting int }

func readBooks(tab *chrome.Tab) map[string]books {
	return chrome.Eval[map[string]books](tab, `Object.fromEntries(
		[...document.querySelectorAll('#ledger .account:first-child tbody tr')].map((row) => {
			const [Published, Delivered, Lost, Waiting] = [...row.cells].slice(1, 5).map((d) => Number(d.textContent.replaceAll(',', '')));
			return [row.cells[0].textContent, { Published, Delivered, Lost, Waiting }];
		}))`)
}

func TestOneClickSetsEverythingAndStarts(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/")
	tab.Click(`nav a[href="/bench"]`)
	tab.Until("the bench is there", `location.pathname === '/bench' && document.readyState === 'complete'`)
	if n := a.Streams(); n != 0 {
		t.Errorf("%d streams are open before anything was started", n)
	}
	tab.Click(`[data-slug="ten-cuts"] [data-action=start]`)
	tab.Until("the card is unfolded and has its address", `location.pathname === '/bench/ten-cuts' && document.querySelector('.card.on').dataset.slug === 'ten-cuts'`)
	tab.Until("the second cut has come", `Number(document.querySelector('#figures tr[data-lane=websocket-backoff] td:nth-child(5)').textContent) >= 3`)
	titles := chrome.Eval[[]string](tab, `[...document.querySelectorAll('#lanes .name')].map((n) => n.textContent)`)
	if diff := cmp.Diff([]string{"Long polling", "SSE", "SSE, no ids", "WebSocket", "WS, backoff", "WS, resume"}, titles); diff != "" {
		t.Errorf("the lanes (-want +got):\n%s", diff)
	}
	run := runID(t, tab)

	tab.Click(`#view-ledger`)
	tab.Until("the ledger is there", `document.querySelectorAll('#ledger .account').length >= 4`)
	tab.Click(`#start`) // stop
	tab.Until("the run is stopped", `/Start/.test(document.querySelector('#start').textContent)`)
	published := get[struct{ Published int }](t, a.URL()+"/api/runs/"+run).Published
	for title, b := range readBooks(tab) {
		if b.Published != published || b.Delivered+b.Lost != published || b.Waiting != 0 {
			t.Errorf("%s: %+v, and %d were published: it does not add up", title, b, published)
		}
		if resumes := title == "WS, resume" || title == "SSE" || title == "Long polling"; resumes && b.Lost != 0 {
			t.Errorf("%s resumes, and has lost %d", title, b.Lost)
		}
		if title == "WebSocket" && b.Lost == 0 {
			t.Error("the WebSocket that stays closed has lost nothing")
		}
	}
	if got := chrome.Eval[string](tab, `document.querySelector('#ledger .panelhead').textContent`); !strings.Contains(got, "✓ on 6 of 6 lanes") {
		t.Errorf("the ledger's sum says %q", got)
	}
	for _, file := range chrome.Eval[[]string](tab, `[...document.querySelectorAll('#ledger .end a')].map((a) => a.href)`) {
		resp, err := http.Get(file)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", file, resp.StatusCode)
		}
	}

	tab.Click(`#view-charts`)
	tab.Until("four charts are drawn", `document.querySelectorAll('#charts .uplot canvas').length === 4`)
	tab.Click(`#view-code`)
	tab.Until("each lane's code can be chosen", `document.querySelectorAll('#code .code-lanes button').length === 6`)
	tab.Click(`#code .code-lanes button:nth-child(6)`)
	tab.Until("the code of the client that resumes is there", `/new WebSocket/.test(document.querySelector('#code pre').textContent)`)
	tab.Click(`#code button[value=go]`)
	tab.Until("and in Go", `/^func /m.test(document.querySelector('#code pre').textContent)`)
	if c := complaints(tab, "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_EMPTY_RESPONSE", "WebSocket connection to"); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

func TestAPressStrikesOneLane(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/bench")
	tab.Until("the bench is ready", `document.querySelector('#lanes .lane')`)
	tab.Click(`#start`)
	tab.Until("each lane has seen 5 events", seen(5))
	chrome.Eval[bool](tab, `document.querySelector('#fault-lane').value = 'websocket', true`)
	tab.Click(`#faults [value=reset]`)
	tab.Until("it is said where it acts", `/Outside the tap/.test(document.querySelector('#fault-reset').textContent) && document.querySelector('#fault-reset').offsetParent`)
	tab.Until("the lane is closed for good", `/closed 1006/.test(document.querySelector('#lanes [data-lane=websocket] small').textContent)`)
	run := runID(t, tab)
	type struck struct{ Kind, Lane, Place string }
	got := get[struct{ Faults []struck }](t, a.URL()+"/api/runs/"+run+"/ledger").Faults
	if diff := cmp.Diff([]struck{{"reset", "websocket", "outside"}}, got); diff != "" {
		t.Errorf("the ledger's faults (-want +got):\n%s", diff)
	}
	for _, lane := range []string{"polling", "longpolling", "sse"} {
		if n := chrome.Eval[int](tab, fmt.Sprintf(`document.querySelectorAll('#lanes [data-lane=%s] small.trouble').length`, lane)); n != 0 {
			t.Errorf("%s was struck, too", lane)
		}
	}
}

// A lane's choices reach the server, which says so in what it settled.
func TestALaneIsAddedAndChosen(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/bench")
	tab.Until("the bench is ready", `document.querySelector('#lanes .lane')`)
	tab.Click(`#lanes .add`)
	tab.Until("the techniques are there", `document.querySelector('#laneform:popover-open .websocket')`)
	tab.Click(`#laneform .button.websocket`)
	tab.Until("its choices are there", `document.querySelector('#laneform #choice-when-it-is-cut')`)
	chrome.Eval[bool](tab, `(s => { s.value = 'resume'; s.dispatchEvent(new Event('change')) })(document.querySelector('#choice-when-it-is-cut')), true`)
	press(tab, "\x1b")
	tab.Until("the form is closed", `!document.querySelector('#laneform:popover-open')`)
	tab.Click(`#start`)
	tab.Until("the lane that was added has seen 3 events", `Number(document.querySelector('#figures tr[data-lane=websocket-2] td').textContent) >= 3`)
	type client struct {
		Name    string
		Choices struct{ Reconnect string }
	}
	clients := get[struct{ Clients []client }](t, a.URL()+"/api/runs/"+runID(t, tab)).Clients
	want := client{Name: "websocket-2"}
	want.Choices.Reconnect = "resume"
	if len(clients) != 5 || clients[4] != want {
		t.Errorf("the run's clients are %+v, want a fifth: %+v", clients, want)
	}
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}
