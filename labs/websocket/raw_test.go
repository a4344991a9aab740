package websocket

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	ws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

// rig is a server with a lane and an echo. It pings only if the test says how often.
type rig struct {
	*labtest.Server
	feed *feed.Feed
	lane *Lane
	echo *Echo
}

func start(t testing.TB, f feed.Config, cfg Config) *rig {
	t.Helper()
	if cfg.Heartbeat == 0 {
		cfg.Heartbeat = time.Hour
	}
	r := &rig{feed: feed.New(f), echo: NewEcho(cfg)}
	r.lane = New(r.feed, cfg)
	r.Server = labtest.Start(t, func(app *fiber.App) {
		app.All("/ws", r.lane.Serve)
		app.All("/echo", r.echo.Serve)
	})
	t.Cleanup(func() { r.lane.Close(); r.echo.Close() })
	return r
}

// request is a handshake for the path, with more header lines.
func (r *rig) request(path string, lines ...string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: " + r.Addr + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
		strings.Join(append(lines, ""), "\r\n") + "\r\n"
}

// peer is a client that writes and reads frames as it likes.
type peer struct {
	*net.TCPConn
	t        testing.TB
	br       *bufio.Reader
	response *http.Response
}

// open shakes hands, and sends first in the same packet.
func (r *rig) open(t testing.TB, path string, first []byte, lines ...string) *peer {
	t.Helper()
	conn := r.Send(t, r.request(path, lines...)+string(first))
	p := &peer{TCPConn: conn, t: t, br: bufio.NewReader(conn)}
	response, err := http.ReadResponse(p.br, nil)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusSwitchingProtocols {
		body, _ := io.ReadAll(response.Body)
		t.Fatalf("%s: %s", response.Status, body)
	}
	p.response = response
	return p
}

// The first bytes of frames (RFC 6455 section 5.2).
const (
	fin    = 0x80
	rsv1   = 0x40
	cont   = 0
	text   = ws.TextMessage
	binry  = ws.BinaryMessage
	closed = ws.CloseMessage
	pinged = ws.PingMessage
	ponged = ws.PongMessage
)

// frame is a masked frame, as clients send them.
func frame(first byte, payload string) []byte {
	b := []byte{first}
	switch n := len(payload); {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n))
	}
	key := [4]byte{0x37, 0xfa, 0x21, 0x3d}
	b = append(b, key[:]...)
	for i := range len(payload) {
		b = append(b, payload[i]^key[i%4])
	}
	return b
}

func (p *peer) send(frames ...[]byte) {
	p.t.Helper()
	if _, err := p.Write(bytes.Join(frames, nil)); err != nil {
		p.t.Fatal(err)
	}
}

// got is a frame from the server.
type got struct {
	First   byte
	Payload string
}

func (p *peer) next() (got, error) {
	var head [2]byte
	if _, err := io.ReadFull(p.br, head[:]); err != nil {
		return got{}, err
	}
	length := uint64(head[1])
	var long [8]byte
	switch length {
	case 126:
		if _, err := io.ReadFull(p.br, long[6:]); err != nil {
			return got{}, err
		}
		length = binary.BigEndian.Uint64(long[:])
	case 127:
		if _, err := io.ReadFull(p.br, long[:]); err != nil {
			return got{}, err
		}
		length = binary.BigEndian.Uint64(long[:])
	}
	payload := make([]byte, length)
	_, err := io.ReadFull(p.br, payload)
	return got{head[0], string(payload)}, err
}

// want reads as many frames as are wanted and compares them.
func (p *peer) want(frames ...got) {
	p.t.Helper()
	for i, want := range frames {
		frame, err := p.next()
		if err != nil {
			p.t.Fatalf("frame %d: %v, want %q", i, err, want)
		}
		if diff := cmp.Diff(want, frame); diff != "" {
			p.t.Fatalf("frame %d (-want +got):\n%s", i, diff)
		}
	}
}

// wantEnd wants the socket to end after what was read.
func (p *peer) wantEnd() {
	p.t.Helper()
	if b, err := io.ReadAll(p.br); err != nil || len(b) > 0 {
		p.t.Fatalf("got %q, %v after the close frame, want the end", b, err)
	}
}

// wantClose wants a close frame, answers it, and wants the end.
func (p *peer) wantClose(code int, reason string) {
	p.t.Helper()
	p.want(closing(code, reason))
	p.Write(frame(fin|closed, closePayload(code, ""))) // the server may have gone already, if it had none of ours to wait for
	p.wantEnd()
}

func closePayload(code int, reason string) string {
	return string(ws.FormatCloseMessage(code, reason))
}

func closing(code int, reason string) got { return got{fin | closed, closePayload(code, reason)} }

func texts(format string, args ...any) got { return got{fin | text, fmt.Sprintf(format, args...)} }

// event is the message that carries e.
func event(e feed.Event) got {
	return texts(`{"seq":%d,"at":%d,"data":%q}`, e.Seq, e.At, e.Data)
}

// deflated is a message as RFC 7692 section 7.2.1 wants it: without the four bytes at the end.
func deflated(message []byte) string {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic(err)
	}
	w.Write(message)
	w.Flush()
	return strings.TrimSuffix(b.String(), "\x00\x00\xff\xff")
}

func inflated(t testing.TB, payload string) string {
	t.Helper()
	b, err := io.ReadAll(flate.NewReader(strings.NewReader(payload + "\x00\x00\xff\xff\x01\x00\x00\xff\xff")))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
