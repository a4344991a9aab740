package tests

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
)

func drivePolling(t *testing.T, client *http.Client, s *server, run runInfo, rounds int) {
	t.Helper()
	after, etag := uint64(0), ""
	for range rounds {
		req, _ := http.NewRequest("GET", fmt.Sprintf("%s%s&after=%d", s.URL(), run.Lanes["polling"], after), nil)
		if etag != "" {
			req.Header.Set("If-None-Match", etag)
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode == 200 {
			var b struct{ Next uint64 }
			if err := json.Unmarshal(body, &b); err != nil {
				t.Fatal(err)
			}
			after, etag = b.Next, resp.Header.Get("ETag")
		}
	}
}

func driveLongPolling(t *testing.T, client *http.Client, s *server, run runInfo, rounds int) {
	t.Helper()
	after := uint64(0)
	for range rounds {
		resp, err := client.Get(fmt.Sprintf("%s%s&after=%d&wait=5s", s.URL(), run.Lanes["longpolling"], after))
		if err != nil {
			t.Fatal(err)
		}
		var b struct{ Next uint64 }
		err = json.NewDecoder(resp.Body).Decode(&b)
		resp.Body.Close()
		if err != nil || b.Next <= after {
			t.Fatalf("long poll after %d: next %d, %v", after, b.Next, err)
		}
		after = b.Next
	}
}

func driveSSE(t *testing.T, d *tapDialer, s *server, run runInfo, events int) {
	t.Helper()
	conn, err := d.DialContext(t.Context(), "tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "GET %s&after=0 HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\r\n", run.Lanes["sse"], s.Addr())
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	stream := io.Reader(resp.Body)
	if resp.Header.Get("Content-Encoding") == "gzip" {
		if stream, err = gzip.NewReader(stream); err != nil {
			t.Fatal(err)
		}
	}
	lines := bufio.NewScanner(stream)
	lines.Buffer(nil, 1<<20)
	n := 0
	for n < events && lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: {\"seq\":"); ok {
			if n++; !strings.HasPrefix(data, fmt.Sprint(n, ",")) {
				t.Fatalf("event %.20s in place of %d", data, n)
			}
		}
	}
	if n < events {
		t.Fatalf("the stream ended after %d events: %v", n, lines.Err())
	}
}

func driveWebSocket(t *testing.T, d *tapDialer, s *server, run runInfo, events int) {
	t.Helper()
	dialer := websocket.Dialer{NetDialContext: d.DialContext, EnableCompression: true}
	ws, _, err := dialer.Dial("ws://"+s.Addr()+run.Lanes["websocket"]+"&after=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if err := ws.WriteMessage(websocket.TextMessage, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	ws.WriteControl(websocket.PingMessage, []byte("are you there"), time.Now().Add(time.Second))
	echoed := false
	for seq := uint64(1); seq <= uint64(events) || !echoed; {
		kind, p, err := ws.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Seq       uint64
			Echo      string
			Heartbeat int64
		}
		if kind == websocket.BinaryMessage {
			m.Seq = binary.BigEndian.Uint64(p)
		} else if err := json.Unmarshal(p, &m); err != nil {
			t.Fatalf("%q: %v", p, err)
		}
		switch {
		case m.Heartbeat > 0:
		case m.Echo == "hello":
			echoed = true
		case m.Seq != seq:
			t.Fatalf("event %d in place of %d", m.Seq, seq)
		default:
			seq++
		}
	}
	ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, "enough"), time.Now().Add(time.Second))
	for err == nil {
		_, _, err = ws.ReadMessage()
	}
	if !websocket.IsCloseError(err, 1000) {
		t.Errorf("after our close frame: %v", err)
	}
}

// tapDialer keeps, on the client's side, what crossed each connection.
type tapDialer struct {
	mu    sync.Mutex
	conns []*clientConn
}

type clientConn struct {
	net.Conn
	mu             sync.Mutex
	sent, received bytes.Buffer
}

func (d *tapDialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	cc := &clientConn{Conn: c}
	d.mu.Lock()
	d.conns = append(d.conns, cc)
	d.mu.Unlock()
	return cc, nil
}

// finish reads from every connection until the server ends it, and closes it.
func (d *tapDialer) finish() {
	for _, c := range d.conns {
		io.Copy(io.Discard, c)
		c.Close()
	}
}

func (c *clientConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.received.Write(p[:n])
	return n, err
}

func (c *clientConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, err := c.Conn.Write(p)
	c.sent.Write(p[:n])
	return n, err
}
