package wire

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSlice(t *testing.T) {
	event := Spans{{100, 105}, {110, 112}, {120, 130}} // an event over three chunks: 17 bytes
	for _, c := range []struct {
		from, to int64
		want     Spans
	}{
		{0, 17, Spans{{100, 105}, {110, 112}, {120, 130}}},
		{0, 5, Spans{{100, 105}}},
		{4, 6, Spans{{104, 105}, {110, 111}}},
		{5, 7, Spans{{110, 112}}},
		{6, 17, Spans{{111, 112}, {120, 130}}},
		{17, 17, nil},
		{3, 3, nil},
	} {
		if diff := cmp.Diff(c.want, event.Slice(c.from, c.to)); diff != "" {
			t.Errorf("Slice(%d, %d) (-want +got):\n%s", c.from, c.to, diff)
		}
	}
	for _, c := range [][2]int64{{-1, 2}, {3, 2}, {0, 18}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Slice(%d, %d) did not panic", c[0], c[1])
				}
			}()
			event.Slice(c[0], c[1])
		}()
	}
}

// However a run of bytes is cut into fields, the fields' spans come to the whole again.
func TestSlicesTile(t *testing.T) {
	event := Spans{{0, 3}, {5, 6}, {9, 14}}
	for cut := range event.Len() + 1 {
		var joined Spans
		for _, part := range []Spans{event.Slice(0, cut), event.Slice(cut, event.Len())} {
			for _, s := range part {
				joined = joined.Append(s[0], s[1])
			}
		}
		if diff := cmp.Diff(event, joined); diff != "" {
			t.Errorf("cut at %d (-want +got):\n%s", cut, diff)
		}
	}
}

func TestAppendJoinsNeighbours(t *testing.T) {
	var s Spans
	s = s.Append(1, 1)
	s = s.Append(1, 4)
	s = s.Append(4, 6)
	s = s.Append(8, 9)
	if diff := cmp.Diff(Spans{{1, 6}, {8, 9}}, s); diff != "" {
		t.Error("(-want +got)\n", diff)
	}
}

func TestTilerCoversInOrder(t *testing.T) {
	u := &Unit{Raw: []byte("id: 42\n\n"), Spans: Spans{{10, 14}, {20, 24}}, Fields: []Field{{Name: "stale"}}}
	tile := Tile(u)
	tile.Field(0, Field{Name: "byte order mark"})
	tile.Field(7, Field{Name: "id"})
	if diff := cmp.Diff("\n", string(tile.Rest())); diff != "" {
		t.Error("rest (-want +got)\n", diff)
	}
	tile.Field(1, Field{Name: "blank line"})
	want := []Field{{Name: "id", Spans: Spans{{10, 14}, {20, 23}}}, {Name: "blank line", Spans: Spans{{23, 24}}}}
	if diff := cmp.Diff(want, u.Fields); diff != "" {
		t.Error("fields (-want +got)\n", diff)
	}
}

// The JSON is a part of the surface that scripts rely on.
func TestUnitInJSON(t *testing.T) {
	u := Unit{
		Seq: 17, At: 1763794512203114, Conn: 7, Dir: S2C, Lane: "sse", Proto: SSE, Kind: KindEvent, Length: 3, Spans: Spans{{402, 405}},
		Summary: "s", Raw: []byte("hi\n"), Fields: []Field{{Name: "data", Value: "hi", Spans: Spans{{402, 405}}, Note: "n", Spec: "WHATWG 9.2.6"}},
		Value: map[string]int{"x": 1}, Error: &Violation{Name: "v", Spec: "RFC 6455 5.5", Message: "m", Close: 1002},
	}
	got, err := json.Marshal(u)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"seq":17,"at":1763794512203114,"conn":7,"dir":"s2c","lane":"sse","proto":"sse","kind":"event","length":3,` +
		`"spans":[[402,405]],"summary":"s","raw":"aGkK","fields":[{"name":"data","value":"hi","spans":[[402,405]],"note":"n","spec":"WHATWG 9.2.6"}],` +
		`"value":{"x":1},"error":{"name":"v","spec":"RFC 6455 5.5","message":"m","close":1002}}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error("(-want +got)\n", diff)
	}
	var back Unit
	if err := json.Unmarshal(got, &back); err != nil || back.Dir != S2C {
		t.Errorf("read back: %v, %v", back.Dir, err)
	}
	if err := json.Unmarshal([]byte(`{"dir":"sideways"}`), &back); err == nil {
		t.Error("an unknown direction was read")
	}
}

func TestCloneSharesNoBytes(t *testing.T) {
	u := &Unit{Raw: []byte("abc"), Spans: Spans{{0, 3}}}
	c := u.Clone()
	u.Raw[0], u.Spans[0][0] = 'x', 9
	if string(c.Raw) != "abc" || c.Spans[0][0] != 0 {
		t.Errorf("the clone changed with its original: %q %v", c.Raw, c.Spans)
	}
}
