//go:build unix

package cost

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// browser is what a browser adds to a request.
const browser = "Connection: keep-alive\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) " +
	"Chrome/156.0.0.0 Safari/537.36\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-GB,en;q=0.9\r\n"

const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

// conn is a client's connection.
type conn struct {
	*net.TCPConn
	b *testing.B
	r *bufio.Reader
}

// open connects and sends a request. headers are whole lines.
func (s *server) open(path, query, headers string) *conn {
	s.b.Helper()
	c, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.b.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(time.Minute))
	fmt.Fprint(c, s.request(path, query, headers))
	return &conn{c.(*net.TCPConn), s.b, bufio.NewReaderSize(c, 64<<10)}
}

func (s *server) request(path, query, headers string) string {
	return "GET " + path + "?" + s.run + "&" + query + " HTTP/1.1\r\nHost: " + s.addr + "\r\n" + headers + "\r\n"
}

// head reads the head of a response and checks its status.
func (c *conn) head(status int) {
	c.b.Helper()
	resp, err := http.ReadResponse(c.r, nil)
	if err != nil || resp.StatusCode != status {
		c.b.Fatal(resp, err)
	}
}

// answer reads a response with a Content-Length, and returns how many bytes it has in all.
func (c *conn) answer() (n int) {
	c.b.Helper()
	for length := 0; ; {
		line, err := c.r.ReadString('\n')
		if err != nil {
			c.b.Fatal(err)
		}
		n += len(line)
		if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil {
				c.b.Fatal(err)
			}
		}
		if line == "\r\n" {
			c.take(length)
			return n + length
		}
	}
}

// take reads n bytes and forgets them.
func (c *conn) take(n int) {
	c.b.Helper()
	if _, err := c.r.Discard(n); err != nil {
		c.b.Fatal(err)
	}
}

// send writes bytes.
func (c *conn) send(p []byte) {
	c.b.Helper()
	if _, err := c.Write(p); err != nil {
		c.b.Fatal(err)
	}
}

// message is a masked frame with a text of n bytes, 125 at most (RFC 6455 5.2).
func message(n int) []byte {
	key := [4]byte{0x37, 0xfa, 0x21, 0x3d}
	b := append([]byte{0x81, 0x80 | byte(n)}, key[:]...)
	for i := range n {
		b = append(b, 'a'+byte(i%26)^key[i%4])
	}
	return b
}

// watch opens the live view of the server's run, as the page does, and reads it without looking until stop.
func (s *server) watch() (stop func()) {
	s.b.Helper()
	c := s.open("/api/runs/"+s.run[len("run="):]+"/wire", "detail=0", upgrade)
	c.head(http.StatusSwitchingProtocols)
	c.take(2) // something of the hello has come
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		io.Copy(io.Discard, c.r)
	}()
	return func() {
		c.Close()
		<-ended
	}
}
