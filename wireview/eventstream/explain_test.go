package eventstream

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// TestFields looks at every kind of line.
func TestFields(t *testing.T) {
	type field struct {
		Name, Value string
		Spans       wire.Spans
		Note        string // a part of it
	}
	c := chunks{
		[]byte(bom + ": heartbeat\r\ndata: a\x00b\ndata\n"), []byte("da"), []byte("ta:c\revent: add\n"),
		[]byte("id: 42\nid: \x00\nid\nretry: 2000\nretry: 2s\nretry\nfoo: bar\nDATA: x\n\r\n"),
	}
	units := decode(Config{}, c, true)
	conserved(t, c, units)
	var got []field
	for _, f := range units[0].Fields {
		got = append(got, field{f.Name, f.Value, f.Spans, f.Note})
	}
	want := []field{
		{"byte order mark", "U+FEFF", wire.Spans{{402, 405}}, "very start"},
		{"comment", " heartbeat", wire.Spans{{405, 418}}, "a comment"},
		{"data", "a␀b", wire.Spans{{418, 428}}, "Appends"},
		{"data", "", wire.Spans{{428, 433}}, "Without a colon"},
		{"data", "c", wire.Spans{{440, 442}, {449, 454}}, "Appends"},
		{"event", "add", wire.Spans{{454, 465}}, "type"},
		{"id", "42", wire.Spans{{472, 479}}, "Last-Event-ID"},
		{"id", "␀", wire.Spans{{479, 485}}, "NULL"},
		{"id", "", wire.Spans{{485, 488}}, "Forgets"},
		{"retry", "2000", wire.Spans{{488, 500}}, "2000 ms"},
		{"retry", "2s", wire.Spans{{500, 510}}, "ASCII digits"},
		{"retry", "", wire.Spans{{510, 516}}, "no digits"},
		{"ignored", "foo: bar", wire.Spans{{516, 525}}, "no field of this name"},
		{"ignored", "DATA: x", wire.Spans{{525, 533}}, "no field of this name"},
		{"blank line", "CRLF", wire.Spans{{533, 535}}, "is dispatched"},
	}
	note := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Note" },
		cmp.Comparer(func(a, b string) bool { return strings.Contains(a, b) || strings.Contains(b, a) }))
	if diff := cmp.Diff(want, got, note); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestWhyDispatched looks at the sentence on a block's last field.
func TestWhyDispatched(t *testing.T) {
	tests := []struct{ in, name, note string }{
		{"data: a\n\n", "blank line", "the event is dispatched"},
		{": a\n\n", "blank line", "comments keep the connection alive"},
		{"\n", "blank line", "a blank line alone does nothing"},
		{"id: 1\n\n", "blank line", "holds all the same"},
		{"data: a\n", "data", "discarded"},
		{"data: a", "data", "ended inside this line"},
		{"data: a\nda", "ignored", "discarded"},
	}
	for _, test := range tests {
		fields := read(test.in)[0].Fields
		last := fields[len(fields)-1]
		if last.Name != test.name || !strings.Contains(last.Note, test.note) {
			t.Errorf("%q: last field %q with note %q, want %q with %q", test.in, last.Name, last.Note, test.name, test.note)
		}
	}
}

func TestSummary(t *testing.T) {
	long := strings.Repeat("x", 100)
	tests := []struct{ in, want string }{
		{"id: 42\ndata: {\"seq\":42}\n\n", `id: 42 · data: {"seq":42}`},
		{": heartbeat\n\n", ": heartbeat"},
		{"retry:2000\n\n", "retry: 2000"},
		{"data\n\n", "data"},
		{"\n", "blank line"},
		{bom + "\n", "blank line"},
		{bom, "unfinished"},
		{"data: a", "data: a · unfinished"},
		{"data: " + long + "\n\n", "data: " + long[:maxSummaryLine] + "…"},
		{"data: a\nb\nretry: 2s\nid: \x00\nretry: 2\n\n", "data: a · ⚠ ignored: b · ⚠ ignored: retry: 2s · ⚠ ignored: id: ␀ · …"},
		{long + ": a\n\n", "⚠ ignored: " + long[:maxSummaryLine] + "…"},
		{"data: 1\ndata: 2\ndata: 3\ndata: 4\ndata: 5\ndata: 6\n\n", "data: 1 · data: 2 · data: 3 · data: 4 · …"},
		{"data: \x1b[31m\x7f\xff\n\n", "data: ␛[31m␡\ufffd"},
	}
	for _, test := range tests {
		if got := read(test.in)[0].Summary; got != test.want {
			t.Errorf("%q: summary %q, want %q", test.in, got, test.want)
		}
	}
}

// TestManyLines shows that a block of very many lines costs a bounded number of fields, and still means what it says.
func TestManyLines(t *testing.T) {
	for _, lines := range []int{MaxFields - 1, MaxFields, MaxFields + 1, 5 * MaxFields} {
		c := chunks{[]byte(strings.Repeat("data\n", lines) + "\n")}
		units := decode(Config{}, c, true)
		conserved(t, c, units)
		if got := len(units[0].Fields); got != min(lines+1, MaxFields+2) {
			t.Errorf("%d lines: %d fields", lines, got)
		}
		if got := len(units[0].Value.(Event).Data); got != lines-1 {
			t.Errorf("%d lines: %d bytes of data, want %d", lines, got, lines-1)
		}
	}
	c := chunks{[]byte(strings.Repeat("data\n", MaxFields+9))}
	conserved(t, c, decode(Config{}, c, true))
}

func TestInvalidUTF8(t *testing.T) {
	for in, want := range map[string]*wire.Violation{
		"data: é\n\n": nil, "data: \xe9\n\n": InvalidUTF8, ": \xff\n\n": InvalidUTF8, "data: a\xc3": InvalidUTF8,
	} {
		if u := read(in)[0]; u.Error != want || u.Kind != wire.KindEvent {
			t.Errorf("%q: %s with violation %v, want %v", in, u.Kind, u.Error, want)
		}
	}
}

func TestDecodeUTF8(t *testing.T) {
	// The table of maximal subparts in the Unicode Standard, chapter 3, tables 3-8 to 3-11, and more.
	for in, want := range map[string]string{
		"\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41": "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdA",
		"\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41": "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdA",
		"\xf4\x91\x92\x93\xff\x41\x80\xbf\x42": "\ufffd\ufffd\ufffd\ufffd\ufffdA\ufffd\ufffdB",
		"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41": "\ufffd\ufffd\ufffd\ufffdA",
		"\xf0\x9f\x98":                         "\ufffd",
		"\xf0\x9f\x98\x80":                     "\U0001f600",
		"\xf4\x8f\xbf\xbf\xf4\x90\x80\x80":     "\U0010ffff\ufffd\ufffd\ufffd\ufffd",
		"\xef\xbf\xbd":                         "\ufffd",
		"\xe0\x9f\x80\xe0\xa0":                 "\ufffd\ufffd\ufffd\ufffd",
		"\xc3":                                 "\ufffd",
	} {
		if got := decodeUTF8([]byte(in)); got != want {
			t.Errorf("%x: %q, want %q", in, got, want)
		}
	}
}

// TestBrowserView looks at what a note adds where a browser reads other than one might think.
func TestBrowserView(t *testing.T) {
	tests := []struct {
		name, in     string
		block, field int
		value, note  string
	}{
		{"not UTF-8", "data: a\xe2\x82b\n\n", 0, 0, "a\ufffdb", "of the bytes e2 82 a browser makes U+FFFD each."},
		{"much that is not UTF-8", "data: \xff\xfe\xc3a\xf0\x9f\n\n", 0, 0, "\ufffd\ufffd\ufffda\ufffd", "of the bytes ff, fe, c3 and others a"},
		{"comment not UTF-8", ": \xff\n\n", 0, 0, " \ufffd", "of the bytes ff a"},
		{"valid beside what is not", "data: é\n: \xff\n\n", 0, 0, "é", dataNote},
		{"byte order mark later", "\n" + bom + "data: a\n\n", 1, 0, "\ufeffdata: a", lateBOMNote},
		{"second byte order mark", bom + bom + "data: a\n\n", 0, 1, "\ufeffdata: a", lateBOMNote},
		{"CR", "data: a\r\r", 0, 0, "a", "ends with a CR alone"},
		{"CR in a blank line", "data: a\r\r", 0, 1, "CR", endNotes[""]},
		{"CRLF", "data: a\r\n\r\n", 0, 0, "a", dataNote},
		{"LF", "data: a\n\n", 0, 1, "LF", endNotes[""]},
		{"event named as EventSource's own", "event: error\ndata\n\n", 0, 0, "error", "the same listeners hear both"},
	}
	for _, test := range tests {
		f := read(test.in)[test.block].Fields[test.field]
		if f.Value != test.value || !strings.Contains(f.Note, test.note) {
			t.Errorf("%s: value %q with note %q, want %q with %q", test.name, f.Value, f.Note, test.value, test.note)
		}
	}
}

// TestAppendJSON holds the values' own JSON against what encoding/json makes of them.
func TestAppendJSON(t *testing.T) {
	for _, v := range []wire.JSONAppender{
		Event{}, Event{Type: "<x>", Data: "a\n\u2028\"", LastEventID: "\x00", Dispatched: true, Retry: ms(-1)},
		Event{Why: WhyNoData}, Event{Bodies: []uint64{1, 1 << 63}, Retry: ms(5)}, Event{Bodies: []uint64{}}, End{}, End{Incomplete: true, LastEventID: "é", Retry: ms(0)},
	} {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.String(), string(v.AppendJSON(nil))+"\n"); diff != "" {
			t.Errorf("-encoding/json +AppendJSON\n%s", diff)
		}
	}
}

// TestExplainAgain shows that explaining a unit twice, or a copy of it, says the same.
func TestExplainAgain(t *testing.T) {
	for i, u := range read(bom + "id: 1\n\n" + bom + "data: \xff\n\n: a") {
		c := u.Clone()
		Explain(c)
		if diff := cmp.Diff(u, c); diff != "" {
			t.Errorf("unit %d: -once +twice\n%s", i, diff)
		}
	}
}

// TestExplainInflated explains events of a compressed stream as those on the wire, but for their fields.
func TestExplainInflated(t *testing.T) {
	for i, u := range read(bom + "id: 1\ndata: a\nretry: 5\n\n" + bom + "data: \xff\n\n: a") {
		c := u.Clone()
		c.Prior.Inflated, c.Prior.Frames, c.Raw, c.Spans, c.Length, c.Error = c.Raw, []uint64{7}, nil, nil, 0, nil
		Explain(c)
		if u.Kind != wire.KindEvent {
			continue
		}
		want := u.Value.(Event)
		want.Bodies = []uint64{7}
		if diff := cmp.Diff(any(want), c.Value); diff != "" || c.Summary != u.Summary || c.Error != u.Error || c.Fields != nil {
			t.Errorf("unit %d: %q, %v, %d fields, -on the wire +inflated\n%s", i, c.Summary, c.Error, len(c.Fields), diff)
		}
	}
}

// TestExplainAnything shows that a unit that is no block at all is still covered.
func TestExplainAnything(t *testing.T) {
	for _, kind := range []wire.Kind{wire.KindEvent, wire.KindRaw, wire.KindFrame, wire.KindEnd} {
		for _, raw := range []string{"", "\n", "\n\n", "a\n\nb\n\n", bom, "\xef\xbb"} {
			u := &wire.Unit{Kind: kind, Raw: []byte(raw), Length: int64(len(raw))}
			u.Spans = u.Spans.Append(3, 3+int64(len(raw)))
			Explain(u)
			var covered int64
			for _, f := range u.Fields {
				covered += f.Spans.Len()
			}
			if kind != wire.KindEnd && covered != u.Length {
				t.Errorf("%s of %q: fields cover %d of %d bytes", kind, raw, covered, u.Length)
			}
		}
	}
}
