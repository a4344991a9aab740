package decode_test

import (
	"strings"
	"testing"

	"wireside/wireview/decode"
	"wireside/wireview/wire"
)

// BenchmarkWebSocket decodes a client's frames of 125 bytes in pieces of 4 KiB, as a part of a connection; "explained" also
// explains each and writes its JSON. An operation is a frame.
func BenchmarkWebSocket(b *testing.B) {
	payload := strings.Repeat("a", 125)
	one := masked(0x81, payload)
	var in []byte
	for range 3000 {
		in = append(in, masked(0x81, payload)...) // each has a key of its own
	}
	for _, explained := range []bool{false, true} {
		name := "framed"
		if explained {
			name = "explained"
		}
		b.Run(name, func(b *testing.B) {
			var out []byte
			var room wire.Room
			c := decode.NewWebSocket(1, "", func(u *wire.Unit) {
				if explained {
					u.Room = &room
					decode.Explain(u)
					out = u.AppendJSON(out[:0])
				}
			})
			b.ReportAllocs()
			b.SetBytes(int64(len(one)))
			at := 0
			for left := b.N * len(one); left > 0; {
				end := min(at+4096, len(in), at+left)
				c.Write(wire.C2S, 1, in[at:end])
				left -= end - at
				at = end % len(in)
			}
		})
	}
}
