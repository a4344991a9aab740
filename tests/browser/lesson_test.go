// Package browser tests what only a browser can: that a reader who opens the first lesson sees four lanes deliver the same
// events, and their bytes.
package browser

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/server/app"
	"wireside/tests/chrome"
)

var lanes = []string{"polling", "longpolling", "sse", "websocket"}

func start(t *testing.T) *app.App {
	t.Helper()
	a, err := app.Start(app.Config{Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// figures is a lane's row of the table: what the browser observed.
type figures struct{ Seen, P50, P99, Requests, PerEvent, LostDup string }

func readFigures(tab *chrome.Tab) map[string]figures {
	return chrome.Eval[map[string]figures](tab, `Object.fromEntries(
		[...document.querySelectorAll('#figures tbody tr')].map((row) => {
			const [Seen, P50, P99, Requests, PerEvent, LostDup] = [...row.querySelectorAll('td')].map((d) => d.textContent.trim());
			return [row.dataset.lane, { Seen, P50, P99, Requests, PerEvent, LostDup }];
		}))`)
}

func TestANewcomerSeesFourLanesDeliverTheSameEvents(t *testing.T) {
	a := start(t)
	tab := chrome.Open(t)
	tab.Go(a.URL() + "/")
	tab.Click(`a.go`) // one click from the front door
	tab.Until("the lesson is there", `location.pathname === '/lessons/four-lanes' && document.readyState === 'complete'`)
	if n := a.Streams(); n != 0 {
		t.Errorf("%d streams are open before Start was pressed", n)
	}
	tab.Click(`#start`)
	tab.Until("each lane has seen 20 events", seen(20))

	run := runID(t, tab)
	published := get[struct{ Published int }](t, a.URL()+"/api/runs/"+run).Published
	tab.Until(fmt.Sprintf("each lane has seen all %d events that were published by then", published), seen(published))
	rows := readFigures(tab)
	for _, lane := range lanes {
		row := rows[lane]
		if row.LostDup != "0 / 0" {
			t.Errorf("%s: lost / duplicated is %q", lane, row.LostDup)
		}
		for name, text := range map[string]string{"p50": row.P50, "p99": row.P99, "requests": row.Requests, "bytes per event": row.PerEvent} {
			if text == "" || strings.ContainsAny(text, "–N") {
				t.Errorf("%s: %s is %q", lane, name, text)
			}
		}
	}
	if rows["sse"].Requests != "1" || rows["websocket"].Requests != "1" {
		t.Errorf("SSE and WebSocket made %s and %s requests, want one each", rows["sse"].Requests, rows["websocket"].Requests)
	}
	tab.Until("every byte is explained", `/[1-9][\d,]* B on the wire · 0 unexplained/.test(document.querySelector('#total').textContent)`)

	tab.Click(`#start`) // stop
	tab.Until("the run is stopped", `/Start/.test(document.querySelector('#start').textContent)`)
	units := units(t, a.URL()+"/api/runs/"+run+"/units")
	inspect(t, tab, units, "sse", "event")
	inspect(t, tab, units, "websocket", "frame")
	inspect(t, tab, units, "polling", "request")
	inspect(t, tab, units, "longpolling", "body")
	if c := complaints(tab); len(c) > 0 {
		t.Errorf("the console complains: %q", c)
	}
}

// seen is a condition: each lane has seen that many events.
func seen(n int) string {
	return fmt.Sprintf(`[...document.querySelectorAll('#figures tbody tr')].every((row) =>
		Number(row.querySelector('td').textContent.replaceAll(',', '')) >= %d)`, n)
}

// runID returns the id of the run that the page has made, which its requests tell.
func runID(t *testing.T, tab *chrome.Tab) string {
	t.Helper()
	for _, url := range chrome.Eval[[]string](tab, `performance.getEntriesByType('resource').map((e) => e.name)`) {
		if _, rest, ok := strings.Cut(url, "/api/runs/"); ok {
			id, _, _ := strings.Cut(rest, "/")
			return id
		}
	}
	t.Fatal("the page has asked for no run")
	return ""
}

// complaints are the console's, but for what a browser writes there of what is meant to be: a connection that is cut on
// purpose is an error to it.
func complaints(tab *chrome.Tab, meant ...string) []string {
	return slices.DeleteFunc(tab.Complaints(), func(c string) bool {
		return slices.ContainsFunc(meant, func(m string) bool { return strings.Contains(c, m) })
	})
}

// strike has a fault happen to a run.
func strike(t *testing.T, url, run, fault string) {
	t.Helper()
	resp, err := http.Post(url+"/api/runs/"+run+"/faults", "application/json", strings.NewReader(fault))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		t.Fatalf("the fault %s: status %d", fault, resp.StatusCode)
	}
}

type unit struct {
	Seq        int
	Lane, Kind string
	Raw        []byte
	Fields     []struct{ Name, Note string }
	Error      *struct{ Name string }
}

// inspect chooses the last unit of a lane and kind in the list by its mouse, and compares the bytes and the fields that the
// page shows with what the server has.
func inspect(t *testing.T, tab *chrome.Tab, units []unit, lane, kind string) {
	t.Helper()
	tab.Click(`#tabs [data-lane="` + lane + `"]`)
	rows := `[...document.querySelectorAll('#units [role=option]')].filter((r) => r.offsetParent)`
	row := rows + `.filter((r) => r.querySelector('.k').textContent === '` + kind + `').at(-1)`
	tab.Until("the list shows the "+kind+"s of "+lane+" alone", rows+`.every((r) => r.querySelector('.l.`+lane+`')) && `+row)
	chrome.Eval[bool](tab, row+`.click(), true`)
	tab.Until("the "+kind+" of "+lane+" is shown", `document.querySelector('#unit h3 .`+lane+`')?.parentElement.textContent.includes('`+kind+`') && document.querySelector('#unit .hex')`)
	shown := chrome.Eval[struct {
		Hex    string
		Fields []string
		Notes  int
	}](tab, `({
		Hex: [...document.querySelectorAll('#unit .hex > span:nth-child(3n+2)')].map((r) => r.textContent).join(' ').replaceAll(' ', ''),
		Fields: [...document.querySelectorAll('#unit .fields button')].map((b) => b.textContent),
		Notes: [...document.querySelectorAll('#unit .fields .note')].filter((n) => n.textContent.trim()).length,
	})`)
	for _, u := range units {
		if u.Lane != lane || u.Kind != kind || fmt.Sprintf("%x", u.Raw) != shown.Hex {
			continue
		}
		var names []string
		for _, f := range u.Fields {
			names = append(names, f.Name)
		}
		if diff := cmp.Diff(names, shown.Fields); diff != "" {
			t.Errorf("%s %s: fields (-server +page):\n%s", lane, kind, diff)
		}
		if shown.Notes == 0 {
			t.Errorf("%s %s: no field has a sentence", lane, kind)
		}
		return
	}
	t.Errorf("%s %s: the page shows bytes that are in none of the run's units: %s", lane, kind, shown.Hex)
}

func units(t *testing.T, url string) []unit {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var all []unit
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var u unit
		if err := json.Unmarshal(lines.Bytes(), &u); err != nil {
			t.Fatal(err)
		}
		all = append(all, u)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func get[T any](t *testing.T, url string) T {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var v T
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
