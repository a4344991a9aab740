package scratch

import (
	"encoding/binary"
	"strings"
	"testing"

	"wireside/labs/feed"
)

// TestStrict breaks each rule of framing, among them those that the library doesn't know: the lane closes with the code
// that RFC 6455 asks for.
func TestStrict(t *testing.T) {
	key := "\x37\xfa\x21\x3d"
	for name, test := range map[string]struct {
		sent []byte
		code int
	}{
		"RSV1, with nothing agreed on":          {frame(fin|0x40|text, "x"), CloseProtocolError},
		"RSV3 in a control frame":               {frame(fin|0x10|pinged, "x"), CloseProtocolError},
		"a reserved opcode":                     {frame(fin|0x3, "x"), CloseProtocolError},
		"a reserved control opcode":             {frame(fin|0xB, ""), CloseProtocolError},
		"not masked":                            {[]byte("\x81\x05Hello"), CloseProtocolError},
		"a short length in two bytes":           {[]byte("\x81\xfe\x00\x05" + key + "Hello"), CloseProtocolError},
		"a short length in eight bytes":         {[]byte("\x81\xff\x00\x00\x00\x00\x00\x00\x00\x05" + key + "Hello"), CloseProtocolError},
		"a length past 2^63":                    {[]byte("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff" + key), CloseProtocolError},
		"a length that is never sent":           {[]byte("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff" + key), CloseMessageTooBig},
		"a ping in fragments":                   {frame(pinged, "x"), CloseProtocolError},
		"a ping of 126 bytes":                   {frame(fin|pinged, strings.Repeat("x", 126)), CloseProtocolError},
		"a ping whose header alone is too long": {[]byte("\x89\xff\x00\x00\x00\x00\x00\x01\x00\x00" + key), CloseProtocolError},
		"a continuation of nothing":             {frame(fin|cont, "x"), CloseProtocolError},
		"a message within a message":            {append(frame(text, "x"), frame(fin|text, "y")...), CloseProtocolError},
		"half a close code":                     {frame(fin|closed, "\x03"), CloseProtocolError},
		"a close code for nobody":               {frame(fin|closed, closePayload(1005, "")), CloseProtocolError},
		"a close code below all":                {frame(fin|closed, closePayload(999, "")), CloseProtocolError},
		"a close code above all":                {frame(fin|closed, closePayload(5000, "")), CloseProtocolError},
		"a close code that the library refuses": {frame(fin|closed, closePayload(1014, "")), 1014},
		"a reason that is not UTF-8":            {frame(fin|closed, closePayload(1000, "\xff")), CloseInvalidPayload},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, feed.Config{}, Config{}, Reference())
			p := r.open(t, "/scratch", test.sent)
			got, err := p.next()
			if err != nil || got.First != fin|closed || len(got.Payload) < 2 {
				t.Fatalf("got %q, %v; want a close frame", got, err)
			}
			if code := int(binary.BigEndian.Uint16([]byte(got.Payload))); code != test.code {
				t.Errorf("closed with %q, want %d", got.Payload, test.code)
			}
			if test.sent[0] != fin|closed { // else both have said goodbye
				p.Write(frame(fin|closed, closePayload(test.code, "")))
			}
			p.CloseWrite()
			p.wantEnd()
		})
	}
}
