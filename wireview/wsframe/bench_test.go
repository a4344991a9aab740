package wsframe

import (
	"bytes"
	"testing"

	"wireside/wireview/wire"
)

// benchPiece is how the benchmarks cut their input, in bytes: as a tap does that reads into a buffer of this size.
const benchPiece = 4 << 10

// sizes are the payloads that the benchmarks send.
var sizes = []struct {
	name string
	n    int
}{{"16B", 16}, {"125B", 125}, {"1KiB", 1 << 10}, {"64KiB", 64 << 10}}

// BenchmarkFrames decodes masked frames in pieces. An operation is a frame. "frame" only frames; "unmask" also unmasks
// each payload, apart; "copy" copies the same frames one by one: the least that reading them into a buffer costs.
func BenchmarkFrames(b *testing.B) {
	for _, size := range sizes {
		one := frame(0x82, make([]byte, size.n), &rfcKey)
		in := bytes.Repeat(one, max(1, 1<<20/len(one)))
		dst := make([]byte, len(one))
		run := func(name string, write func(p []byte)) {
			b.Run(name+"/"+size.name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(one)))
				at := 0
				for left := b.N * len(one); left > 0; {
					end := min(at+benchPiece, len(in), at+left)
					write(in[at:end])
					left -= end - at
					at = end % len(in)
				}
			})
		}
		run("frame", New(Config{FromClient: true, Emit: func(*wire.Unit) {}}).Write)
		run("unmask", New(Config{FromClient: true, Emit: func(u *wire.Unit) {
			h, _ := parseHeader(u.Raw)
			Unmask(dst, u.Raw[h.size:], h.key(u.Raw))
		}}).Write)
		b.Run("copy/"+size.name, func(b *testing.B) {
			b.SetBytes(int64(len(one)))
			for at := 0; b.Loop(); at = (at + len(one)) % len(in) {
				copy(dst, in[at:at+len(one)])
			}
		})
	}
}

// BenchmarkUnmask unmasks a payload in place.
func BenchmarkUnmask(b *testing.B) {
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			p := make([]byte, size.n)
			b.SetBytes(int64(size.n))
			for b.Loop() {
				Unmask(p, p, rfcKey)
			}
		})
	}
}

// BenchmarkExplain explains a masked text frame of 125 bytes.
func BenchmarkExplain(b *testing.B) {
	u := decode(Config{FromClient: true}, frame(0x81, bytes.Repeat([]byte("a"), 125), &rfcKey))[0]
	b.ReportAllocs()
	for b.Loop() {
		Explain(u)
	}
}
