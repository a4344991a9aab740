package websocket

import (
	"strings"
	"testing"

	ws "github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

func TestEchoKeepsTypeAndPayload(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	p := r.open(t, "/echo", frame(fin|text, "κόσμε"))
	p.want(got{fin | text, "κόσμε"})
	p.send(frame(binry, "\x00"), frame(fin|pinged, ""), frame(fin|cont, "\xff"), frame(fin|text, ""))
	p.want(got{fin | ponged, ""}, got{fin | binry, "\x00\xff"}, got{fin | text, ""})
	p.send(frame(fin|text, "\xff"))
	p.wantClose(ws.CloseInvalidFramePayloadData, "text is not valid UTF-8")
}

// The whole message is sent before anything is read, as simple clients do.
func TestEchoOfALongMessage(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	long := strings.Repeat("0123456789abcdef", DefaultEchoBytes/16)
	p := r.open(t, "/echo", nil)
	p.send(frame(fin|binry, long))
	frame, err := p.next()
	if err != nil {
		t.Fatal(err)
	}
	if frame.First != fin|binry || frame.Payload != long {
		t.Errorf("got %#x with %d bytes", frame.First, len(frame.Payload))
	}
	p.send([]byte{fin | binry, 0x80 | 127, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0}, []byte(long), []byte("x"))
	p.wantClose(ws.CloseMessageTooBig, "message longer than 16777216 bytes")
	labtest.Until(t, "its memory is given back", func() bool { return r.echo.budget.used.Load() == 0 })
}

func TestEchoDeflates(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	dialer := ws.Dialer{EnableCompression: true}
	conn, _, err := dialer.Dial("ws://"+r.Addr+"/echo", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	long := strings.Repeat("κόσμε ", 100_000)
	if err := conn.WriteMessage(ws.TextMessage, []byte(long)); err != nil {
		t.Fatal(err)
	}
	kind, message, err := conn.ReadMessage()
	if err != nil || kind != ws.TextMessage {
		t.Fatal(kind, err)
	}
	if diff := cmp.Diff(long, string(message)); diff != "" {
		t.Error(diff)
	}
}

func TestEchoMemoryIsShared(t *testing.T) {
	r := start(t, feed.Config{}, Config{EchoMemory: 4000})
	holder := r.open(t, "/echo", nil)
	holder.send(frame(binry, strings.Repeat("x", 1500))) // not the end of it: the server has to keep this
	labtest.Until(t, "2048 bytes are taken", func() bool { return r.echo.budget.used.Load() == 2048 })
	other := r.open(t, "/echo", nil)
	other.send(frame(fin|binry, "short"))
	other.want(got{fin | binry, "short"})
	other.send(frame(fin|binry, strings.Repeat("x", 2000)))
	other.wantClose(ws.CloseTryAgainLater, "no memory left for messages: try again later")
	holder.send(frame(fin|cont, "end"))
	holder.want(got{fin | binry, strings.Repeat("x", 1500) + "end"})
}
