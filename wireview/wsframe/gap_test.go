package wsframe

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

var missing = &wire.Violation{Name: "missing", Spec: "-", Message: "Missing."}

// decodeGap decodes in, of which n bytes from at on are missing from the record, in pieces of the given size.
func decodeGap(cfg Config, in []byte, at, n, size int) []*wire.Unit {
	var units []*wire.Unit
	cfg.Emit = func(u *wire.Unit) {
		u.Seq = uint64(len(units) + 1)
		units = append(units, u.Clone())
	}
	d := New(cfg)
	write := func(p []byte) {
		for len(p) > 0 {
			k := min(size, len(p))
			d.Write(bytes.Clone(p[:k]))
			p = p[k:]
		}
	}
	write(in[:at])
	d.Gap(int64(n), missing)
	write(in[at+n:])
	d.Close()
	for _, u := range units {
		Explain(u)
	}
	return units
}

// around fails the test unless the units cover all of in but the n bytes from at on, in order.
func around(t *testing.T, in []byte, base int64, at, n int, units []*wire.Unit) {
	t.Helper()
	next := base
	for _, u := range units {
		for _, span := range u.Spans {
			if next == base+int64(at) {
				next += int64(n)
			}
			if span[0] != next || !bytes.Equal(in[span[0]-base:span[1]-base], u.Raw) {
				t.Fatalf("%s unit at %v, want one at %d", u.Kind, span, next)
			}
			next = span[1]
		}
	}
	if next == base+int64(at) {
		next += int64(n)
	}
	if next != base+int64(len(in)) {
		t.Fatalf("units reach to %d of %d", next-base, len(in))
	}
}

func TestGap(t *testing.T) {
	ten := frame(0x82, make([]byte, 10), nil)
	in := join(text1("a"), ten, text1("b"), text1("c"))
	for _, test := range []struct {
		name  string
		at, n int
		want  []string
	}{
		{"inside a payload", 7, 3, []string{"frame", "raw missing", "raw missing", "frame", "frame", "end"}},
		{"to the end of a payload", 7, 8, []string{"frame", "raw missing", "frame", "frame", "end"}},
		{"beyond a payload", 7, 9, []string{"frame", "raw missing", "raw missing", "end"}},
		{"of unknown size", 7, 0, []string{"frame", "raw missing", "raw missing", "end"}},
		{"inside a header", 4, 1, []string{"frame", "raw missing", "raw missing", "end"}},
		{"between frames", 3, 12, []string{"frame", "raw missing", "end"}},
	} {
		units := decodeGap(Config{}, in, test.at, test.n, len(in))
		around(t, in, 0, test.at, test.n, units)
		if diff := cmp.Diff(test.want, kinds(units)); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
	}
	// A frame that is passed on undecoded ends where its length says, too.
	units := decodeGap(Config{MaxFrame: 11}, in, 7, 3, len(in))
	if diff := cmp.Diff([]string{"frame", "raw missing", "raw missing", "frame", "frame", "end"}, kinds(units)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestGapInAMessage loses a piece of a fragmented, compressed message: the message is lost, and what refers to it.
func TestGapInAMessage(t *testing.T) {
	c := newCompressor(t, 9)
	phrase := []byte("a phrase that comes again and again")
	one := c.message(phrase)
	in := join(frame(0x41, one[:10], nil), frame(0x80, one[10:], nil), frame(0xc1, c.message(phrase), nil), text1("x"))
	units := decodeGap(Config{Deflate: true}, in, 5, 3, len(in))
	around(t, in, 0, 5, 3, units)
	want := []string{"raw missing", "raw missing", "frame message-too-large", "frame", "frame", "end"}
	if diff := cmp.Diff(want, kinds(units)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if !units[3].Prior.Lost {
		t.Error("what refers to the lost message is read")
	}
}

// FuzzGap loses bytes anywhere: no panic, all others in one unit each, and the same units however they are cut.
func FuzzGap(f *testing.F) {
	f.Add(join(text1("a"), frame(0x82, make([]byte, 200), nil), text1("b")), uint16(50), uint16(20), false)
	f.Add(join(frame(0x42, []byte{0xf2, 0x48}, nil), frame(0x80, []byte{0xcd, 0xc9, 0xc9, 7, 0}, nil), frame(0xc1, []byte{0xf2, 0, 0x11, 0, 0}, nil)),
		uint16(3), uint16(1), false)
	f.Add(frame(0x82, make([]byte, 5000), &rfcKey), uint16(4100), uint16(500), true)
	f.Add([]byte{0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3}, uint16(11), uint16(1), false)
	f.Fuzz(func(t *testing.T, in []byte, at, n uint16, client bool) {
		if len(in) > 1<<14 || int(at)+int(n) > len(in) {
			return
		}
		cfg := Config{FromClient: client, Deflate: true, Base: 5, MaxFrame: 4500, MaxMessage: 250}
		want := decodeGap(cfg, in, int(at), int(n), len(in)+1)
		around(t, in, cfg.Base, int(at), int(n), want)
		same(t, want, decodeGap(cfg, in, int(at), int(n), 1))
	})
}
