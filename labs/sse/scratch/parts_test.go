package scratch

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/sse"
)

// FuzzEncode holds Encode to what package sse writes, and to what a client reads.
func FuzzEncode(f *testing.F) {
	f.Add("gap", "42", "a\nb\r\nc\r", "two\nlines", int64(1_500_000), false)
	f.Add("", "", "", "", int64(0), true)
	f.Add("a\rb", "1\x00", "x", "y", int64(-1), false)
	f.Fuzz(func(t *testing.T, typ, id, data, comment string, retry int64, noData bool) {
		e := Event{Type: typ, ID: id, Data: data, Comment: comment, Retry: time.Duration(retry), NoData: noData}
		got, err := Encode(e)
		want := []byte{}
		if e.Retry >= time.Millisecond {
			want = sse.AppendRetry(want, e.Retry)
		}
		if comment != "" {
			want = sse.AppendComment(want, comment)
		}
		want, refused := sse.AppendEvent(want, sse.Event{Type: typ, ID: id, Data: data})
		if (err != nil) != (refused != nil) {
			t.Fatalf("%v, but %v", err, refused)
		}
		if err != nil {
			return
		}
		if !noData {
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-sse +scratch)\n%s", diff)
			}
			return
		}
		d := sse.Decoder{Event: func(e sse.Event) { t.Errorf("%q without data is %+v", got, e) }}
		if _, err := d.Write(got); err != nil && !strings.Contains(err.Error(), "limit") {
			t.Error(err)
		}
	})
}
