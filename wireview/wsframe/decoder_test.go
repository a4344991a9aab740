package wsframe

import (
	"bytes"
	"compress/flate"
	"reflect"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// deflated compresses b as one message (RFC 7692 7.2.1).
func deflated(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(b)
	w.Flush()
	return bytes.TrimSuffix(out.Bytes(), []byte("\x00\x00\xff\xff"))
}

// traffic is a stream of every kind of frame.
func traffic(t *testing.T, key *[4]byte) []byte {
	return join(
		frame(0x81, []byte("Hello"), key), frame(0x89, nil, key), frame(0x82, make([]byte, 126), key),
		frame(0x01, []byte("a\xc3"), key), frame(0x8a, []byte("x"), key), frame(0x80, []byte("\xa9"), key),
		frame(0xc1, deflated(t, []byte("compressed")), key), frame(0x83, nil, key), frame(0x80, nil, key),
		frame(0x82, make([]byte, 1<<16), key), frame(0x88, []byte("\x03\xe8bye"), key), frame(0x81, []byte("late"), key),
		[]byte{0x81},
	)
}

// TestAnySplit cuts a stream in two at every byte near a frame's border, and into single bytes.
func TestAnySplit(t *testing.T) {
	in := traffic(t, &rfcKey)
	cfg := Config{FromClient: true, Deflate: true, Base: 7}
	want := decode(cfg, in)
	conserved(t, in, 7, want)
	for n := range in {
		if n > 300 && n < len(in)-100 {
			continue
		}
		same(t, want, decode(cfg, in, n))
	}
	same(t, want, decode(cfg, in, bytewise(len(in))...))
}

// TestExplainAgain shows that explaining a unit twice, or a copy of it, says the same.
func TestExplainAgain(t *testing.T) {
	for i, u := range decode(Config{Deflate: true}, traffic(t, nil)) {
		c := u.Clone()
		Explain(c)
		if !reflect.DeepEqual(u, c) {
			t.Errorf("unit %d: -once +twice\n%s", i, cmp.Diff(u, c))
		}
	}
}

// TestExplainAnything shows that a unit that is no frame at all is still covered.
func TestExplainAnything(t *testing.T) {
	for _, raw := range []string{"", "\x81", "\x81\x05abc", "\x81\x01abc", "\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff0000"} {
		u := &wire.Unit{Kind: wire.KindFrame, Raw: []byte(raw), Length: int64(len(raw))}
		u.Spans = u.Spans.Append(3, 3+int64(len(raw)))
		Explain(u)
		var covered int64
		for _, f := range u.Fields {
			covered += f.Spans.Len()
		}
		if covered != u.Length || u.Value != nil {
			t.Errorf("%q: fields cover %d bytes, value %v", raw, covered, u.Value)
		}
	}
}

func TestZeroCopy(t *testing.T) {
	in := join(text1("a"), text1("b"))
	var got []int
	d := New(Config{Emit: func(u *wire.Unit) {
		got = append(got, int(uintptr(unsafe.Pointer(&u.Raw[0]))-uintptr(unsafe.Pointer(&in[0]))))
	}})
	d.Write(in)
	if diff := cmp.Diff([]int{0, 3}, got); diff != "" {
		t.Errorf("places of Raw in the input: -want +got\n%s", diff)
	}
}

// TestIdle shows that a decoder is small, and holds no buffer between frames.
func TestIdle(t *testing.T) {
	if size := unsafe.Sizeof(Decoder{}); size > 200 {
		t.Errorf("a decoder takes %d bytes", size)
	}
	in := frame(0x82, make([]byte, 1<<20), nil)
	d := New(Config{Emit: func(*wire.Unit) {}})
	d.Write(in[:len(in)-1])
	if d.held == nil {
		t.Fatal("an unfinished frame is not held")
	}
	if held := cap(d.held.buf); held > 2*len(in) {
		t.Errorf("%d bytes are held of %d", held, len(in))
	}
	d.Write(in[len(in)-1:])
	if d.held != nil {
		t.Error("something is held after a frame")
	}
	s := &scratch{buf: make([]byte, 0, maxKept+1)}
	if d.give(s); s.buf != nil {
		t.Error("a large buffer is kept for the next user")
	}
}

// TestBufferGrowsAsBytesArrive shows that a promised length costs nothing.
func TestBufferGrowsAsBytesArrive(t *testing.T) {
	d := New(Config{Emit: func(*wire.Unit) {}})
	d.held = new(scratch) // not one that has grown elsewhere
	d.Write([]byte{0x82, 127, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff})
	if held := cap(d.held.buf); held > 64 {
		t.Errorf("%d bytes are held for a header", held)
	}
}

func TestCloseTwice(t *testing.T) {
	units := 0
	d := New(Config{Emit: func(*wire.Unit) { units++ }})
	d.Write([]byte{0x81})
	d.Close()
	d.Close()
	if units != 2 {
		t.Errorf("%d units, want 2", units)
	}
}

func TestSteadyStateAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector empties pools at random")
	}
	in := bytes.Repeat(frame(0x81, make([]byte, 125), &rfcKey), 100)
	d := New(Config{FromClient: true, Emit: func(*wire.Unit) {}})
	at := 0
	if n := testing.AllocsPerRun(1000, func() {
		end := min(at+4096, len(in))
		d.Write(in[at:end])
		at = end % len(in)
	}); n != 0 {
		t.Errorf("%v allocations for each write", n)
	}
}
