package coding

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// reading is what a decoder makes of content.
type reading struct {
	units []*wire.Unit
	told  []string // units, what they said, and that nothing more can be read, in their order
	said  strings.Builder
}

// read decodes content that comes in chunks, the last of which is cut off unless the content is complete. Each is cut after the given numbers of its bytes, and a byte of its framing
// stands before it on the connection. A piece takes a second.
func read(by Coding, complete bool, chunks []string, cuts ...int) *reading {
	r := new(reading)
	now := int64(0)
	d := New(Config{
		Coding: by,
		Now:    func() int64 { return now },
		Emit: func(u *wire.Unit) {
			r.units = append(r.units, u.Clone())
			r.told = append(r.told, fmt.Sprintf("%s %v %q", u.Kind, u.Spans, named(u.Error)))
		},
		Said: func(p []byte, at int64) {
			if last := len(r.told) - 1; strings.HasPrefix(r.told[last], "said ") { // the times depend on the cuts
				r.told = r.told[:last]
			}
			r.said.Write(p)
			r.told = append(r.told, fmt.Sprintf("said %d", r.said.Len()))
		},
		Broken: func() { r.told = append(r.told, "broken") },
	})
	off := int64(0)
	for i, chunk := range chunks {
		off++
		at := 0
		for _, cut := range append(cuts, len(chunk)) {
			if cut > at && cut <= len(chunk) {
				now++
				d.Write([]byte(chunk[at:cut]), off)
				off += int64(cut - at)
				at = cut
			}
		}
		if complete || i < len(chunks)-1 {
			d.Pause()
		}
	}
	d.Close(complete)
	return r
}

func named(v *wire.Violation) string {
	if v == nil {
		return ""
	}
	return v.Name
}

// every returns a cut behind each byte of the longest chunk.
func every(chunks []string) (cuts []int) {
	for _, c := range chunks {
		for len(cuts) < len(c) {
			cuts = append(cuts, len(cuts)+1)
		}
	}
	return cuts
}

// explained returns the units with all that they mean.
func (r *reading) explained() []*wire.Unit {
	var out []*wire.Unit
	for _, u := range r.units {
		u = u.Clone()
		if !Explain(u) {
			wire.ExplainRaw(u)
		}
		out = append(out, u)
	}
	return out
}

// conserved holds units to the bytes that were sent: each is in one unit, and there in one field.
func (r *reading) conserved(t testing.TB, chunks []string) {
	t.Helper()
	var got []byte
	for _, u := range r.explained() {
		got = append(got, u.Raw...)
		if u.Spans.Len() != u.Length || int64(len(u.Raw)) != u.Length {
			t.Errorf("%s of %d bytes, %d under spans", u.Kind, u.Length, u.Spans.Len())
		}
		if u.Kind == wire.KindBody && u.Payload != u.Length || u.Kind == wire.KindRaw && u.Payload != 0 {
			t.Errorf("%s of %d bytes has a payload of %d", u.Kind, u.Length, u.Payload)
		}
		var fields wire.Spans
		for _, f := range u.Fields {
			fields = fields.Append(f.Spans[0][0], f.Spans[len(f.Spans)-1][1])
			if f.Note == "" || f.Spec == "" || f.Name == "" {
				t.Errorf("a field without a name, a sentence or a section: %+v", f)
			}
		}
		if diff := cmp.Diff([]wire.Span(u.Spans), []wire.Span(fields)); diff != "" {
			t.Errorf("fields do not tile the unit (-unit +fields)\n%s", diff)
		}
	}
	if want := strings.Join(chunks, ""); want != string(got) {
		t.Errorf("%d bytes under units, of %d", len(got), len(want))
	}
}

// sameHowever holds a reading to that of the same content cut everywhere, and in two at each place.
func sameHowever(t testing.TB, by Coding, complete bool, chunks []string, places int) {
	t.Helper()
	want := read(by, complete, chunks)
	want.conserved(t, chunks)
	hold := func(how string, got *reading) {
		t.Helper()
		if diff := cmp.Diff(want.told, got.told); diff != "" {
			t.Fatalf("%x, -whole +%s\n%s", chunks, how, diff)
		}
		if diff := cmp.Diff(want.explained(), got.explained(), cmp.Comparer(bytes.Equal)); diff != "" {
			t.Fatalf("%x, -whole +%s\n%s", chunks, how, diff)
		}
	}
	cuts := every(chunks)
	hold("bytewise", read(by, complete, chunks, cuts...))
	for _, cut := range cuts[:min(len(cuts), places)] {
		hold(fmt.Sprint("cut at ", cut), read(by, complete, chunks, cut))
	}
}

// writer is what all compressors have.
type writer interface {
	Write([]byte) (int, error)
	Flush() error
	Close() error
}

// gzipped returns pieces compressed, each flushed if asked for; with open, without its end.
func gzipped(flush, open bool, pieces ...string) string {
	return compressed(func(out *bytes.Buffer) writer { return gzip.NewWriter(out) }, flush, open, pieces)
}

func zlibbed(flush bool, pieces ...string) string {
	return compressed(func(out *bytes.Buffer) writer { return zlib.NewWriter(out) }, flush, false, pieces)
}

func deflated(flush bool, pieces ...string) string {
	return compressed(func(out *bytes.Buffer) writer { w, _ := flate.NewWriter(out, 6); return w }, flush, false, pieces)
}

func compressed(by func(*bytes.Buffer) writer, flush, open bool, pieces []string) string {
	var out bytes.Buffer
	w := by(&out)
	for _, p := range pieces {
		w.Write([]byte(p))
		if flush {
			w.Flush()
		}
	}
	if !open {
		w.Close()
	}
	return out.String()
}
