package oracle

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/decode"
	"wireside/wireview/pcap"
	"wireside/wireview/wire"
)

// checkReading fails if the inspector, reading a capture that tshark took, does not find the units that it found when the
// bytes crossed the sockets.
func checkReading(t *testing.T, file string, port int, live []unit) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var units []unit
	seq := uint64(0)
	stats, err := pcap.Read(f, func(e pcap.Endpoints) pcap.Stream {
		if int(e.Server.Port()) != port { // one that marks the capture's beginning or end
			return decode.New(e.Conn, func(*wire.Unit) {})
		}
		return decode.New(e.Conn, func(u *wire.Unit) {
			seq++
			u.Seq = seq
			units = append(units, explained(t, u))
		})
	})
	if err != nil || stats.Missing > 0 || len(stats.Skipped) > 0 {
		t.Fatalf("%v; %+v", err, stats)
	}
	want, got := facts(t, live), facts(t, units)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Fatalf("conversations (-live +read):\n%s", diff)
	}
	for tag := range want {
		for _, dir := range wire.Dirs {
			if diff := cmp.Diff(want[tag][dir], got[tag][dir]); diff != "" {
				t.Errorf("%s %s (-live +read):\n%s", tag, dir, diff)
			}
		}
	}
}

// explained returns a unit of a decoder as scripts read it.
func explained(t *testing.T, u *wire.Unit) unit {
	t.Helper()
	u = u.Clone()
	decode.Explain(u)
	text, err := json.Marshal(u)
	if err != nil {
		t.Fatal(err)
	}
	var read unit
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

// fact is what a unit says, wherever and whenever it was read.
type fact struct {
	Proto  wire.Proto
	Kind   wire.Kind
	Spans  wire.Spans
	Raw    string
	Fields []string // their names and values
	Value  map[string]any
	List   []any // a value that is none of names
	Error  string
}

// facts puts units in order by conversation and direction.
func facts(t *testing.T, units []unit) map[string][2][]fact {
	t.Helper()
	tags := map[uint64]string{}
	for _, u := range units {
		if tag := tagOf(u.Raw); u.Kind == wire.KindRequest && tag != "" && tags[u.Conn] == "" {
			tags[u.Conn] = tag
		}
	}
	all := map[string][2][]fact{}
	for _, u := range units {
		tag, ok := tags[u.Conn]
		if !ok {
			continue // of no run
		}
		f := fact{Proto: u.Proto, Kind: u.Kind, Spans: u.Spans, Raw: string(u.Raw)}
		if len(u.Value) > 0 && json.Unmarshal(u.Value, &f.Value) != nil && json.Unmarshal(u.Value, &f.List) != nil {
			t.Fatalf("the value of %s: %s", u.Summary, u.Value)
		}
		delete(f.Value, "frames") // numbers in the record
		if f.Value["pong"] != nil {
			f.Value["pong"] = true // the ping's number, and a time between two packets in place of two calls
		}
		for _, field := range u.Fields {
			f.Fields = append(f.Fields, field.Name+": "+field.Value)
		}
		if u.Error != nil {
			f.Error = u.Error.Name
		}
		both := all[tag]
		both[u.Dir] = append(both[u.Dir], f)
		all[tag] = both
	}
	return all
}
