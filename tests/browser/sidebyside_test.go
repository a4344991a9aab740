package browser

import (
	"net/http"
	"strings"
	"testing"

	"wireside/tests/chrome"
)

// Whatever happens to a run, the one in another reader's browser does not notice.
func TestTwoRunsSideBySide(t *testing.T) {
	a := start(t)
	browser := chrome.Open(t)
	browser.Go("about:blank")
	calm, harmed := browser.Apart(t), browser.Apart(t)
	quiet := startPreset(calm, a.URL(), "ticker")
	calm.Until("each lane has seen an event", seen(1))
	run := startPreset(harmed, a.URL(), "ten-cuts")
	harmed.Until("a cut has come", requests("websocket-backoff", 2))
	for _, fault := range []string{`{"kind":"stall","seconds":1}`, `{"kind":"status","status":503,"seconds":1}`, `{"kind":"reset"}`} {
		resp, err := http.Post(a.URL()+"/api/runs/"+run+"/faults", "application/json", strings.NewReader(fault))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusCreated {
			t.Fatalf("%s: %s", fault, resp.Status)
		}
	}
	harmed.Until("a lane came back from all that", requests("websocket-backoff", 4))
	published := get[book](t, a.URL()+"/api/runs/"+quiet+"/ledger").Published
	calm.Until("the other run goes on", seen(published+3))
	stopRun(calm)
	stopRun(harmed)

	b := checkBooks(t, calm, a.URL(), quiet)
	for name, lane := range b.Lanes {
		if lane.Lost+lane.Duplicated+lane.Reordered != 0 {
			t.Errorf("beside it, %s: %+v", name, lane.tally)
		}
		if stream := name == "sse" || name == "websocket"; stream && (lane.Requests != 1 || lane.Connections != 1) {
			t.Errorf("beside it, %s made %d requests on %d connections", name, lane.Requests, lane.Connections)
		}
	}
	if len(b.Faults) > 0 {
		t.Errorf("beside it, faults are entered: %v", b.Faults)
	}
	checkConsole(t, calm, gone)
	if lanes := checkBooks(t, harmed, a.URL(), run).Lanes; lanes["websocket"].Lost == 0 || lanes["websocket-resume"].Lost != 0 {
		t.Errorf("lost: %d by the naive lane, %d by the one that resumes", lanes["websocket"].Lost, lanes["websocket-resume"].Lost)
	}
}
