package deflate

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	kflate "github.com/klauspost/compress/flate"

	"wireside/wireview/wire"
)

// outcome is what becomes of a stream.
type outcome struct {
	Said   string
	Events []string // each with the byte it lies behind
	Used   int64
	Over   bool
	Why    *wire.Violation
}

// inflate reads a stream in pieces that end at the given places.
func inflate(in []byte, limit int, cuts ...int) outcome {
	var r Reader
	var o outcome
	var said []byte
	at := 0
	for _, cut := range append(cuts, len(in)) {
		for at < cut && o.Why == nil && r.state != stateOver {
			n, out, what, why := r.Write(in[at:cut], said, limit)
			at += n
			said, o.Why = out, why
			if what != Nothing {
				o.Events = append(o.Events, fmt.Sprint(what, " ", at, " ", r.Block(), " ", r.Spare()))
			}
		}
	}
	o.Said, o.Used, o.Over = string(said), r.Used(), r.state == stateOver && o.Why == nil
	r.Close()
	return o
}

// every returns a cut behind each byte.
func every(n int) []int {
	cuts := make([]int, n)
	for i := range cuts {
		cuts[i] = i + 1
	}
	return cuts
}

// compressed writes a text in pieces, and flushes behind each if it is told to.
func compressed(t testing.TB, level int, flush bool, pieces ...[]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, level)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pieces {
		w.Write(p)
		if flush {
			w.Flush()
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The vectors of the blocks, one by one.
func TestBlocks(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     outcome
	}{
		{"stored", "\x01\x05\x00\xfa\xffHello", outcome{"Hello", []string{"1 1 {0 true 0} 5", "2 10 {0 true 5} 0"}, 10, true, nil}},
		{"fixed", "\xf3\x48\xcd\xc9\xc9\x07\x00", outcome{"Hello", []string{"1 1 {1 true 0} 5", "2 7 {1 true 0} 6"}, 7, true, nil}},
		{"fixed, then a flush", "\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff", outcome{"Hello",
			[]string{"1 1 {1 false 0} 5", "2 7 {1 false 0} 6", "1 7 {0 false 0} 3", "2 11 {0 false 0} 0"}, 11, false, nil}},
		{"no block", "", outcome{}},
		{"half a stored block", "\x01\x05\x00\xfa\xffHe", outcome{"He", []string{"1 1 {0 true 0} 5"}, 7, false, nil}},
		{"a type that is none", "\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff\x06", outcome{"Hello",
			[]string{"1 1 {1 false 0} 5", "2 7 {1 false 0} 6", "1 7 {0 false 0} 3", "2 11 {0 false 0} 0"}, 11, false, BadBlockType}},
		{"lengths that differ", "\x01\x05\x00\xfb\xffHello", outcome{"", []string{"1 1 {0 true 0} 5"}, 1, false, BadStoredLength}},
		{"too far back", "\x03\x02", outcome{"", []string{"1 1 {1 true 0} 5"}, 1, false, TooFar}},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := []byte(test.in)
			if diff := cmp.Diff(test.want, inflate(in, 100)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			sameHowever(t, in, 100)
		})
	}
}

// sameHowever holds what becomes of a stream to what becomes of it byte by byte, and cut in two anywhere.
func sameHowever(t testing.TB, in []byte, limit int) {
	t.Helper()
	want := inflate(in, limit)
	if diff := cmp.Diff(want, inflate(in, limit, every(len(in))...)); diff != "" {
		t.Errorf("%x, -whole +bytewise\n%s", in, diff)
	}
	for cut := range min(len(in), 100) {
		if diff := cmp.Diff(want, inflate(in, limit, cut)); diff != "" {
			t.Errorf("%x, -whole +cut at %d\n%s", in, cut, diff)
		}
	}
}

// Text of all kinds and lengths, by all levels, flushed and not, past the border of the window.
func TestCompressed(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
		for _, flush := range []bool{false, true} {
			var pieces [][]byte
			var all []byte
			for i := range 30 {
				p := make([]byte, random.IntN(1<<(i%15)))
				for j := range p {
					if p[j] = byte(random.Uint32()); i%3 != 0 && len(all) > 0 {
						p[j] = all[(len(all)*i/31+j)%len(all)]
					}
				}
				pieces, all = append(pieces, p), append(all, p...)
			}
			in := compressed(t, level, flush, pieces...)
			got := inflate(in, 1<<24)
			if got.Said != string(all) || !got.Over || got.Used != int64(len(in)) {
				t.Errorf("level %d, flush %v: %d bytes said of %d, %d used of %d, over %v, %v",
					level, flush, len(got.Said), len(all), got.Used, len(in), got.Over, got.Why)
			}
			if diff := cmp.Diff(got, inflate(in, 1<<24, every(len(in))...)); diff != "" {
				t.Errorf("level %d, flush %v, -whole +bytewise\n%s", level, flush, diff)
			}
		}
	}
}

// What is flushed can be said as soon as its last byte has come, and a flush ends at a byte.
func TestFlushed(t *testing.T) {
	var r Reader
	first := compressed(t, flate.DefaultCompression, true, []byte("data: 1\n\n"))
	end := bytes.Index(first, []byte("\x00\x00\xff\xff"))
	if end < 0 {
		t.Fatalf("%x has no flush", first)
	}
	var said []byte
	for n := 0; n < end; {
		taken, out, _, why := r.Write(first[n:end], said, 100)
		if why != nil {
			t.Fatal(why)
		}
		n, said = n+taken, out
	}
	if string(said) != "data: 1\n\n" {
		t.Errorf("%q is said before the flush", said)
	}
}

func TestLimit(t *testing.T) {
	text := []byte(strings.Repeat("x", 5000))
	for _, level := range []int{flate.NoCompression, flate.BestCompression, flate.HuffmanOnly} {
		in := compressed(t, level, false, text)
		for _, limit := range []int{0, 1, 257, 258, 259, 4999} {
			got := inflate(in, limit)
			if got.Why != TooMuch || len(got.Said) > limit || len(got.Said) < limit-258 {
				t.Errorf("level %d: %d bytes said of at most %d: %v", level, len(got.Said), limit, got.Why)
			}
			if diff := cmp.Diff(got, inflate(in, limit, every(len(in))...)); diff != "" {
				t.Errorf("level %d, limit %d, -whole +bytewise\n%s", level, limit, diff)
			}
		}
		if got := inflate(in, len(text)); got.Why != nil || !got.Over {
			t.Errorf("level %d: what is just allowed: %v", level, got.Why)
		}
	}
}

// FuzzReader holds the reader to two others: what they read it must read, and where they find fault it must. However a stream
// is cut, the same becomes of it.
func FuzzReader(f *testing.F) {
	for level := flate.HuffmanOnly; level <= flate.BestCompression; level += 3 {
		f.Add(compressed(f, level, true, []byte("data: what comes again\n\n"), []byte("data: what comes again\n\n")))
		f.Add(compressed(f, level, false, bytes.Repeat([]byte("abcde"), 300)))
	}
	f.Add([]byte("\x01\x05\x00\xfa\xffHello"))
	f.Add([]byte("\xf3H\xcd\xc9\xc9\x07\x00"))
	f.Add([]byte("\x05\xe0\x81\x08\x00\x00\x00\x00\x20\x7f\xea\x2f\x00")) // a dynamic block with one distance code
	f.Add([]byte("\x03\x02"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<10 {
			return
		}
		const limit = 1 << 21 // more than so many bytes can say
		got := inflate(in, limit)
		for name, r := range map[string]io.Reader{"compress/flate": flate.NewReader(bytes.NewReader(in)), "klauspost": kflate.NewReader(bytes.NewReader(in))} {
			want, err := io.ReadAll(r)
			if name == "klauspost" && got.Why == nil && !got.Over { // it takes some streams that end too early for whole
				continue
			}
			if ok := err == nil; ok != got.Over || ok && string(want) != got.Said {
				t.Errorf("%x: %q, %v, and %s says %q, %v", in, got.Said, got.Why, name, want, err)
			}
		}
		sameHowever(t, in, limit)
		if len(in) < 200 {
			sameHowever(t, in, len(got.Said)/2)
		}
	})
}

// BenchmarkReader inflates events of 71 bytes, each flushed. An operation is an event.
func BenchmarkReader(b *testing.B) {
	var pieces [][]byte
	for i := range 256 {
		pieces = append(pieces, fmt.Appendf(nil, "id: %d\ndata: {\"seq\":%d,\"at\":%d,\"data\":\"WIRE 101.37 +0.12\"}\n\n", i, i, 1763794512203114+i*200123))
	}
	in := compressed(b, flate.DefaultCompression, true, pieces...)
	b.ReportAllocs()
	var said []byte
	for n := 0; n < b.N; n += len(pieces) {
		var r Reader
		for at := 0; at < len(in) && r.state != stateOver; {
			taken, out, _, why := r.Write(in[at:], said[:0], 1<<20)
			if why != nil {
				b.Fatal(why)
			}
			at, said = at+taken, out
		}
	}
}
