package scratch

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/websocket"
)

// rig is a server of the same feed twice: through the library at /library, and from scratch at /scratch. It pings only if the
// test says how often.
type rig struct {
	*labtest.Server
	feed    *feed.Feed
	library *websocket.Lane
	scratch *Lane
}

func start(t testing.TB, f feed.Config, cfg Config, parts Parts) *rig {
	t.Helper()
	if cfg.Heartbeat == 0 {
		cfg.Heartbeat = -1
	}
	r := &rig{feed: feed.New(f)}
	r.library, r.scratch = websocket.New(r.feed, cfg), New(r.feed, cfg, parts)
	r.Server = labtest.Start(t, func(app *fiber.App) {
		app.All("/library", r.library.Serve)
		app.All("/scratch", r.scratch.Serve)
	})
	t.Cleanup(func() { r.library.Close(); r.scratch.Close() })
	return r
}

// request is a handshake for a path, with more header lines.
func request(path string, lines ...string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: lab.example\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
		strings.Join(append(lines, ""), "\r\n") + "\r\n"
}

// peer is a client that writes what it likes, and keeps all that it reads.
type peer struct {
	*net.TCPConn
	t    testing.TB
	br   *bufio.Reader
	read bytes.Buffer
}

// send opens a connection and writes the bytes onto it.
func (r *rig) send(t testing.TB, sent string) *peer {
	t.Helper()
	p := &peer{TCPConn: r.Send(t, sent), t: t}
	p.br = bufio.NewReader(io.TeeReader(p.TCPConn, &p.read))
	return p
}

// open shakes hands, and sends first in the same packet.
func (r *rig) open(t testing.TB, path string, first ...[]byte) *peer {
	t.Helper()
	p := r.send(t, request(path)+string(bytes.Join(first, nil)))
	if head := p.head(); !strings.HasPrefix(head, "HTTP/1.1 101 ") {
		rest, _ := io.ReadAll(p.br)
		t.Fatalf("%s%s", head, rest)
	}
	return p
}

// head reads the head of an answer.
func (p *peer) head() (head string) {
	p.t.Helper()
	for !strings.HasSuffix(head, "\r\n\r\n") {
		line, err := p.br.ReadString('\n')
		if err != nil {
			p.t.Fatal(err)
		}
		head += line
	}
	return head
}

// The first bytes of frames.
const (
	fin    = 0x80
	cont   = byte(OpContinuation)
	text   = byte(OpText)
	binry  = byte(OpBinary)
	closed = byte(OpClose)
	pinged = byte(OpPing)
	ponged = byte(OpPong)
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

func (p *peer) write(frames ...[]byte) {
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
	length, more := uint64(head[1]), map[byte]int{126: 2, 127: 8}[head[1]]
	if more > 0 {
		var long [8]byte
		if _, err := io.ReadFull(p.br, long[8-more:]); err != nil {
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
	p.want(closeFrame(code, reason))
	p.Write(frame(fin|closed, closePayload(code, ""))) // the server may have gone already, if it had none of ours to wait for
	p.wantEnd()
}

func closePayload(code int, reason string) string {
	return string(binary.BigEndian.AppendUint16(nil, uint16(code))) + reason
}

func closeFrame(code int, reason string) got { return got{fin | closed, closePayload(code, reason)} }

// event is the message that carries e.
func event(e feed.Event) got { return got{fin | text, string(lab.AppendEvent(nil, e))} }
