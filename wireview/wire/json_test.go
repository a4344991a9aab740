package wire

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// viaReflection returns what AppendJSON must write.
func viaReflection(t testing.TB, v any) string {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// same reports a unit that AppendJSON writes otherwise than encoding/json, or not at the end of what there is.
func same(t testing.TB, u *Unit) {
	t.Helper()
	if diff := cmp.Diff("x"+viaReflection(t, u), string(u.AppendJSON([]byte("x")))); diff != "" {
		t.Errorf("-encoding/json +AppendJSON\n%s", diff)
	}
}

func TestAppendJSON(t *testing.T) {
	violation := &Violation{Name: "v", Spec: "RFC 6455 5.5", Message: `"m"`}
	for _, u := range []*Unit{
		{},
		{Spans: Spans{}, Raw: []byte{}, Fields: []Field{}, Value: map[string]any{}},
		{Seq: math.MaxUint64, At: math.MinInt64, Conn: 1, Dir: S2C, Length: math.MaxInt64},
		{Lane: "sse", Proto: SSE, Kind: KindEvent, Spans: Spans{{0, 3}, {5, math.MaxInt64}}, Summary: "<&>", Raw: []byte("\x00\xff\xfe")},
		{Fields: []Field{{}, {Name: "n", Value: "v", Spans: Spans{{1, 2}}, Note: "<b>", Spec: "s"}}},
		{Value: map[string]any{"html": "<a&b>", "list": []int{1, 2}}, Error: violation},
		{Value: (*Violation)(violation), Error: &Violation{Close: 1002}},
		{Value: appends{}},
	} {
		same(t, u)
	}
	if got, want := string((&Unit{Value: func() {}}).AppendJSON(nil)), `"value":null`; !strings.Contains(got, want) {
		t.Errorf("%s does not say %s of a value that has no JSON", got, want)
	}
}

// appends is a value whose JSON is its own affair.
type appends struct{}

func (appends) AppendJSON(b []byte) []byte   { return append(b, `"itself"`...) }
func (appends) MarshalJSON() ([]byte, error) { return []byte(`"itself"`), nil }

// Each length is tried, with room behind it and without, and each pair of characters is met.
func TestAppendBase64(t *testing.T) {
	all := make([]byte, 3<<10)
	for i := range all {
		all[i] = byte(i * i >> 3)
	}
	for n := range 100 {
		for _, b := range [][]byte{make([]byte, 1, 2), make([]byte, 1, 1<<10)} {
			if diff := cmp.Diff("\x00"+viaReflection(t, all[n:2*n]), string(AppendBase64(b, all[n:2*n]))); diff != "" {
				t.Errorf("%d bytes: -encoding/json +AppendBase64\n%s", n, diff)
			}
		}
	}
	for i := range 1 << 12 {
		p := []byte{byte(i >> 4), byte(i << 4), 0, byte(i >> 8), byte(i), 0, 0, 0, 0}
		if got, want := string(AppendBase64(nil, p)), viaReflection(t, p); got != want {
			t.Fatalf("%x: %s, want %s", p, got, want)
		}
	}
}

// Each character is tried at each place of a word, of several, and beyond one.
func TestAppendString(t *testing.T) {
	runes := []string{"\u2028", "\u2029", "\u2027", "\ufffd", "é", "€", "😀", "\xe2\x82", "\xed\xa0\x80", "\xf0\x9f\x98"}
	for c := range 256 {
		runes = append(runes, string([]byte{byte(c)}))
	}
	for _, r := range runes {
		for n := range 42 {
			s := strings.Repeat("x", n) + r + strings.Repeat("y", 41-n)
			for _, s := range []string{s, s + r, r + r + s} {
				if got, want := string(AppendString(nil, s)), viaReflection(t, s); got != want {
					t.Fatalf("%q: %s, want %s", s, got, want)
				}
			}
		}
	}
}

func FuzzAppendJSON(f *testing.F) {
	f.Add("event", "id: 42\n\n", []byte("id: 42\n\n"), int64(402), int64(410))
	f.Add("\u2028\x7f", "\"\\\b\f\n\r\t\x00\x1f<&>", []byte{0xff}, int64(-1), int64(math.MinInt64))
	f.Add("\xe2\x80\xa8 \xe2\x80\xa9 \xe2\x80", strings.Repeat("a", 7)+"\xff", []byte{}, int64(0), int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, name, text string, raw []byte, from, to int64) {
		same(t, &Unit{
			Seq: uint64(from), At: to, Conn: uint64(to), Dir: Dir(len(raw) % 2), Lane: text, Proto: Proto(name), Kind: Kind(text), Length: from,
			Spans: Spans{{from, to}, {to, from}}, Summary: text, Raw: raw, Value: text,
			Fields: []Field{{Name: name, Value: text, Spans: Spans{{from, to}}, Note: text, Spec: name}, {Value: name}},
			Error:  &Violation{Name: name, Spec: text, Message: name, Close: int(from % 5000)},
		})
	})
}

func TestAppendJSONAllocatesNothing(t *testing.T) {
	u := unitOfEvent()
	b := u.AppendJSON(nil)
	if n := testing.AllocsPerRun(100, func() { b = u.AppendJSON(b[:0]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkAppendJSON(b *testing.B) {
	u := unitOfEvent()
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out = u.AppendJSON(out[:0])
	}
	b.SetBytes(int64(len(out)))
}

func unitOfEvent() *Unit {
	raw := []byte("id: 42\ndata: {\"seq\":42,\"at\":1763794512203114,\"data\":\"WIRE 101.37 +0.12\"}\n\n")
	u := &Unit{
		Seq: 17, At: 1763794512203114, Conn: 7, Dir: S2C, Lane: "sse", Proto: SSE, Kind: KindEvent, Length: int64(len(raw)),
		Spans: Spans{{402, 402 + int64(len(raw))}}, Summary: `id: 42 · data: {"seq":42,"at":1763794512203114`, Raw: raw,
	}
	tile := Tile(u)
	tile.Field(7, Field{Name: "id", Value: "42", Note: "The last event ID from here on; a browser sends it back when it reconnects.", Spec: "WHATWG 9.2.6"})
	tile.Field(len(raw)-8, Field{Name: "data", Value: string(raw[13 : len(raw)-2]), Note: "A line of the event's data.", Spec: "WHATWG 9.2.6"})
	tile.Field(1, Field{Name: "blank line", Note: "The end of the block.", Spec: "WHATWG 9.2.6"})
	return u
}
