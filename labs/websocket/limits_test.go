package websocket

import (
	"runtime"
	"strings"
	"testing"

	ws "github.com/fasthttp/websocket"

	"wireside/labs/feed"
)

const offerDeflate = "Sec-WebSocket-Extensions: permessage-deflate"

func TestMessageTooBig(t *testing.T) {
	r := start(t, feed.Config{}, Config{MessageBytes: 1000})
	for name, frames := range map[string][][]byte{
		"one frame":          {frame(fin|text, strings.Repeat("x", 1001))},
		"fragments":          {frame(binry, strings.Repeat("x", 600)), frame(fin|cont, strings.Repeat("x", 401))},
		"more to come":       {frame(text, strings.Repeat("x", 1001))},
		"far beyond":         {frame(fin|text, strings.Repeat("x", 1<<20))},
		"a header's promise": {append([]byte{fin | binry, 0x80 | 127, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4}, make([]byte, 1001)...)},
	} {
		t.Run(name, func(t *testing.T) {
			p := r.open(t, "/ws", nil)
			p.send(frames...)
			p.want(closing(ws.CloseMessageTooBig, "message longer than 1000 bytes"))
		})
	}
	p := r.open(t, "/ws", nil)
	p.send(frame(fin|text, strings.Repeat("x", 1000)))
	p.want(texts(`{"echo":"%s"}`, strings.Repeat("x", 1000)))
	p = r.open(t, "/ws", nil)
	p.send(frame(fin|text, strings.Repeat("x", 1001)))
	p.wantClose(ws.CloseMessageTooBig, "message longer than 1000 bytes")
}

// RFC 6455 section 5.2: the most significant bit of a 64-bit length must be 0.
func TestLengthOverflow(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	p := r.open(t, "/ws", []byte{fin | binry, 0x80 | 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4})
	p.want(closing(ws.CloseMessageTooBig, "message too long"))
	p.CloseWrite()
	p.wantEnd()
}

// 16 MiB of zeros deflate to 16 KiB.
func TestInflatedBomb(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	bomb := frame(fin|rsv1|binry, deflated(make([]byte, 16<<20)))
	if len(bomb) > DefaultMessageBytes {
		t.Fatalf("the bomb weighs %d bytes", len(bomb))
	}
	p := r.open(t, "/ws?deflate=1", nil, offerDeflate)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p.send(bomb)
	p.wantClose(ws.CloseMessageTooBig, "message longer than 65536 bytes")
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 2<<20 {
		t.Errorf("%d bytes allocated for a message limit of %d", took, DefaultMessageBytes)
	}
}

// Empty stored blocks (RFC 1951 section 3.2.4) inflate to nothing, however many there are.
func TestEndlessNothing(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	p := r.open(t, "/ws?deflate=1", nil, offerDeflate)
	nothing := strings.Repeat("\x00\x00\x00\xff\xff", 4<<10)
	p.send(frame(rsv1|binry, nothing), frame(cont, nothing), frame(cont, nothing), frame(cont, nothing))
	p.want(closing(ws.CloseMessageTooBig, ""))
}

func TestCorruptDeflate(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	p := r.open(t, "/ws?deflate=1", nil, offerDeflate)
	p.send(frame(fin|rsv1|binry, "\xff\xff\xff"))
	p.wantClose(ws.CloseInvalidFramePayloadData, "not valid deflate data")
}

func TestTextMustBeUTF8(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	for name, test := range map[string]struct {
		frame  []byte
		reason string
	}{
		"whole message":                         {frame(fin|text, "a\xffb"), "text is not valid UTF-8"},
		"surrogate":                             {frame(fin|text, "\xed\xa0\x80"), "text is not valid UTF-8"},
		"cut off":                               {frame(fin|text, "a\xe2\x82"), "text ends inside a UTF-8 character"},
		"at once, though the frame goes on":     {frame(fin|text, "a\xff"+strings.Repeat("x", 100))[:10], "text is not valid UTF-8"},
		"at once, though fragments are to come": {frame(text, "\xf4\x90"), "text is not valid UTF-8"},
		"deflated":                              {frame(fin|rsv1|text, deflated([]byte("a\xff"))), "text is not valid UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			p := r.open(t, "/ws?deflate=1", nil, offerDeflate)
			p.send(test.frame)
			p.want(closing(ws.CloseInvalidFramePayloadData, test.reason))
		})
	}
}

// The library finds what breaks the framing, and says so itself.
func TestProtocolErrors(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	for name, test := range map[string]struct {
		frame  []byte
		reason string
	}{
		"not masked":       {[]byte{fin | text, 2, 'h', 'i'}, "bad MASK"},
		"reserved opcode":  {frame(fin|3, ""), "bad opcode 3"},
		"reserved bit":     {frame(fin|rsv1|text, ""), "RSV1 set"},
		"long ping":        {frame(fin|pinged, strings.Repeat("x", 126)), "len > 125 for control"},
		"nothing to go on": {frame(fin|cont, ""), "continuation after FIN"},
		"fragmented close": {frame(closed, ""), "FIN not set on control"},
	} {
		t.Run(name, func(t *testing.T) {
			p := r.open(t, "/ws", test.frame)
			p.want(closing(ws.CloseProtocolError, test.reason))
			p.CloseWrite()
			p.wantEnd()
		})
	}
}
