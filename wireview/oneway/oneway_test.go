package oneway

import (
	"testing"

	"wireside/wireview/wire"

	"github.com/google/go-cmp/cmp"
)

// samples are one direction each.
var samples = []struct {
	cfg   Config
	bytes string
}{
	{Config{As: "sse", Dir: wire.S2C}, "\ufeff: hello\r\nretry: 10\r\n\r\nid: 1\ndata: ä\n\n"},
	{Config{As: "websocket", Dir: wire.S2C}, "\x81\x02hi\x01\x01a\x89\x00\x80\x01b\x88\x02\x03\xe8"},
	{Config{As: "websocket", Dir: wire.C2S, Deflate: "permessage-deflate"}, "\xc1\x87\x00\x00\x00\x00\xf2\x48\xcd\xc9\xc9\x07\x00"},
	{Config{As: "http1", Dir: wire.C2S}, "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /w HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x80\x00\x00\x00\x00"},
	{Config{As: "http1", Dir: wire.S2C, Methods: []string{"HEAD"}}, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" +
		"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: a\n\n\r\n0\r\n\r\nrubbish"},
}

// read returns how many bytes of units come of bytes that arrive in two pieces, and the kinds of the units.
func read(t *testing.T, cfg Config, first, second string) (covered int, kinds []string) {
	t.Helper()
	r, err := New(cfg, func(u *wire.Unit) {
		for _, span := range u.Spans {
			covered += int(span[1] - span[0])
		}
		kinds = append(kinds, string(u.Kind))
		if u.Dir != cfg.Dir || u.Conn != 1 {
			t.Errorf("%s: direction %v, connection %d", u.Kind, u.Dir, u.Conn)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Write(1, []byte(first))
	r.Write(2, []byte(second))
	r.Close(2)
	return covered, kinds
}

// Every byte is covered by a unit, and the units are the same wherever the bytes were cut.
func TestEveryByteIsCovered(t *testing.T) {
	for _, s := range samples {
		_, whole := read(t, s.cfg, s.bytes, "")
		for i := range len(s.bytes) {
			covered, kinds := read(t, s.cfg, s.bytes[:i], s.bytes[i:])
			if covered != len(s.bytes) {
				t.Errorf("%s cut at %d: %d of %d bytes", s.cfg.As, i, covered, len(s.bytes))
			}
			if diff := cmp.Diff(whole, kinds); diff != "" && s.cfg.As != "http1" { // a body comes in the pieces that it came in
				t.Errorf("%s cut at %d (-whole +cut)\n%s", s.cfg.As, i, diff)
			}
		}
	}
}
