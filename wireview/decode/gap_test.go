package decode_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

func lose(dir wire.Dir, n int64) piece { return piece{dir: dir, missing: n} }

func TestGaps(t *testing.T) {
	const okHead = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
	long := "\x82\x7d" + strings.Repeat("x", 125)
	for _, test := range []struct {
		name   string
		pieces []piece
		want   []string
	}{
		{"inside a body", []piece{up(getHead), down(okHead + "abc"), lose(wire.S2C, 3), down("xyzw"), up(getHead), down(okHead + "0123456789")}, []string{
			"c2s 1 request GET / [0,27]", "s2c 1 response 200 OK [0,39]", "s2c 1 body abc [39,42] !missing-bytes",
			"s2c 0 raw 4 bytes not read: missing-bytes [45,49]", "c2s 2 request GET / [27,54]", "s2c 2 response 200 OK [49,88]",
			"s2c 2 body 0123456789 [88,98]", "c2s 2 end end", "s2c 2 end end",
		}},
		{"inside a head, of unknown size", []piece{up("GET / HT"), lose(wire.C2S, -1), up("x: y\r\n\r\n"), down(okHead + "0123456789"), up(getHead)}, []string{
			"c2s 1 raw 8 bytes not read: missing-bytes [0,8]", "c2s 0 raw 8 bytes not read: missing-bytes [8,16]",
			"s2c 1 response 200 OK [0,39]", "s2c 1 body 0123456789 [39,49]", "c2s 2 request GET / [16,43]", "c2s 2 end end", "s2c 1 end end",
		}},
		{"between messages, and nothing after it", []piece{up(getHead), down(okHead + "0123456789"), lose(wire.S2C, 100), lose(wire.C2S, 1)}, []string{
			"c2s 1 request GET / [0,27]", "s2c 1 response 200 OK [0,39]", "s2c 1 body 0123456789 [39,49]",
			"c2s 1 end end, incomplete !missing-bytes", "s2c 1 end end, incomplete !missing-bytes",
		}},
		{"inside an event stream, then another", []piece{up(getHead), down(streamHead + "9\r\ndata: 1\n\n\r\n9\r\nda"), lose(wire.S2C, 9), up(getHead), down(streamHead + "9\r\ndata: 2\n\n\r\n")}, []string{
			"c2s 1 request GET / [0,27]", "s2c 1 response 200 OK [0,95]", "s2c 1 event data: 1 [98,107]", "s2c 1 chunk chunk, 9 bytes [95,98] [107,109]",
			"s2c 1 raw 2 bytes", "s2c 1 end", "s2c 1 raw",
		}},
		{"inside a frame of known length", []piece{up(upgradeHead), down(switchHead + long[:50]), lose(wire.S2C, 20), down(long[70:] + hello)}, []string{
			"c2s 1 request GET /ws [0,142]", "s2c 1 response 101 Switching Protocols [0,129]", "s2c 1 raw 50 bytes not read: missing-bytes [129,179]",
			"s2c 1 raw 57 bytes not read: missing-bytes [199,256]", "s2c 1 frame text fin · Hello [256,263]", "c2s 1 end end", "s2c 1 end end",
		}},
		{"beyond a frame", []piece{up(upgradeHead), down(switchHead + long[:50]), lose(wire.S2C, 200), down(hello), lose(wire.S2C, 5), down(hello)}, []string{
			"c2s 1 request GET /ws [0,142]", "s2c 1 response 101 Switching Protocols [0,129]", "s2c 1 raw 50 bytes not read: missing-bytes [129,179]",
			"s2c 1 raw 7 bytes not read: missing-bytes [379,386]", "c2s 1 end end", "s2c 1 raw 7 bytes not read: missing-bytes [391,398]",
			"s2c 1 end end, incomplete",
		}},
		{"in place of the request for an upgrade", []piece{lose(wire.C2S, 150), down(switchHead + hello), up(masked(0x81, "a"))}, []string{
			"s2c 1 response 101 Switching Protocols [0,129]", "s2c 1 frame text fin · Hello [129,136]", "c2s 1 frame text fin · a [150,157]",
			"c2s 1 end end", "s2c 1 end end",
		}},
		{"in place of the answer to one", []piece{up(upgradeHead + maskedHello), lose(wire.S2C, 129), down(hello), up(maskedHello)}, []string{
			"c2s 1 request GET /ws [0,142]", "c2s 0 raw 11 bytes not read: missing-bytes [142,153]", "s2c 0 raw 7 bytes not read: missing-bytes [129,136]",
			"c2s 0 raw 11 bytes not read: missing-bytes [153,164]", "c2s 1 end end, incomplete !missing-bytes", "s2c 0 end end, incomplete !missing-bytes",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			read(t, test.pieces)
			var got []string
			for _, u := range units(whole, test.pieces) {
				got = append(got, place(u))
			}
			if strings.Contains(test.name, "event stream") { // how eventstream says it is its own affair
				test.want, got = test.want[:4], got[:4]
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
