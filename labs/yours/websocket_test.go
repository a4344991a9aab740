package yours

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/websocket/scratch"
)

const webSocketRequest = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

// serveWebSocket serves a lane of the parts.
func serveWebSocket(t *testing.T, f *feed.Feed, parts scratch.Parts) *labtest.Server {
	t.Helper()
	lane := scratch.New(f, scratch.Config{Heartbeat: -1, CloseTimeout: 100 * time.Millisecond}, parts)
	t.Cleanup(lane.Close)
	return labtest.Start(t, func(app *fiber.App) { app.Get("/", lane.Serve) })
}

// webSocketSays opens a stream, sends a text, and returns what comes until the end: echoes, and how it is closed.
func webSocketSays(t *testing.T, server *labtest.Server, sent string) (status string, frames []string) {
	t.Helper()
	conn := server.Send(t, webSocketRequest+sent)
	br := bufio.NewReader(conn)
	resp, err := http.ReadResponse(br, nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		body, _ := io.ReadAll(io.LimitReader(resp.Body, resp.ContentLength))
		return resp.Status[:3], []string{string(body)}
	}
	conn.CloseWrite()
	rest, err := io.ReadAll(br)
	if err != nil {
		t.Fatal(err)
	}
	for len(rest) > 0 {
		h, n, err := scratch.ParseHeader(rest)
		if err != nil || n == 0 || uint64(len(rest)) < uint64(n)+h.Length {
			t.Fatalf("%v: %q", err, rest)
		}
		payload := rest[n : n+int(h.Length)]
		rest = rest[n+int(h.Length):]
		if h.Opcode == scratch.OpClose && len(payload) >= 2 {
			frames = append(frames, fmt.Sprintf("close %d %s", binary.BigEndian.Uint16(payload), payload[2:]))
		} else {
			frames = append(frames, string(payload))
		}
	}
	return "101", frames
}

// "hi", with a key of zeros, and a close frame.
const hi, goodbye = "\x81\x82\x00\x00\x00\x00hi", "\x88\x80\x00\x00\x00\x00"

// TestWebSocketPartsThatFail has a learner's parts go wrong in the middle of a stream: it ends with 1011 and says why, the
// incident is reported, and the next stream goes as well as it can.
func TestWebSocketPartsThatFail(t *testing.T) {
	for name, test := range map[string]struct {
		change   func(g *Guard, parts *scratch.Parts)
		exercise string
	}{
		"a mask": {func(g *Guard, parts *scratch.Parts) {
			parts.Mask = webSocketMask(g, func(payload []byte, _ [4]byte, _ int) error { payload[len(payload)] = 0; return nil })
		}, "websocket-mask"},
		"a parser": {func(g *Guard, parts *scratch.Parts) {
			parts.ParseHeader = webSocketParse(g, func(p []byte) (scratch.Header, int, error) { panic("oh") })
		}, "websocket-header"},
		"a writer": {func(g *Guard, parts *scratch.Parts) {
			parts.AppendHeader = webSocketAppend(g, func([]byte, scratch.Header) ([]byte, error) { panic("oh") })
		}, "websocket-header"},
		"an assembler": {func(g *Guard, parts *scratch.Parts) {
			parts.NewAssembler = webSocketAssembler(g, func(int) (scratch.Assembler, error) { return broken{}, nil })
		}, "websocket-fragments"},
	} {
		t.Run(name, func(t *testing.T) {
			incidents := make(chan Incident, 10)
			g := &Guard{Report: func(i Incident) { incidents <- i }}
			parts := scratch.Reference()
			test.change(g, &parts)
			server := serveWebSocket(t, feed.New(feed.Config{}), parts)
			_, frames := webSocketSays(t, server, hi)
			want := "close 1011 the code of exercise " + test.exercise + " panicked: "
			if len(frames) != 1 || !strings.HasPrefix(frames[0], want) {
				t.Errorf("got %q, want %s…", frames, want)
			}
			if i := labtest.Receive(t, incidents, "incident"); i.Exercise != test.exercise || i.Stack == "" {
				t.Errorf("%+v", i)
			}
		})
	}
}

// broken panics whatever it is asked.
type broken struct{}

func (broken) Frame(scratch.Header, []byte) (*scratch.Message, error) { panic("oh") }
func (broken) Close(int, string) (scratch.Next, error)                { panic("oh") }
func (broken) Received([]byte) (scratch.Next, error)                  { panic("oh") }
func (broken) Ended() (scratch.Next, error)                           { panic("oh") }

// TestWebSocketClosingThatFails answers a close frame all the same.
func TestWebSocketClosingThatFails(t *testing.T) {
	g, _ := collect()
	parts := scratch.Reference()
	parts.NewClosing = webSocketClosing(g, func(bool) (scratch.Closing, error) { return broken{}, nil })
	_, frames := webSocketSays(t, serveWebSocket(t, feed.New(feed.Config{}), parts), hi+goodbye)
	want := []string{`{"echo":"hi"}`, "close 1011 the code of exercise websocket-close panicked: oh"}
	if diff := cmp.Diff(want, frames); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestWebSocketPartsThatFailFirst answers what goes wrong before the upgrade.
func TestWebSocketPartsThatFailFirst(t *testing.T) {
	g, _ := collect()
	for name, test := range map[string]struct {
		change func(*scratch.Parts)
		want   string
	}{
		"a stub": {func(p *scratch.Parts) {
			p.Accept = webSocketAccept(g, func(string) (string, error) { return "", lab.ErrTODO })
		}, `501 {"error":{"code":"exercise_todo"`},
		"a panic": {func(p *scratch.Parts) {
			p.Accept = webSocketAccept(g, func(string) (string, error) { panic("oh") })
		}, `500 {"error":{"code":"exercise_panicked"`},
		"no assembler": {func(p *scratch.Parts) {
			p.NewAssembler = webSocketAssembler(g, func(int) (scratch.Assembler, error) { return nil, nil })
		}, `500 {"error":{"code":"exercise_nil"`},
		"no closing": {func(p *scratch.Parts) {
			p.NewClosing = webSocketClosing(g, func(bool) (scratch.Closing, error) { return nil, nil })
		}, `500 {"error":{"code":"exercise_nil"`},
	} {
		t.Run(name, func(t *testing.T) {
			parts := scratch.Reference()
			test.change(&parts)
			status, body := webSocketSays(t, serveWebSocket(t, feed.New(feed.Config{}), parts), "")
			if got := status + " " + strings.Join(body, ""); !strings.HasPrefix(got, test.want) {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// TestWebSocketPartsHaveTheirOwnBytes lets parts keep and change what they were given and what they gave.
func TestWebSocketPartsHaveTheirOwnBytes(t *testing.T) {
	g, _ := collect()
	var kept [][]byte
	spoil := func() {
		for _, p := range kept {
			clear(p[:cap(p)])
		}
	}
	given := []byte("\x81\x02hi")
	write := webSocketAppend(g, func(dst []byte, h scratch.Header) ([]byte, error) {
		out, err := scratch.AppendHeader(dst, h)
		kept = append(kept, dst, out)
		return out, err
	})
	read := webSocketParse(g, func(p []byte) (scratch.Header, int, error) {
		kept = append(kept, p)
		return scratch.ParseHeader(p)
	})
	mask := webSocketMask(g, func(payload []byte, key [4]byte, offset int) error {
		kept = append(kept, payload)
		return scratch.Mask(payload, key, offset)
	})
	dst := []byte("before")
	out, err := write(dst, scratch.Header{Fin: true, Opcode: scratch.OpText, Length: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := read(given); err != nil {
		t.Fatal(err)
	}
	payload := []byte("Hello")
	if err := mask(payload, [4]byte{0x37, 0xfa, 0x21, 0x3d}, 0); err != nil {
		t.Fatal(err)
	}
	spoil()
	if diff := cmp.Diff([]string{"before", "before\x81\x02", "\x81\x02hi", "\x7f\x9f\x4d\x51\x58"},
		[]string{string(dst), string(out), string(given), string(payload)}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestWebSocketStuckPart ends the stream of a part that never returns after a second, and no other.
func TestWebSocketStuckPart(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	incidents := make(chan Incident, 10)
	g := &Guard{Report: func(i Incident) { incidents <- i }}
	parts := scratch.Reference()
	parts.Mask = webSocketMask(g, func([]byte, [4]byte, int) error { <-forever; return nil })
	server := serveWebSocket(t, feed.New(feed.Config{}), parts)
	_, frames := webSocketSays(t, server, hi)
	want := "close 1011 the code of exercise websocket-mask has not returned for 1s"
	if len(frames) != 1 || !strings.HasPrefix(frames[0], want) {
		t.Errorf("got %q, want %s…", frames, want)
	}
	if i := labtest.Receive(t, incidents, "incident"); i.Exercise != "websocket-mask" {
		t.Errorf("%+v", i)
	}
	if _, frames := webSocketSays(t, server, goodbye); len(frames) != 1 || frames[0] != "" {
		t.Errorf("the next one: %q", frames)
	}
}
