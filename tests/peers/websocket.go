package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/coder/websocket"
	fasthttpws "github.com/fasthttp/websocket"
	"github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"

	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// maxPayload is the largest payload that is measured.
const maxPayload = 64 << 10

func webSocketWorks() []work {
	var all []work
	for _, size := range []struct {
		name  string
		bytes int
		share float64 // of gobwas's time
	}{{"16 B", 16, 1}, {"125 B", 125, 1. / 3}, {"1 KiB", 1 << 10, 1. / 2}, {"64 KiB", maxPayload, 1}} {
		all = append(all, work{
			name: "WebSocket frame, masked, " + size.name, units: maskedFrames(size.bytes), size: len(maskedFrames(size.bytes)(1)), payload: size.bytes,
			decoders: []decoder{
				{ours, readFrames}, {explained, explainFrames}, {"gobwas/ws", readGobwas}, {"gorilla/websocket", readGorilla},
				{"lxzan/gws", readGws}, {"coder/websocket", readCoder}, {"fasthttp/websocket", readFasthttpWS},
			},
			target: target{"gobwas/ws", size.share},
		})
	}
	return all
}

// maskedFrames returns binary frames as a client sends them, each with a key of its own and a payload of x's.
func maskedFrames(size int) func(n int) []byte {
	return func(n int) (b []byte) {
		for i := range n {
			b = appendFrame(b, size, uint32(i+1)*0x9e3779b1)
		}
		return b
	}
}

func appendFrame(b []byte, size int, mask uint32) []byte {
	b = append(b, 0x82)
	switch {
	case size < 126:
		b = append(b, 0x80|byte(size))
	case size < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(size))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(size))
	}
	b = binary.LittleEndian.AppendUint32(b, mask)
	key := [4]byte(b[len(b)-4:])
	for i := range size {
		b = append(b, 'x'^key[i%4])
	}
	return b
}

// frame counts one whose payload lies unmasked in p, and only such a one.
func (s *seen) frame(p []byte) {
	if len(p) > 0 && p[0] == 'x' && p[len(p)-1] == 'x' {
		s.add(len(p))
	}
}

func readFrames(src *source) (s seen, err error) {
	dst := make([]byte, maxPayload)
	d := wsframe.New(wsframe.Config{FromClient: true, Emit: func(u *wire.Unit) {
		payload := u.Raw[len(u.Raw)-int(u.Payload):]
		wsframe.Unmask(dst, payload, [4]byte(u.Raw[len(u.Raw)-len(payload)-4:]))
		if u.Error == nil {
			s.frame(dst[:len(payload)])
		}
	}})
	for p := src.next(); p != nil; p = src.next() {
		d.Write(p)
	}
	return s, nil
}

func explainFrames(src *source) (s seen, err error) {
	d := wsframe.New(wsframe.Config{FromClient: true, Emit: func(u *wire.Unit) {
		wsframe.Explain(u)
		if f, ok := u.Value.(wsframe.Frame); ok {
			s.frame(f.Payload)
		}
	}})
	for p := src.next(); p != nil; p = src.next() {
		d.Write(p)
	}
	return s, nil
}

// readGobwas uses the low level, which is the fastest way.
func readGobwas(src *source) (s seen, err error) {
	r := bufio.NewReaderSize(src, piece)
	var header [ws.MaxHeaderSize]byte
	dst := make([]byte, maxPayload)
	for {
		h, err := ws.ReadHeaderBuffer(r, header[:])
		if err != nil {
			return s, atEnd(err)
		}
		if _, err := io.ReadFull(r, dst[:h.Length]); err != nil {
			return s, err
		}
		ws.Cipher(dst[:h.Length], h.Mask, 0)
		s.frame(dst[:h.Length])
	}
}

func readGorilla(src *source) (s seen, err error) {
	var up gorilla.Upgrader
	c, err := up.Upgrade(newResponse(src), handshake(), nil)
	if err != nil {
		return s, err
	}
	dst := make([]byte, maxPayload)
	for {
		_, r, err := c.NextReader()
		if err != nil {
			return s, atEnd(err)
		}
		n, err := readMessage(r, dst)
		if err != nil {
			return s, err
		}
		s.frame(dst[:n])
	}
}

func readFasthttpWS(src *source) (s seen, err error) {
	var up fasthttpws.Upgrader
	c, err := up.Upgrade(newResponse(src), handshake(), nil)
	if err != nil {
		return s, err
	}
	dst := make([]byte, maxPayload)
	for {
		_, r, err := c.NextReader()
		if err != nil {
			return s, atEnd(err)
		}
		n, err := readMessage(r, dst)
		if err != nil {
			return s, err
		}
		s.frame(dst[:n])
	}
}

// gwsHandler counts what gws calls it with.
type gwsHandler struct {
	gws.BuiltinEventHandler
	seen *seen
}

func (h gwsHandler) OnMessage(_ *gws.Conn, m *gws.Message) {
	h.seen.frame(m.Bytes())
	m.Close()
}

func readGws(src *source) (s seen, err error) {
	up := gws.NewUpgrader(gwsHandler{seen: &s}, &gws.ServerOption{ReadMaxPayloadSize: 2 * maxPayload})
	c := conn{src: src}
	socket, err := up.UpgradeFromConn(c, bufio.NewReaderSize(c, piece), handshake())
	if err != nil {
		return s, err
	}
	socket.ReadLoop()
	return s, nil
}

func readCoder(src *source) (s seen, err error) {
	c, err := websocket.Accept(newResponse(src), handshake(), nil)
	if err != nil {
		return s, err
	}
	defer c.CloseNow()
	c.SetReadLimit(-1)
	dst := make([]byte, maxPayload)
	for {
		_, r, err := c.Reader(context.Background())
		if err != nil {
			return s, atEnd(err)
		}
		n, err := readMessage(r, dst)
		if err != nil {
			return s, err
		}
		s.frame(dst[:n])
	}
}

// readMessage reads all of r into dst.
func readMessage(r io.Reader, dst []byte) (n int, err error) {
	for {
		m, err := r.Read(dst[n:])
		n += m
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if n == len(dst) { // full: what is left is the end
			dst = append(dst, 0)
		}
	}
}

// atEnd returns nil for what the libraries say of a stream that has ended between frames.
func atEnd(err error) error {
	var closed *gorilla.CloseError
	var fasthttpClosed *fasthttpws.CloseError
	if errors.Is(err, io.EOF) || errors.As(err, &closed) || errors.As(err, &fasthttpClosed) {
		return nil
	}
	return err
}

// handshake is a client's request to speak WebSocket.
func handshake() *http.Request {
	const head = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader([]byte(head))))
	if err != nil {
		panic(err) // it is a constant
	}
	return r
}

// response lets a library take over a connection that reads a source.
type response struct {
	conn   conn
	header http.Header
}

func newResponse(src *source) *response { return &response{conn{src: src}, http.Header{}} }

func (r *response) Header() http.Header         { return r.header }
func (r *response) Write(p []byte) (int, error) { return len(p), nil }
func (r *response) WriteHeader(int)             {}
func (r *response) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return r.conn, bufio.NewReadWriter(bufio.NewReaderSize(r.conn, piece), bufio.NewWriterSize(r.conn, piece)), nil
}

// conn reads a source, and forgets what is written.
type conn struct{ src *source }

func (c conn) Read(p []byte) (int, error)     { return c.src.Read(p) }
func (conn) Write(p []byte) (int, error)      { return len(p), nil }
func (conn) Close() error                     { return nil }
func (conn) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (conn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (conn) SetDeadline(time.Time) error      { return nil }
func (conn) SetReadDeadline(time.Time) error  { return nil }
func (conn) SetWriteDeadline(time.Time) error { return nil }
