package eventstream

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// gap is how many bytes of framing the tests put between two chunks.
const gap = 7

// chunks is a stream as it lies on a connection, with gaps between its parts.
type chunks [][]byte

// base is the connection offset of a test's first byte.
const base = 402

// stream joins the parts.
func (c chunks) stream() []byte { return bytes.Join(c, nil) }

// offset returns where the n-th byte of the stream lies on the connection.
func (c chunks) offset(n int) int64 {
	at := int64(base + n)
	for _, part := range c {
		if n < len(part) {
			break
		}
		n -= len(part)
		at += gap
	}
	return at
}

// decode returns the units of c, explained. It is written in pieces that end at the cuts, which count bytes of the stream,
// and at each chunk's end.
func decode(cfg Config, c chunks, complete bool, cuts ...int) []*wire.Unit {
	var units []*wire.Unit
	cfg.Emit = func(u *wire.Unit) { units = append(units, u.Clone()) }
	d := New(cfg)
	at := 0 // in the stream
	for _, part := range c {
		for end := at + len(part); at < end; {
			n := end - at
			for len(cuts) > 0 && cuts[0] <= at {
				cuts = cuts[1:]
			}
			if len(cuts) > 0 {
				n = min(n, cuts[0]-at)
			}
			piece := bytes.Clone(part[:n]) // so that a unit that keeps it is seen to change
			d.Write(piece, c.offset(at))
			clear(piece)
			part, at = part[n:], at+n
		}
	}
	d.Close(complete)
	for _, u := range units {
		Explain(u)
	}
	return units
}

// read decodes a stream that is whole and lies in one piece.
func read(s string) []*wire.Unit { return decode(Config{}, chunks{[]byte(s)}, true) }

// events returns the values of the event units.
func events(units []*wire.Unit) []Event {
	var out []Event
	for _, u := range units {
		if e, ok := u.Value.(Event); ok {
			out = append(out, e)
		}
	}
	return out
}

// dispatched returns the values of those that a browser would dispatch.
func dispatched(units []*wire.Unit) []Event {
	var out []Event
	for _, e := range events(units) {
		if e.Dispatched {
			out = append(out, e)
		}
	}
	return out
}

// bytewise returns the cuts that part n bytes one by one.
func bytewise(n int) []int {
	cuts := make([]int, n)
	for i := range cuts {
		cuts[i] = i
	}
	return cuts
}

// conserved fails the test unless the units tile c, and each one's fields tile the unit.
func conserved(t *testing.T, c chunks, units []*wire.Unit) {
	t.Helper()
	in, at := c.stream(), 0
	for i, u := range units {
		if u.Length != int64(len(u.Raw)) || u.Payload < 0 || u.Payload > u.Length {
			t.Fatalf("unit %d: length %d and payload %d of %d bytes", i, u.Length, u.Payload, len(u.Raw))
		}
		if !bytes.HasPrefix(in[at:], u.Raw) {
			t.Fatalf("unit %d: raw is not the bytes at %d", i, at)
		}
		var want, fields wire.Spans
		for n := range u.Raw {
			want = want.Append(c.offset(at+n), c.offset(at+n)+1)
		}
		at += len(u.Raw)
		for _, f := range u.Fields {
			if f.Spans.Len() == 0 || f.Name == "" || f.Note == "" || f.Spec == "" {
				t.Fatalf("unit %d: field %+v", i, f)
			}
			for _, span := range f.Spans {
				fields = fields.Append(span[0], span[1])
			}
		}
		if !reflect.DeepEqual(want, u.Spans) || !reflect.DeepEqual(want, fields) {
			t.Fatalf("unit %d: spans %v and fields %v, want %v", i, u.Spans, fields, want)
		}
	}
	if at != len(in) {
		t.Fatalf("units cover %d of %d bytes", at, len(in))
	}
	if last := units[len(units)-1]; last.Kind != wire.KindEnd {
		t.Fatalf("last unit is %s, not end", last.Kind)
	}
}

// same fails the test unless another cut of the same input gave the same units.
func same(t *testing.T, whole, cut []*wire.Unit) {
	t.Helper()
	if !reflect.DeepEqual(whole, cut) {
		t.Fatalf("-whole +cut\n%s", cmp.Diff(whole, cut))
	}
}

// ms points to a reconnection time.
func ms(n int64) *int64 { return &n }
