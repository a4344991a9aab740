package oracle

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// peer is a client with a socket of its own, that sends what it likes. After the first error, which it keeps, its methods do
// nothing.
type peer struct {
	conn net.Conn
	r    *bufio.Reader
	err  error
}

// dial connects. Within 20 seconds all must be over.
func dial(addr string) *peer {
	p := &peer{}
	if p.conn, p.err = net.Dial("tcp", addr); p.err == nil {
		p.conn.SetDeadline(time.Now().Add(time.Minute))
		p.r = bufio.NewReader(p.conn)
	}
	return p
}

// send writes bytes, all in one go.
func (p *peer) send(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.conn, format, args...)
	}
}

// receive reads a response and its body, checks its status and returns its header.
func (p *peer) receive(method string, status int) http.Header {
	if p.err != nil {
		return nil
	}
	resp, err := http.ReadResponse(p.r, &http.Request{Method: method})
	if err != nil {
		p.err = err
		return nil
	}
	if _, p.err = io.Copy(io.Discard, resp.Body); p.err == nil && resp.StatusCode != status {
		p.err = fmt.Errorf("%s, want %d", resp.Status, status)
	}
	return resp.Header
}

// upgrade shakes hands.
func (p *peer) upgrade(path string) {
	p.send("GET %s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", path)
	if p.err != nil {
		return
	}
	resp, err := http.ReadResponse(p.r, nil)
	if p.err = err; err == nil && resp.StatusCode != http.StatusSwitchingProtocols {
		p.err = fmt.Errorf("%s in place of an upgrade", resp.Status)
	}
}

// The first bytes of frames (RFC 6455 5.2).
const (
	fin     = 0x80
	cont    = 0x0
	text    = 0x1
	binry   = 0x2
	closing = 0x8
	ping    = 0x9
	pong    = 0xA
)

// masked returns a masked frame, as clients send them.
func masked(first byte, payload string) string {
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
	return string(b)
}

// frame reads frames until one that begins with first, and returns its payload.
func (p *peer) frame(first byte) []byte {
	for p.err == nil {
		head := p.take(2)
		if p.err != nil {
			break
		}
		n := uint64(head[1] & 0x7f)
		if extended := map[uint64]int{126: 2, 127: 8}[n]; extended > 0 {
			length := make([]byte, 8)
			copy(length[8-extended:], p.take(extended))
			n = binary.BigEndian.Uint64(length)
		}
		if payload := p.take(int(n)); head[0] == first {
			return payload
		}
	}
	return nil
}

// take reads n bytes.
func (p *peer) take(n int) []byte {
	b := make([]byte, n)
	if p.err == nil {
		_, p.err = io.ReadFull(p.r, b)
	}
	return b
}

// drain reads to the end that the server makes, closes, and returns the first error of all.
func (p *peer) drain() error {
	if p.err == nil {
		_, p.err = io.Copy(io.Discard, p.r)
	}
	if p.conn != nil {
		p.conn.Close()
	}
	return p.err
}
