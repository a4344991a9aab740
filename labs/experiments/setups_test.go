package experiments

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// runSpec is what POST /api/runs takes, as far as it matters here. What a server makes of it is tested with the server.
type runSpec struct {
	Scenario     string
	Rate         float64
	PayloadBytes int
	Seconds      int
	LeadMs       int
	LateMs       float64
	Upstream     float64
	Network      json.RawMessage
	Lanes        []json.RawMessage
	Faults       []struct {
		Kind, Type, Lane   string
		Status, Times      int
		At, Every, Seconds float64
	}
	Herd *struct {
		Technique, Reconnect string
		Clients              int
		IntervalMs, Jitter   float64
	}
}

func readSpec(t *testing.T, s Setup) (run runSpec) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(s.Spec))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&run); err != nil {
		t.Errorf("%s: %v", s.Name, err)
	}
	return run
}

// lanes returns the lanes' names.
func (r runSpec) lanes(t *testing.T) (names []string) {
	t.Helper()
	for _, text := range r.Lanes {
		var name string
		if json.Unmarshal(text, &name) != nil {
			var lane struct{ Name, Technique string }
			if err := json.Unmarshal(text, &lane); err != nil {
				t.Error(err)
			}
			if name = lane.Name; name == "" {
				name = lane.Technique
			}
		}
		names = append(names, name)
	}
	return names
}

// takes returns how long the trials of setups take: what each run's spec says and a quarter of a second to begin and end it,
// one after the other of those that have to be alone, three at a time of the others.
func takes(t *testing.T, setups []Setup) time.Duration {
	t.Helper()
	var alone, others time.Duration
	for _, s := range setups {
		if s.Kind != KindRun {
			continue
		}
		run := readSpec(t, s)
		trials := time.Duration(s.Trials) * (time.Duration(run.Seconds)*time.Second + time.Duration(run.LeadMs+250)*time.Millisecond)
		if s.Alone {
			alone += trials
		} else {
			others += trials
		}
	}
	return alone + others/3
}

// Somebody waits for it.
func TestClaimsDoNotTakeLong(t *testing.T) {
	if all := takes(t, SetupsOf(All()...)); all > 150*time.Second {
		t.Errorf("all claims take %v", all)
	}
	for _, c := range All() {
		if one := takes(t, SetupsOf(c)); one > time.Minute {
			t.Errorf("claim %d takes %v", c.Number, one)
		}
	}
}

// Each setup is one that some claim needs, and can be run by a browser as well.
func TestSetupsAreWhole(t *testing.T) {
	used := SetupsOf(All()...)
	if len(used)+len(CostSetups()) != len(Setups()) {
		t.Errorf("%d setups are used by claims, of %d", len(used), len(Setups()))
	}
	for _, s := range used {
		if !word.MatchString(s.Name) || s.Title == "" || s.Trials < 1 {
			t.Errorf("%q, %q: %d trials", s.Name, s.Title, s.Trials)
		}
		if found, ok := FindSetup(s.Name); !ok || found.Title != s.Title || Setups()[s.Name].Title != s.Title {
			t.Errorf("%s is not found by its name", s.Name)
		}
		if s.Kind != KindRun {
			if s.Name != string(s.Kind) || s.Trials != 1 || s.Spec != nil {
				t.Errorf("%s: of the kind %s there is one, and it has one trial", s.Name, s.Kind)
			}
			continue
		}
		run := readSpec(t, s)
		if run.Seconds < 1 || len(run.Lanes) == 0 || len(run.Lanes) > 8 {
			t.Errorf("%s: %d seconds, %d lanes", s.Name, run.Seconds, len(run.Lanes))
		}
		six := 5 // and one connection for what the page itself asks
		for _, lane := range run.lanes(t) {
			if !strings.HasPrefix(lane, "websocket") {
				six--
			}
		}
		if six < 0 {
			t.Errorf("%s: a browser has six connections, too few for its lanes", s.Name)
		}
		if wire := slices.ContainsFunc(Needs(s.Name), func(name string) bool { return strings.HasPrefix(name, "wire.") }); wire != s.Wire {
			t.Errorf("%s: needs facts of the wire: %v, and says %v", s.Name, wire, s.Wire)
		}
	}
	if _, ok := FindSetup("no-such-setup"); ok {
		t.Error("a setup is found that isn't there")
	}
}

// One event in a hundred that goes missing is to be seen for sure by a case that says that none is.
func TestALossIsSeen(t *testing.T) {
	for _, c := range All() {
		for _, k := range c.Cases {
			if !strings.HasSuffix(k.Figure.Of[0], ".lost") || !k.Each || !k.Holds.Contains(0) {
				continue
			}
			s, _ := FindSetup(k.Setup)
			run := readSpec(t, s)
			if events := run.Rate * float64(run.Seconds*s.Trials); events < 600 {
				t.Errorf("claim %d, %s: all trials of %s together publish %v events", c.Number, k.Name, s.Name, events)
			}
		}
	}
}

// Claims that share a setup have it run once, and what is cheap comes first.
func TestSetupsOf(t *testing.T) {
	one, _ := Find(7)
	other, _ := Find(9)
	if got := SetupsOf(one, other, one); len(got) != 1 || got[0].Name != "push" {
		t.Errorf("claims 7 and 9 take %v", got)
	}
	source, _ := Find(1)
	if got := SetupsOf(source); got != nil {
		t.Errorf("a claim that can't be measured takes %v", got)
	}
	for i, s := range SetupsOf(All()...) {
		if s.Kind != KindRun && i > 1 {
			t.Errorf("%s comes at place %d", s.Name, i)
		}
	}
}
