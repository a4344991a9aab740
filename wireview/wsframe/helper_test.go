package wsframe

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// The masking key of RFC 6455 5.7.
var rfcKey = [4]byte{0x37, 0xfa, 0x21, 0x3d}

// frame writes a frame with the shortest header. A nil key leaves it unmasked.
func frame(first byte, payload []byte, key *[4]byte) []byte {
	out := []byte{first, 0}
	switch n := len(payload); {
	case n < 126:
		out[1] = byte(n)
	case n < 1<<16:
		out[1] = 126
		out = binary.BigEndian.AppendUint16(out, uint16(n))
	default:
		out[1] = 127
		out = binary.BigEndian.AppendUint64(out, uint64(n))
	}
	if key == nil {
		return append(out, payload...)
	}
	out[1] |= maskBit
	out = append(out, key[:]...)
	for i, b := range payload {
		out = append(out, b^key[i&3])
	}
	return out
}

// text1 is a whole text frame from a server.
func text1(s string) []byte { return frame(finBit|opText, []byte(s), nil) }

// join lays frames side by side.
func join(frames ...[]byte) []byte { return bytes.Join(frames, nil) }

// unhex reads hex with spaces.
func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// decode returns the units of in, numbered from 1 and explained. in is written in pieces that end at the cuts.
func decode(cfg Config, in []byte, cuts ...int) []*wire.Unit {
	var units []*wire.Unit
	cfg.Emit = func(u *wire.Unit) {
		u.Seq = uint64(len(units) + 1)
		units = append(units, u.Clone())
	}
	d := New(cfg)
	from := 0
	for _, cut := range append(cuts, len(in)) {
		piece := bytes.Clone(in[from:cut]) // so that a unit that keeps it is seen to change
		d.Write(piece)
		clear(piece)
		from = cut
	}
	d.Close()
	for _, u := range units {
		Explain(u)
	}
	return units
}

// bytewise returns the cuts that part n bytes one by one.
func bytewise(n int) []int {
	cuts := make([]int, n)
	for i := range cuts {
		cuts[i] = i
	}
	return cuts
}

// conserved fails the test unless the units tile in, which begins at the connection offset base, and each one's fields
// tile the unit.
func conserved(t *testing.T, in []byte, base int64, units []*wire.Unit) {
	t.Helper()
	at := base
	for i, u := range units {
		start, fields := at, wire.Spans(nil)
		for _, span := range u.Spans {
			if span[0] != at || span[1] <= at || span[1] > base+int64(len(in)) {
				t.Fatalf("unit %d: span %v does not continue at %d", i, span, at)
			}
			at = span[1]
		}
		if !bytes.Equal(u.Raw, in[start-base:at-base]) {
			t.Fatalf("unit %d: raw is not the bytes under %v", i, u.Spans)
		}
		if u.Length != at-start || u.Payload < 0 || u.Payload > u.Length {
			t.Fatalf("unit %d: length %d and payload %d of %d bytes", i, u.Length, u.Payload, at-start)
		}
		for j, f := range u.Fields {
			if f.Name == "" || f.Note == "" || f.Spec == "" {
				t.Fatalf("unit %d: field %+v", i, f)
			}
			for _, span := range f.Spans {
				if f.Spans.Len() == 0 || len(fields) > 0 && span[0] != fields[len(fields)-1][1] {
					t.Fatalf("unit %d: field %d at %v does not continue %v", i, j, f.Spans, fields)
				}
				fields = fields.Append(span[0], span[1])
			}
		}
		if fields.Len() != u.Length || u.Length > 0 && fields[0][0] != start {
			t.Fatalf("unit %d: fields %v do not tile %v", i, fields, u.Spans)
		}
	}
	if at != base+int64(len(in)) {
		t.Fatalf("units cover %d of %d bytes", at-base, len(in))
	}
	if last := units[len(units)-1]; last.Kind != wire.KindEnd {
		t.Fatalf("last unit is %s, not end", last.Kind)
	}
}

// kinds returns each unit's kind, and the name of its violation.
func kinds(units []*wire.Unit) []string {
	var out []string
	for _, u := range units {
		s := string(u.Kind)
		if u.Error != nil {
			s += " " + u.Error.Name
		}
		out = append(out, s)
	}
	return out
}

// same fails the test unless another cut of the same input gave the same units. It compares before it describes: cmp is slow
// on long payloads.
func same(t *testing.T, whole, cut []*wire.Unit) {
	t.Helper()
	if !reflect.DeepEqual(whole, cut) {
		t.Fatalf("-whole +cut\n%s", cmp.Diff(whole, cut))
	}
}
