package decode_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/decode"
	"wireside/wireview/wire"
)

// piece is what crosses a connection in one go, or how much is missing from the record; below 0 if it is not known.
type piece struct {
	dir     wire.Dir
	text    string
	missing int64
}

func up(text string) piece   { return piece{dir: wire.C2S, text: text} }
func down(text string) piece { return piece{dir: wire.S2C, text: text} }

// read decodes a connection, checks that units and fields tile both directions, and lists the units.
func read(t testing.TB, pieces []piece) []string {
	t.Helper()
	return readFrom(t, whole, pieces)
}

// readFrom does so from how a connection starts.
func readFrom(t testing.TB, start func(wire.Emit) *decode.Conn, pieces []piece) []string {
	t.Helper()
	var got []string
	covered := [2]map[int64]bool{{}, {}}
	sent := [2]string{}
	c := start(func(u *wire.Unit) {
		u = u.Clone()
		decode.Explain(u)
		if u.Conn != 7 || u.At == 0 {
			t.Errorf("unit of connection %d at %d", u.Conn, u.At)
		}
		var under strings.Builder
		for _, s := range u.Spans {
			for i := s[0]; i < s[1]; i++ {
				if covered[u.Dir][i] {
					t.Errorf("%v byte %d is covered twice", u.Dir, i)
				}
				covered[u.Dir][i] = true
			}
			under.WriteString(sent[u.Dir][s[0]:s[1]])
		}
		if under.String() != string(u.Raw) {
			t.Errorf("%s: raw is %q, its spans hold %q", u.Summary, u.Raw, under.String())
		}
		var fields wire.Spans
		for _, f := range u.Fields {
			for _, s := range f.Spans {
				fields = fields.Append(s[0], s[1])
			}
		}
		if diff := cmp.Diff([]wire.Span(u.Spans), []wire.Span(fields)); diff != "" && u.Length > 0 {
			t.Errorf("%s: fields do not tile the unit (-unit +fields):\n%s", u.Summary, diff)
		}
		got = append(got, fmt.Sprintf("%v %d %s %s", u.Dir, u.Exchange, u.Proto, u.Kind))
	})
	missing := [2]int{}
	for i, p := range pieces {
		if p.missing != 0 {
			n := int(max(p.missing, 0))
			missing[p.dir] += n
			sent[p.dir] += strings.Repeat("?", n)
			c.Gap(p.dir, int64(i+1), p.missing)
			continue
		}
		sent[p.dir] += p.text
		c.Write(p.dir, int64(i+1), []byte(p.text))
	}
	c.Close(int64(len(pieces) + 1))
	for _, dir := range wire.Dirs {
		if len(covered[dir]) != len(sent[dir])-missing[dir] {
			t.Errorf("%v: %d bytes covered of %d", dir, len(covered[dir]), len(sent[dir]))
		}
	}
	return got
}

const (
	upgradeHead = "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	switchHead  = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
	getHead     = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
	streamHead  = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
	hello       = "\x81\x05Hello" // RFC 6455 5.7
	maskedHello = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
)

var chains = []struct {
	name   string
	pieces []piece
	want   []string
}{
	{"an event stream whose event crosses chunks",
		[]piece{up(getHead), down(streamHead), down("8\r\nid: 1\nda\r\n7\r\nta: x\n\n\r\n0\r\n\r\n")},
		[]string{"c2s 1 http1 request", "s2c 1 http1 response", "s2c 1 http1 chunk", "s2c 1 sse event", "s2c 1 http1 chunk",
			"s2c 1 http1 chunk", "s2c 1 sse end", "s2c 1 http1 trailers", "c2s 1 http1 end", "s2c 1 http1 end"}},
	{"a WebSocket whose first frame came with the handshake",
		[]piece{up(upgradeHead + maskedHello), down(switchHead + hello), up(maskedHello)},
		[]string{"c2s 1 http1 request", "s2c 1 http1 response", "c2s 1 websocket frame", "s2c 1 websocket frame",
			"c2s 1 websocket frame", "c2s 1 websocket end", "s2c 1 websocket end"}},
	{"an upgrade that is refused, and HTTP that goes on",
		[]piece{up(upgradeHead + getHead), down("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"), down("HTTP/1.1 204 No Content\r\n\r\n")},
		[]string{"c2s 1 http1 request", "s2c 1 http1 response", "c2s 2 http1 request", "s2c 2 http1 response", "c2s 2 http1 end", "s2c 2 http1 end"}},
	{"an upgrade that is never answered",
		[]piece{up(upgradeHead + getHead + upgradeHead + getHead)},
		[]string{"c2s 1 http1 request", "c2s 2 http1 request", "c2s 3 http1 request", "c2s 4 http1 request", "c2s 4 http1 end", "s2c 0 http1 end"}},
	{"a keep-alive connection that polls, then streams, then polls",
		[]piece{up(getHead), down("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n"), up(getHead), down(streamHead + "0\r\n\r\n"), up(getHead), down("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")},
		[]string{"c2s 1 http1 request", "s2c 1 http1 response", "c2s 2 http1 request", "s2c 2 http1 response", "s2c 2 http1 chunk", "s2c 2 sse end",
			"s2c 2 http1 trailers", "c2s 3 http1 request", "s2c 3 http1 response", "s2c 3 http1 body", "c2s 3 http1 end", "s2c 3 http1 end"}},
	{"a HEAD among GETs",
		[]piece{up("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + getHead), down("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")},
		[]string{"c2s 1 http1 request", "c2s 2 http1 request", "s2c 1 http1 response", "s2c 2 http1 response", "s2c 2 http1 body", "c2s 2 http1 end", "s2c 2 http1 end"}},
	{"a switch to a protocol that nobody here reads",
		[]piece{up("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: irc\r\n\r\nNICK x\r\n"), down("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: irc\r\n\r\n:x hello\r\n")},
		[]string{"c2s 1 http1 request", "s2c 1 http1 response", "c2s 1 raw raw", "c2s 1 http1 end", "s2c 1 raw raw", "s2c 1 http1 end"}},
}

func TestChains(t *testing.T) {
	for _, c := range chains {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(t, c.pieces)); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
		})
	}
}

// However each piece is cut, the units of a direction are the same.
func TestChainsAreTheSameHoweverTheyAreCut(t *testing.T) {
	for _, c := range chains {
		t.Run(c.name, func(t *testing.T) { sameBytewise(t, whole, c.pieces) })
	}
}

// sameBytewise holds the units of each direction to those of the same bytes, cut everywhere.
func sameBytewise(t testing.TB, start func(wire.Emit) *decode.Conn, pieces []piece) {
	t.Helper()
	var bytewise []piece
	for _, p := range pieces {
		for i := range len(p.text) {
			bytewise = append(bytewise, piece{dir: p.dir, text: p.text[i : i+1]})
		}
	}
	want, got := units(start, pieces), units(start, bytewise)
	for _, dir := range wire.Dirs {
		if diff := cmp.Diff(places(dir, want), places(dir, got)); diff != "" {
			t.Errorf("units (-whole +bytewise):\n%s", diff)
		}
	}
}

func places(dir wire.Dir, units []*wire.Unit) []string {
	var out []string
	for _, u := range units {
		if u.Dir == dir {
			out = append(out, place(u))
		}
	}
	return out
}

// A response tells why EventSource does not open a stream, if the request is one that EventSource makes.
func TestWhyEventSourceFails(t *testing.T) {
	const html, gone = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
	ask := func(accept string) string {
		return strings.Replace(getHead, "\r\n\r\n", "\r\nAccept: "+accept+"\r\n\r\n", 1)
	}
	const stream = "text/event-stream"
	for _, test := range []struct {
		request, response string
		want              string // of the status code's note; "" if EventSource is not in it
	}{
		{ask(stream), html, "the type of this answer is another one"},
		{ask(stream), gone, "only with the status 200"},
		{ask(stream), "HTTP/1.1 100 Continue\r\n\r\n", ""},
		{ask(stream), "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", ""},
		{ask(stream), streamHead, ""},
		{ask("application/json, " + stream), html, ""}, // a script that takes either
		{strings.Replace(ask(stream), "GET", "POST", 1), gone, ""},
		{getHead, html, ""},
		{ask(stream) + getHead, gone + gone, "only with the status 200"}, // the last answers another request
	} {
		var notes []string
		for _, u := range units(whole, []piece{up(test.request), down(test.response)}) {
			if u.Kind == wire.KindResponse {
				notes = append(notes, u.Fields[1].Note)
			}
		}
		if got := strings.Contains(notes[0], "EventSource"); got != (test.want != "") || !strings.Contains(notes[0], test.want) {
			t.Errorf("%q to %q: %q, want %q", test.response, test.request, notes[0], test.want)
		}
		if len(notes) > 1 && strings.Contains(notes[1], "EventSource") {
			t.Errorf("an answer to what EventSource did not ask: %q", notes[1])
		}
	}
}

// What a client sends after asking for an upgrade is held, and bounded, also if it asks over and over and is never answered.
func TestHeldIsBounded(t *testing.T) {
	requests := 0
	c := decode.New(7, func(u *wire.Unit) {
		if u.Kind == wire.KindRequest {
			requests++
		}
	})
	many := []byte(strings.Repeat(upgradeHead, 100))
	for sent := 0; sent < 4*decode.MaxHeld; sent += len(many) {
		c.Write(wire.C2S, 1, many)
		if held := sent + len(many) - requests*len(upgradeHead); held > decode.MaxHeld+len(upgradeHead) {
			t.Fatalf("%d bytes are held", held)
		}
	}
}

// Whatever the two sides send, in whatever order, with a handshake or without: no panic, every byte in one unit and one
// field, and the same units however the pieces are cut. A gap is where they may differ, since a piece tells what follows it.
func FuzzConn(f *testing.F) {
	for _, c := range chains {
		var all strings.Builder
		for _, p := range c.pieces {
			fmt.Fprintf(&all, "%d%s\x00", p.dir, p.text)
		}
		f.Add(all.String())
	}
	f.Add("0" + upgradeHead + "\x001" + switchHead + "\x02\x7d12345\x00\x81\x14\x001" + hello + hello + "\x000" + maskedHello)
	f.Add("0" + getHead + "\x001" + streamHead + "9\r\nda\x00\x81\x07\x001" + streamHead + "\x00\x80\x00\x000" + getHead)
	f.Add("0" + upgradeHead + maskedHello + "\x00\x81\x40\x001" + switchHead + hello)
	f.Add("0" + masked(0x89, "a") + "\x001\x8a\x01a\xc1\x07\xf2H\xcd\xc9\xc9\x07\x00\xc1\x05\xf2\x00\x11\x00\x00\x000" + masked(0x88, "\x03\xe8"))
	f.Fuzz(func(t *testing.T, script string) {
		var pieces []piece
		for _, part := range strings.Split(script, "\x00") {
			if len(part) > 1 {
				p := piece{dir: wire.Dir(part[0] & 1), text: part[1:]}
				if part[0]&0x80 != 0 { // a gap
					p = piece{dir: p.dir, missing: int64(part[1]) - 1}
				}
				pieces = append(pieces, p)
			}
		}
		gap := func(p piece) bool { return p.missing != 0 }
		for _, start := range []func(wire.Emit) *decode.Conn{whole, frames(""), frames("permessage-deflate")} {
			readFrom(t, start, pieces)
			if !slices.ContainsFunc(pieces, gap) {
				sameBytewise(t, start, pieces)
			}
		}
	})
}
