package decode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/decode"
	"wireside/wireview/handshake"
	"wireside/wireview/http1"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// units decodes a connection that c reads, in pieces a second apart, and numbers and explains its units as a store does.
func units(start func(wire.Emit) *decode.Conn, pieces []piece) []*wire.Unit {
	var all []*wire.Unit
	c := start(func(u *wire.Unit) {
		u.Seq = uint64(len(all) + 1)
		all = append(all, u.Clone())
	})
	for i, p := range pieces {
		if p.missing != 0 {
			c.Gap(p.dir, int64(i+1)*1e6, p.missing)
			continue
		}
		c.Write(p.dir, int64(i+1)*1e6, []byte(p.text))
	}
	c.Close(int64(len(pieces)+1) * 1e6)
	for _, u := range all {
		decode.Explain(u)
	}
	return all
}

func whole(emit wire.Emit) *decode.Conn { return decode.New(7, emit) }

func frames(deflate string) func(wire.Emit) *decode.Conn {
	return func(emit wire.Emit) *decode.Conn { return decode.NewWebSocket(7, deflate, emit) }
}

// say writes each unit as its direction, its kind, its summary and the name of its violation.
func say(all []*wire.Unit) []string {
	var out []string
	for _, u := range all {
		s := fmt.Sprintf("%v %s %s", u.Dir, u.Kind, u.Summary)
		if u.Error != nil && !strings.Contains(s, u.Error.Name) {
			s += " !" + u.Error.Name
		}
		out = append(out, s)
	}
	return out
}

// place writes a unit as its direction, exchange, kind, summary, spans and violation.
func place(u *wire.Unit) string {
	s := fmt.Sprintf("%v %d %s %s", u.Dir, u.Exchange, u.Kind, u.Summary)
	for _, span := range u.Spans {
		s += fmt.Sprintf(" [%d,%d]", span[0], span[1])
	}
	if u.Error != nil && !strings.Contains(s, u.Error.Name) {
		s += " !" + u.Error.Name
	}
	return s
}

// masked writes a client's frame of fewer than 126 bytes with a key of its own.
func masked(first byte, payload string) string {
	key := [4]byte{first, byte(len(payload)), 3, byte(masks)}
	masks++
	out := []byte{first, 0x80 | byte(len(payload)), key[0], key[1], key[2], key[3]}
	for i := range len(payload) {
		out = append(out, payload[i]^key[i&3])
	}
	return string(out)
}

var masks int

func unmasked(first byte, payload string) string {
	return string([]byte{first, byte(len(payload))}) + payload
}

// An example of each way in which a ping may be answered, or not be (RFC 6455 5.5.3).
func TestPongs(t *testing.T) {
	all := units(frames(""), []piece{
		down(unmasked(0x89, "a")), down(unmasked(0x89, "b")), up(masked(0x8a, "b")), // the latest alone
		up(masked(0x8a, "a")),                          // too late: a heartbeat, by now
		up(masked(0x89, "")), down(unmasked(0x8a, "")), // the other way round
		down(unmasked(0x8a, "")),                                                                        // nobody asked
		down(unmasked(0x89, "x")), down(unmasked(0x89, "x")), up(masked(0x8a, "x") + masked(0x8a, "x")), // in order
	})
	var got []*wsframe.Pong
	for _, u := range all {
		if f, ok := u.Value.(wsframe.Frame); ok && f.Opcode == 10 {
			got = append(got, f.Pong)
		}
		if u.Error != nil {
			t.Errorf("%s: %v", u.Summary, u.Error)
		}
	}
	want := []*wsframe.Pong{
		{Ping: 2, RTT: 1e6}, nil, {Ping: 5, RTT: 1e6}, nil, {Ping: 8, RTT: 2e6}, {Ping: 9, RTT: 1e6},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got, want := all[2].Summary, "pong 1 B, 1000.0 ms after its ping"; got != want {
		t.Errorf("summary %q, want %q", got, want)
	}
	note := all[2].Fields[len(all[2].Fields)-1].Note
	if want := "The payload of the ping that it answers, unit 2: the round trip took 1000.0 ms. Shown here without the masking key."; note != want {
		t.Errorf("note %q, want %q", note, want)
	}
}

// However many pings go unanswered, only the newest are remembered.
func TestPingsAreBounded(t *testing.T) {
	var pieces []piece
	for i := range 100 {
		pieces = append(pieces, down(unmasked(0x89, fmt.Sprint(i))))
	}
	pieces = append(pieces, up(masked(0x8a, "83")), up(masked(0x8a, "84")))
	var got []uint64
	for _, u := range units(frames(""), pieces) {
		if f, ok := u.Value.(wsframe.Frame); ok && f.Opcode == 10 {
			seq := uint64(0)
			if f.Pong != nil {
				seq = f.Pong.Ping
			}
			got = append(got, seq)
		}
	}
	if diff := cmp.Diff([]uint64{0, 85}, got); diff != "" {
		t.Errorf("pings answered, -want +got\n%s", diff)
	}
}

func TestCloseAndItsAnswer(t *testing.T) {
	const bye = "\x03\xe8"
	for _, test := range []struct {
		name   string
		start  func(wire.Emit) *decode.Conn
		pieces []piece
		want   []string // the ends
	}{
		{"answered", frames(""), []piece{down(unmasked(0x88, bye)), up(masked(0x88, bye))}, []string{"c2s end end", "s2c end end"}},
		{"both at once", frames(""), []piece{up(masked(0x88, bye)), down(unmasked(0x88, bye))}, []string{"c2s end end", "s2c end end"}},
		{"not answered", frames(""), []piece{up(masked(0x81, "a")), down(unmasked(0x88, bye))}, []string{"c2s end end: close-not-answered", "s2c end end"}},
		{"by a server", whole, []piece{up(upgradeHead), down(switchHead), up(masked(0x88, bye))}, []string{"c2s end end", "s2c end end: close-not-answered"}},
		{"by one whose frames are not in the record", frames(""), []piece{down(unmasked(0x88, bye))}, []string{"c2s end end", "s2c end end"}},
		{"cut off", frames(""), []piece{up("\x88"), down(unmasked(0x88, bye))}, []string{"c2s end end, incomplete", "s2c end end"}},
		{"none", frames(""), []piece{down(hello)}, []string{"c2s end end", "s2c end end"}},
	} {
		var ends []string
		for _, s := range say(units(test.start, test.pieces)) {
			if strings.Contains(s, " end ") {
				ends = append(ends, s)
			}
		}
		if diff := cmp.Diff(test.want, ends); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
	}
}

// What each side says in the handshake shows on its own unit, and rules what frames mean.
func TestHandshake(t *testing.T) {
	ask := strings.TrimSuffix(upgradeHead, "\r\n") + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
	answer := func(parameters string) string {
		return strings.TrimSuffix(switchHead, "\r\n") + "Sec-WebSocket-Extensions: permessage-deflate" + parameters + "\r\n\r\n"
	}
	first, second := "\xf2\x48\xcd\xc9\xc9\x07\x00", "\xf2\x00\x11\x00\x00" // RFC 7692 7.2.3.2
	for _, test := range []struct {
		parameters string
		want       []string
	}{
		{"", []string{
			"c2s request GET /ws", "s2c response 101 Switching Protocols", "c2s frame text fin deflate · Hello", "c2s frame text fin deflate · Hello",
			"s2c frame text fin deflate · Hello", "s2c frame text fin deflate · Hello", "c2s end end", "s2c end end",
		}},
		{"; client_no_context_takeover", []string{
			"c2s request GET /ws", "s2c response 101 Switching Protocols", "c2s frame text fin deflate · Hello",
			"c2s frame text fin deflate · 5 B !deflate-context-not-kept",
			"s2c frame text fin deflate · Hello", "s2c frame text fin deflate · Hello", "c2s end end", "s2c end end",
		}},
		{"; server_no_context_takeover", []string{
			"c2s request GET /ws", "s2c response 101 Switching Protocols", "c2s frame text fin deflate · Hello", "c2s frame text fin deflate · Hello",
			"s2c frame text fin deflate · Hello", "s2c frame text fin deflate · 5 B !deflate-context-not-kept", "c2s end end", "s2c end end",
		}},
	} {
		all := units(whole, []piece{
			up(ask), down(answer(test.parameters)), up(masked(0xc1, first)), up(masked(0xc1, second)),
			down(unmasked(0xc1, first)), down(unmasked(0xc1, second)),
		})
		if diff := cmp.Diff(test.want, say(all)); diff != "" {
			t.Errorf("%q: -want +got\n%s", test.parameters, diff)
		}
		shake, _ := all[1].Value.(http1.Response).Handshake.(*handshake.Handshake)
		if shake == nil || !shake.Matches || shake.Deflate == nil {
			t.Errorf("the response's handshake is %+v", shake)
		}
	}
}

func TestHandshakeViolationsShowOnTheirUnits(t *testing.T) {
	post := strings.Replace(upgradeHead, "GET", "POST", 1)
	wrong := strings.Replace(switchHead, "s3pP", "S3pP", 1)
	two := strings.Replace(switchHead, "Upgrade: websocket", "Upgrade: websocket, h2c", 1)
	for _, test := range []struct {
		name   string
		pieces []piece
		want   []string
	}{
		{"in both heads", []piece{up(post), down(wrong), down(hello)}, []string{
			"c2s request POST /ws !handshake-method", "s2c response 101 Switching Protocols !handshake-accept", "s2c frame text fin · Hello",
			"c2s end end", "s2c end end",
		}},
		{"without having been asked", []piece{up(getHead), down(switchHead), down(hello)}, []string{
			"c2s request GET /", "s2c response 101 Switching Protocols !handshake-not-asked", "c2s end end", "s2c raw 7 bytes not read: switched", "s2c end end",
		}},
		{"a request that is not in the record", []piece{down(switchHead), down(hello)}, []string{
			"s2c response 101 Switching Protocols", "s2c frame text fin · Hello", "c2s end end", "s2c end end",
		}},
		{"an answer that names two protocols", []piece{up(upgradeHead), down(two), down(hello)}, []string{
			"c2s request GET /ws", "s2c response 101 Switching Protocols !handshake-answer-upgrade", "s2c frame text fin · Hello", "c2s end end", "s2c end end",
		}},
		{"frames before the answer", []piece{up(upgradeHead + maskedHello), down(switchHead), up(masked(0x81, "a"))}, []string{
			"c2s request GET /ws", "s2c response 101 Switching Protocols", "c2s frame text fin · Hello !frame-before-answer",
			"c2s frame text fin · a", "c2s end end", "s2c end end",
		}},
		{"a proxy that takes Upgrade off", []piece{up(strings.Replace(upgradeHead, "Upgrade: websocket\r\n", "", 1)), down("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")}, []string{
			"c2s request GET /ws !handshake-upgrade", "s2c response 400 Bad Request", "c2s end end", "s2c end end",
		}},
		{"HTTP's own rules first", []piece{up(strings.Replace(post, "Host: x\r\n", "", 1))}, []string{"c2s request POST /ws !host-missing", "c2s end end", "s2c end end"}},
	} {
		if diff := cmp.Diff(test.want, say(units(whole, test.pieces))); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
	}
}

// A capture that begins in the midst of a connection: the first message may refer to one before it.
func TestNewWebSocket(t *testing.T) {
	all := units(frames("permessage-deflate; server_no_context_takeover; client_max_window_bits=9"), []piece{
		up(masked(0xc1, "\xf2\x00\x11\x00\x00")), up(masked(0xc1, "\xf2\x48\xcd\xc9\xc9\x07\x00")), up(masked(0xc1, "\xf2\x00\x11\x00\x00")),
		down(unmasked(0xc1, "\xf2\x00\x11\x00\x00")), down(hello),
	})
	want := []string{
		"c2s frame text fin deflate · 5 B, context lost", "c2s frame text fin deflate · Hello", "c2s frame text fin deflate · Hello",
		"s2c frame text fin deflate · 5 B !deflate-context-not-kept", "s2c frame text fin · Hello", "c2s end end", "s2c end end",
	}
	if diff := cmp.Diff(want, say(all)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if w := all[0].Prior.Window; w != 9 {
		t.Errorf("the client's window is 2^%d", w)
	}
	all = units(frames(""), []piece{down("\xc1\x05Hello")})
	if diff := cmp.Diff([]string{"s2c frame text fin · Hello !frame-reserved-bits", "c2s end end", "s2c end end"}, say(all)); diff != "" {
		t.Errorf("without deflate: -want +got\n%s", diff)
	}
}
