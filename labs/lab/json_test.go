package lab

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
)

func TestAppendEvent(t *testing.T) {
	const want = `{"seq":42,"at":1763794512203114,"data":"WIRE 101.37 +0.12"}`
	got := AppendEvent(nil, feed.Event{Seq: 42, At: 1763794512203114, Data: "WIRE 101.37 +0.12"})
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAppendBinaryEventAsJSON(t *testing.T) {
	for data, want := range map[string]string{
		"":             `{"seq":1,"at":2,"data":""}`,
		"\x00\xff":     `{"seq":1,"at":2,"data":"AP8="}`,
		"\xfb\xff\xfe": `{"seq":1,"at":2,"data":"+//+"}`,
	} {
		if diff := cmp.Diff(want, string(AppendEvent(nil, feed.Event{Seq: 1, At: 2, Data: data, Binary: true}))); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

func TestAppendString(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{``, `""`},
		{`a "quote" and a \`, `"a \"quote\" and a \\"`},
		{"\n\r\t", `"\n\r\t"`},
		{"\x00\x1f\x7f", "\"\\u0000\\u001f\x7f\""},
		{"<b>&</b> \u2028 é 日本 🎉", "\"<b>&</b> \u2028 é 日本 🎉\""},
		{"\uFFFD stays", "\"\uFFFD stays\""},
		{"bad \xff\xfe and cut \xe6\x97", "\"bad \uFFFD\uFFFD and cut \uFFFD\uFFFD\""},
	} {
		if diff := cmp.Diff(test.want, string(AppendString(nil, test.in))); diff != "" {
			t.Errorf("%q (-want +got)\n%s", test.in, diff)
		}
	}
}

// FuzzAppendEvent holds that the JSON is one line of UTF-8 that the standard library reads back as what went in.
func FuzzAppendEvent(f *testing.F) {
	f.Add(uint64(1), int64(1763794512203114), "a\u2028\"\\\n\r\x00é\xff")
	f.Fuzz(func(t *testing.T, seq uint64, at int64, data string) {
		in := feed.Event{Seq: seq, At: at, Data: data}
		out := AppendEvent([]byte("kept"), in)
		out, ok := bytes.CutPrefix(out, []byte("kept"))
		if !ok || !utf8.Valid(out) || bytes.ContainsAny(out, "\r\n") {
			t.Fatalf("not appended as one line of UTF-8: %q", out)
		}
		var got feed.Event
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		in.Data = string([]rune(data)) // U+FFFD for each byte that is not UTF-8
		if diff := cmp.Diff(in, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestAppendBatch(t *testing.T) {
	for _, test := range []struct {
		name string
		in   Batch
		want string
	}{
		{"empty", Batch{Next: 7}, `{"events":[],"next":7}`},
		{"events", Batch{Events: []feed.Event{{Seq: 1, At: 5, Data: "a"}, {Seq: 2, At: 6, Data: "b"}}, Next: 2},
			`{"events":[{"seq":1,"at":5,"data":"a"},{"seq":2,"at":6,"data":"b"}],"next":2}`},
		{"gap", Batch{Events: []feed.Event{{Seq: 153, At: 5, Data: "a"}}, Next: 153, Gap: &feed.Gap{From: 1, To: 152}},
			`{"events":[{"seq":153,"at":5,"data":"a"}],"next":153,"gap":{"from":1,"to":152}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, string(AppendBatch(nil, test.in))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
