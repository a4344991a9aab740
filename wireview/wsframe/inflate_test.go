package wsframe

import (
	"bytes"
	"compress/flate"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	kflate "github.com/klauspost/compress/flate"

	"wireside/wireview/deflate"
	"wireside/wireview/wire"
)

// compressor compresses the messages of one direction, which keeps its context (RFC 7692 7.2.1).
type compressor struct {
	out bytes.Buffer
	w   *flate.Writer
}

func newCompressor(t testing.TB, level int) *compressor {
	c := new(compressor)
	var err error
	if c.w, err = flate.NewWriter(&c.out, level); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *compressor) message(b []byte) []byte {
	c.out.Reset()
	c.w.Write(b)
	c.w.Flush()
	return bytes.Clone(bytes.TrimSuffix(c.out.Bytes(), []byte(tail)))
}

// inflate runs one message through an inflater, after those in win.
func inflate(win *deflate.Window, in []byte) ([]byte, error) {
	f := new(inflater)
	f.load(in, [4]byte{})
	plain, err := f.run(win, 1<<24, 1<<24)
	return bytes.Clone(plain), err
}

// TestContextTakeover sends messages of all sizes, random and repetitive, over and over the border of the window.
func TestContextTakeover(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, flate.BestCompression} {
		c, win := newCompressor(t, level), new(deflate.Window)
		earlier := []byte("seed")
		for i := range 200 {
			message := make([]byte, random.IntN(1<<(i%18)))
			for j := range message { // partly new, partly what was said before
				if message[j] = byte(random.Uint32()); i%3 != 0 {
					message[j] = earlier[j%len(earlier)]
				}
			}
			got, err := inflate(win, c.message(message))
			if err != nil || !bytes.Equal(got, message) {
				t.Fatalf("level %d, message %d of %d bytes: %d bytes, error %v", level, i, len(message), len(got), err)
			}
			if len(message) > 0 {
				earlier = message
			}
		}
		if win.Len() != deflate.WindowSize {
			t.Errorf("the window has %d bytes", win.Len())
		}
	}
}

// TestContextByDirection has a direction's frames as the decoder emits them: single, fragmented, and not compressed.
func TestContextByDirection(t *testing.T) {
	c := newCompressor(t, flate.BestCompression)
	hello := []byte(`{"event":"hello","to":"everyone who listens"}`)
	first, second, third := c.message(hello), c.message(hello), c.message(hello)
	if len(second) >= len(first)/2 {
		t.Fatalf("%d bytes, then %d: the second does not refer to the first", len(first), len(second))
	}
	in := join(
		frame(0xc1, first, &rfcKey), frame(0x81, []byte("apart"), &[4]byte{1}), frame(0x41, second[:2], &rfcKey),
		frame(0x89, nil, &[4]byte{2}), frame(0x80, second[2:], &rfcKey), frame(0xc2, third, &[4]byte{3}),
	)
	units := decode(Config{FromClient: true, Deflate: true, Window: 12}, in)
	conserved(t, in, 0, units)
	if diff := cmp.Diff([]string{"frame", "frame", "frame", "frame", "frame", "message", "frame", "end"}, kinds(units)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, i := range []int{0, 6} {
		if got := units[i].Value.(Frame).Inflated; !bytes.Equal(got, hello) {
			t.Errorf("frame %d says %q", i, got)
		}
	}
	want := Message{Type: "text", Data: hello, Frames: []uint64{3, 5}, Compressed: int64(len(second))}
	if diff := cmp.Diff(any(want), units[5].Value); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	note := units[6].Fields[len(units[6].Fields)-1].Note
	if want := "The message, compressed from 45 bytes to 4. Shown here without the masking key."; note != want {
		t.Errorf("note %q, want %q", note, want)
	}
}

// TestContextLost follows a direction after a message that could not be read.
func TestContextLost(t *testing.T) {
	phrase := []byte("a phrase that comes again and again")
	const max = 4096
	lose := func(broken ...[]byte) (in []byte) {
		c := newCompressor(t, flate.BestCompression)
		in = frame(0xc1, c.message(phrase), nil)
		in = append(in, join(broken...)...)
		in = append(in, frame(0xc1, c.message(phrase), nil)...)                                              // refers to the first
		in = append(in, frame(0xc1, newCompressor(t, flate.BestCompression).message([]byte("new")), nil)...) // refers to none
		return in
	}
	bomb := newCompressor(t, flate.BestCompression).message(make([]byte, max+1))
	for _, test := range []struct {
		name  string
		lost  []byte
		names []string
	}{
		{"a bomb", frame(0xc2, bomb, nil), []string{"frame deflate-context-lost"}},
		{"bytes that are no deflate", frame(0xc2, []byte{6}, nil), []string{"frame not-deflated"}},
		{"a fragmented bomb", join(frame(0x42, bomb[:1], nil), frame(0x80, bomb[1:], nil)), []string{"frame", "frame message-too-large"}},
		{
			"a message that is given up", join(frame(0x41, bomb, nil), frame(0x01, []byte("x"), nil), frame(0x80, []byte("y"), nil)),
			[]string{"frame", "frame frame-interrupted-message", "frame", "message"},
		},
		{"a frame that is too large", frame(0xc1, make([]byte, 600), nil), []string{"raw frame-too-large"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := lose(test.lost)
			units := decode(Config{Deflate: true, MaxMessage: max, MaxFrame: 500}, in)
			conserved(t, in, 0, units)
			names := kinds(units)
			if diff := cmp.Diff(test.names, names[1:len(names)-3]); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			after, fresh := units[len(units)-3], units[len(units)-2]
			if after.Error != nil {
				t.Errorf("what refers to it is in error: %v", after.Error)
			}
			if f := after.Value.(Frame); f.Inflated != nil || !after.Prior.Lost {
				t.Errorf("what refers to it says %q", f.Inflated)
			}
			if f := fresh.Value.(Frame); string(f.Inflated) != "new" {
				t.Errorf("what does not refer to it says %q", f.Inflated)
			}
		})
	}
	units := decode(Config{Deflate: true, Midstream: true}, frame(0xc1, unhex(t, "f2 00 11 00 00"), nil))
	if got, want := units[0].Summary, "text fin deflate · 5 B, context lost"; got != want || units[0].Error != nil {
		t.Errorf("from the midst: %q with %v, want %q", got, units[0].Error, want)
	}
}

// TestNotKeptButFollowed has a message that is larger than what is shown, and one after it that refers to its end.
func TestNotKeptButFollowed(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	long := make([]byte, MaxInflated+100_000)
	for i := range long {
		long[i] = 'a' + byte(random.UintN(20))
	}
	c := newCompressor(t, flate.BestSpeed)
	in := join(frame(0xc1, c.message(long), nil), frame(0xc1, c.message(long[len(long)-500:]), nil))
	units := decode(Config{Deflate: true}, in)
	if diff := cmp.Diff([]string{"frame", "frame", "end"}, kinds(units)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := units[0].Value.(Frame).Inflated; got != nil {
		t.Errorf("%d bytes are kept", len(got))
	}
	if got := units[1].Value.(Frame).Inflated; !bytes.Equal(got, long[len(long)-500:]) {
		t.Errorf("the second says %d other bytes", len(got))
	}
	// Its text is checked all the same, also where a character lies across two of its pieces.
	for _, end := range []string{"", "\xff"} {
		text := append(bytes.Repeat([]byte("é€"), MaxInflated/5+1000), end...)
		units := decode(Config{Deflate: true}, frame(0xc1, newCompressor(t, flate.BestSpeed).message(text), nil))
		if (units[0].Error == InvalidUTF8) != (end != "") {
			t.Errorf("text that ends in %q: %v", end, units[0].Error)
		}
	}
}

// TestWindowExceeded refers back exactly as far as is allowed, and one byte further.
func TestWindowExceeded(t *testing.T) {
	at := func(distance int) []byte {
		random := rand.New(rand.NewPCG(5, 6))
		b := make([]byte, distance+20)
		for i := range distance {
			b[i] = 'a' + byte(random.UintN(26))
		}
		copy(b[distance:], b[:20])
		return b
	}
	for _, test := range []struct {
		bits, distance int
		want           string
	}{{9, 512, "frame"}, {9, 513, "frame deflate-window-exceeded"}, {8, 257, "frame deflate-window-exceeded"}, {0, 20000, "frame"}} {
		for _, alone := range []bool{false, true} {
			in := frame(0xc2, newCompressor(t, flate.BestCompression).message(at(test.distance)), nil)
			cfg := Config{Deflate: true, Window: test.bits, NoContextTakeover: alone}
			if diff := cmp.Diff([]string{test.want, "end"}, kinds(decode(cfg, in))); diff != "" {
				t.Errorf("2^%d, %d bytes back, alone %t: -want +got\n%s", test.bits, test.distance, alone, diff)
			}
		}
	}
}

// TestBFINALInTheMiddle has blocks after one that says it is the last (RFC 7692 7.2.3.4), and none.
func TestBFINALInTheMiddle(t *testing.T) {
	for in, want := range map[string]string{
		"f3 48 cd c9 c9 07 00 00":                   "Hello",
		"f3 48 cd c9 c9 07 00":                      "Hello",
		"f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00": "HelloHello",
	} {
		if got, err := inflate(nil, unhex(t, in)); string(got) != want || err != nil {
			t.Errorf("%s: %q, %v; want %q", in, got, err, want)
		}
	}
	for name, in := range map[string]string{
		"garbage after BFINAL": "f3 48 cd c9 c9 07 00 06",
		"no empty block after one without BFINAL (RFC 7692 7.2.1)": "00 05 00 fa ff 48 65 6c 6c 6f",
	} {
		if got, err := inflate(nil, unhex(t, in)); err != errNotDeflate {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// inflateTheirs inflates a message after the bytes before it with another reader of deflate. It fails where they do, and
// begins anew after a block with BFINAL, where they end.
func inflateTheirs(newReader func(io.Reader, []byte) io.ReadCloser, in, before []byte) (plain []byte, ok bool) {
	const end = "\x01\x00\x00\xff\xff" // an empty block with BFINAL, so that they do not miss one
	r := bytes.NewReader(append(append(bytes.Clone(in), tail...), end...))
	for all := bytes.Clone(before); ; {
		part, err := io.ReadAll(newReader(r, all[max(0, len(all)-deflate.WindowSize):]))
		if err != nil {
			return nil, false
		}
		all = append(all, part...)
		if left := r.Len(); left == 0 || left == len(tail)+len(end) { // after BFINAL the empty block may be left out
			return all[len(before):], true
		}
	}
}

// FuzzInflate compares with two independent readers of the same format: what one of them reads we read, too, and say the same.
func FuzzInflate(f *testing.F) {
	c := newCompressor(f, flate.BestCompression)
	f.Add(c.message([]byte("Hello, hello, hello")), []byte("before"))
	f.Add(c.message(bytes.Repeat([]byte("Hello"), 100)), []byte("Hello, hello, hello"))
	f.Add(newCompressor(f, flate.HuffmanOnly).message([]byte("aaaabbbcc")), []byte{})
	f.Add([]byte("\x00\x05\x00\xfa\xffHello\x00"), []byte{})
	f.Add([]byte("\xf3H\xcd\xc9\xc9\x07\x00\x00"), []byte("x"))
	f.Add([]byte("\xf3H\xcd\xc9\xc9\x07\x00"), []byte("x"))
	f.Add([]byte("\x05\xe0\x81\x08\x00\x00\x00\x00\x20\x7f\xea\x2f\x00"), []byte{}) // a dynamic block with one distance code
	f.Fuzz(func(t *testing.T, in, before []byte) {
		if len(in) == 0 || len(in) > 1<<11 { // more could inflate to what is too large, and blocks with BFINAL cost them much
			return
		}
		win := new(deflate.Window)
		win.Add(before)
		got, err := inflate(win, in)
		for name, newReader := range map[string]func(io.Reader, []byte) io.ReadCloser{"compress/flate": flate.NewReaderDict, "klauspost": kflate.NewReaderDict} {
			want, ok := inflateTheirs(newReader, in, before)
			if ok != (err == nil) || ok && !bytes.Equal(want, got) {
				t.Errorf("%q with %v, and %s says %q and %t", got, err, name, want, ok)
			}
		}
		if err == nil && !bytes.HasSuffix(append(bytes.Clone(before), got...), win.Append(nil, win.Len(), win.Len())) {
			t.Error("the window is not the end of what was said")
		}
	})
}

// BenchmarkInflate inflates a message of 1 KiB in a direction that keeps its context. An operation is a message.
func BenchmarkInflate(b *testing.B) {
	c := newCompressor(b, flate.BestSpeed)
	text := bytes.Repeat([]byte(`{"seq":42,"at":1763794512203114,"data":"what is new"},`), 20)
	var in []byte
	for range 64 {
		in = append(in, frame(0xc1, c.message(text), &rfcKey)...)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for n := 0; n < b.N; n += 64 {
		d := New(Config{FromClient: true, Deflate: true, Midstream: true, Emit: func(*wire.Unit) {}})
		d.Write(in)
	}
}
