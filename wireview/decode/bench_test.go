package decode_test

import (
	"fmt"
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

// BenchmarkEventStream decodes an event stream that is not compressed, an event of 71 bytes a chunk, in pieces of a chunk. An
// operation is an event.
func BenchmarkEventStream(b *testing.B) {
	event := []byte(fmt.Sprintf("47\r\n%s\r\n", "id: 42\ndata: "+strings.Repeat("x", 71-15)+"\n\n"))
	c := decode.New(1, func(*wire.Unit) {})
	c.Write(wire.C2S, 1, []byte(getHead))
	c.Write(wire.S2C, 1, []byte(streamHead))
	b.ReportAllocs()
	for b.Loop() {
		c.Write(wire.S2C, 2, event)
	}
}

// BenchmarkPoll decodes a poll and its answer, which is not compressed.
func BenchmarkPoll(b *testing.B) {
	ask := []byte("GET /labs/polling?run=k3v9q2&after=412 HTTP/1.1\r\nHost: localhost:8080\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n")
	body := `{"events":[{"seq":413,"at":1763794512203114,"data":"WIRE 101.37 +0.12"}],"next":413}`
	answer := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nDate: Sat, 22 Nov 2025 06:55:12 GMT\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"+
		"Etag: \"k3v9q2-413\"\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n\r\n%s", len(body), body)
	c := decode.New(1, func(*wire.Unit) {})
	b.ReportAllocs()
	for b.Loop() {
		c.Write(wire.C2S, 1, ask)
		c.Write(wire.S2C, 2, answer)
	}
}
