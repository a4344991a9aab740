package eventstream

import (
	"bytes"
	"strings"
	"testing"

	"wireside/wireview/wire"
)

// benchPiece is how the benchmarks cut their input, in bytes: as a tap does that reads into a buffer of this size.
const benchPiece = 4 << 10

// BenchmarkEvents frames events in pieces. An operation is an event; "id" has one in front. "scan" only looks for the ends
// of lines: the least that any reader does.
func BenchmarkEvents(b *testing.B) {
	event := func(size int) []byte {
		const start, end = "data: ", "\n\n"
		return []byte(start + strings.Repeat("x", size-len(start)-len(end)) + end)
	}
	for _, test := range []struct {
		name string
		one  []byte
	}{
		{"30B", event(30)},
		{"1KiB", event(1 << 10)},
		{"id/30B", append([]byte("id: 1234\n"), event(21)...)},
		{"CR/30B", bytes.ReplaceAll(event(30), []byte("\n"), []byte("\r"))},
	} {
		in := bytes.Repeat(test.one, 1<<20/len(test.one))
		run := func(name string, write func(p []byte, off int64)) {
			b.Run(name+"/"+test.name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(test.one)))
				at, off := 0, int64(0)
				for left := b.N * len(test.one); left > 0; {
					end := min(at+benchPiece, len(in), at+left)
					write(in[at:end], off)
					off += int64(end - at)
					left -= end - at
					at = end % len(in)
				}
			})
		}
		run("event", New(Config{Emit: func(*wire.Unit) {}}).Write)
		run("scan", func(p []byte, _ int64) {
			for len(p) > 0 {
				p = p[bytes.IndexByte(p, '\n')+1:]
				if bytes.IndexByte(p, '\n') < 0 {
					return
				}
			}
		})
	}
}

// BenchmarkExplain explains an event as the lab sends it, alone and up to its JSON.
func BenchmarkExplain(b *testing.B) {
	u := read("id: 42\ndata: {\"seq\":42,\"at\":1763794512203114,\"data\":\"WIRE 101.37 +0.12\"}\n\n")[0]
	b.Run("fields", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Explain(u)
		}
	})
	b.Run("JSON", func(b *testing.B) {
		var out []byte
		b.ReportAllocs()
		for b.Loop() {
			Explain(u)
			out = u.AppendJSON(out[:0])
		}
	})
}
