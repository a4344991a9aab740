package tests

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"wireside/labs/drive"
	"wireside/labs/observe"
	"wireside/server/app"
)

// benchRun is a run with a Go client on each lane.
type benchRun struct {
	ID      string
	Clients []drive.Client
	drive   *drive.Drive
}

// bench makes a run and follows it. drain is how long its clients may take, after a cut, to come back for the rest.
func (s *server) bench(t *testing.T, spec string, drain time.Duration) *benchRun {
	t.Helper()
	resp, err := http.Post(s.URL()+"/api/runs", "application/json", strings.NewReader(spec))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var run benchRun
	if err := json.NewDecoder(resp.Body).Decode(&run); err != nil || resp.StatusCode != 201 {
		t.Fatalf("POST /api/runs: %s, %v", resp.Status, err)
	}
	run.drive = drive.Start(t.Context(), drive.Config{Base: s.URL(), Clients: run.Clients, Drain: drain})
	return &run
}

// stop ends the publishing, lets the lanes drain, and returns what each has seen of how many events.
func (r *benchRun) stop(t *testing.T, s *server) (published int64, lanes map[string]observe.Figures) {
	t.Helper()
	resp, err := http.Post(s.URL()+"/api/runs/"+r.ID+"/stop", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var state struct{ Published uint64 }
	if err := json.NewDecoder(resp.Body).Decode(&state); err != nil {
		t.Fatal(err)
	}
	r.drive.Finish(state.Published)
	lanes = make(map[string]observe.Figures)
	for name, report := range r.drive.Reports(state.Published) {
		lanes[name] = observe.Merge(state.Published, report)
	}
	return int64(state.Published), lanes
}

// faultsOf returns how many faults a run has met.
func (s *server) faultsOf(t *testing.T, id string) int {
	t.Helper()
	var l struct{ Faults []struct{ ID int } }
	if err := json.Unmarshal(s.get(t, "/api/runs/"+id+"/ledger"), &l); err != nil {
		t.Fatal(err)
	}
	if len(l.Faults) == 0 {
		return 0
	}
	return l.Faults[len(l.Faults)-1].ID
}

// The wire is cut ten times at 50 events a second. Who says where it was loses nothing and repeats nothing; who doesn't
// shows exactly what it lost, or has had twice. And beside it a run on which nothing of that shows.
func TestTenCuts(t *testing.T) {
	t.Parallel()
	s := start(t, app.Config{})
	calm := s.bench(t, `{"rate":50,"lanes":["polling","longpolling","sse",{"technique":"websocket","reconnect":"resume"}]}`, 0)
	run := s.bench(t, `{"rate":50,"lanes":[{"technique":"polling","intervalMs":100},"longpolling",
		{"technique":"sse","retryMs":50},
		{"name":"sse-noids","technique":"sse","ids":false,"cursor":"now","retryMs":50},
		{"name":"sse-again","technique":"sse","ids":false,"retryMs":50},
		"websocket",
		{"name":"websocket-resume","technique":"websocket","reconnect":"resume"},
		"fallback"],
		"faults":[{"kind":"cut","at":0.5,"every":0.6,"times":10}]}`, 30*time.Second) // who was cut again and again pauses for up to eight seconds
	eventually(t, "the tenth cut", func() bool { return s.faultsOf(t, run.ID) == 10 })
	published, lanes := run.stop(t, s)

	for name, l := range lanes {
		if l.Delivered+l.Lost != published || l.Waiting != 0 || l.Unreadable+l.Foreign != 0 {
			t.Errorf("%s: published %d, delivered %d, lost %d, waiting %d; unreadable %d, foreign %d",
				name, published, l.Delivered, l.Lost, l.Waiting, l.Unreadable, l.Foreign)
		}
		switch name {
		case "sse-noids", "websocket":
			if l.Lost == 0 || l.Duplicated != 0 {
				t.Errorf("%s: lost %d, duplicated %d; it does not know where it was", name, l.Lost, l.Duplicated)
			}
		case "sse-again":
			if l.Lost != 0 || l.Duplicated == 0 {
				t.Errorf("%s: lost %d, duplicated %d; it begins again each time", name, l.Lost, l.Duplicated)
			}
		default:
			if l.Lost+l.Duplicated+l.Reordered != 0 {
				t.Errorf("%s: lost %d, duplicated %d, reordered %d", name, l.Lost, l.Duplicated, l.Reordered)
			}
		}
		if name == "sse" && l.Reconnects == 0 {
			t.Errorf("%s has never been cut", name)
		}
	}

	calmly, quiet := calm.stop(t, s)
	for name, l := range quiet {
		if l.Delivered != calmly || l.Lost+l.Duplicated+l.Reconnects != 0 {
			t.Errorf("beside it, %s: %d of %d delivered, lost %d, duplicated %d, %d reconnects", name, l.Delivered, calmly, l.Lost, l.Duplicated, l.Reconnects)
		}
	}
	for _, lane := range []string{"sse", "websocket"} {
		if book := s.ledger(t, calm.ID).Lanes[lane]; book.Requests != 1 || book.Connections != 1 {
			t.Errorf("beside it, %s made %d requests on %d connections", lane, book.Requests, book.Connections)
		}
	}
}

// Whatever happens to a run's connections, what is on the page is what crossed the sockets, and each lane's sum holds.
func TestEveryFaultLeavesTheLedgerRight(t *testing.T) {
	t.Parallel()
	s := start(t, app.Config{})
	for _, kind := range []string{
		`"kind":"cut"`, `"kind":"cut","seconds":0.3`, `"kind":"reset"`, `"kind":"stall","seconds":0.3`, `"kind":"stall"`,
		`"kind":"latency","latencyMs":50,"jitterMs":20`, `"kind":"bandwidth","kbps":200,"seconds":0.5`, `"kind":"bytes","pieceBytes":1`,
		`"kind":"buffer","buffer":{"bytes":2000,"ms":200}`, `"kind":"idle","idleSeconds":0.2`, `"kind":"status","status":503,"seconds":0.3`,
		`"kind":"status","status":204,"seconds":0.3`, `"kind":"status","status":200,"type":"text/html","seconds":0.3`,
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			run := s.bench(t, `{"rate":40,"lanes":[{"technique":"polling","intervalMs":50},"longpolling",{"technique":"sse","retryMs":50,"watchdogMs":400,"heartbeatMs":100},
				{"technique":"websocket","reconnect":"resume","watchdogMs":400,"heartbeatMs":100}],"faults":[{`+kind+`,"at":0.4},{`+kind+`,"at":0.9}]}`, 0)
			eventually(t, "the second fault", func() bool { return s.faultsOf(t, run.ID) == 2 })
			before := s.published(t, run.ID)
			eventually(t, "more has been published", func() bool { return s.published(t, run.ID) > before+20 })
			published, lanes := run.stop(t, s)
			for name, l := range lanes {
				if l.Delivered+l.Lost != published || l.Delivered == 0 || l.Duplicated != 0 {
					t.Errorf("%s: published %d, delivered %d, lost %d, duplicated %d", name, published, l.Delivered, l.Lost, l.Duplicated)
				}
			}
			eventually(t, "the units come to what the ledger says", func() bool { // some bytes may still be on their way
				var total, broken int64
				for _, u := range s.units(t, run.ID) {
					total += u.Length
					checkTiles(t, u)
					if u.Kind == "raw" && u.Error.Name == "incomplete" { // the client left amid an event
						broken += u.Length
					}
				}
				l := s.ledger(t, run.ID)
				return l.Wire.Bytes == total && l.Wire.Unexplained == broken && l.Wire.Pending == 0
			})
		})
	}
}

func (s *server) published(t *testing.T, id string) uint64 { return s.ledger(t, id).Published }

// The same seed brings the same run: the same texts at the same intervals.
func TestASeedRepeatsARun(t *testing.T) {
	t.Parallel()
	s := start(t, app.Config{})
	texts := func() string {
		run := s.createRun(t, `{"scenario":"notifications","rate":200,"seed":42,"seconds":1}`)
		eventually(t, "a burst", func() bool { return s.published(t, run.ID) >= 16 })
		var batch struct{ Events []struct{ Data string } }
		if err := json.Unmarshal(s.get(t, run.Lanes["polling"]+"&after=0"), &batch); err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, e := range batch.Events[:16] {
			all.WriteString(e.Data + "\n")
		}
		return all.String()
	}
	if a, b := texts(), texts(); a != b {
		t.Errorf("one seed, two runs:\n%s\n%s", a, b)
	}
}
