package tests

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/fasthttp/websocket"

	"wireside/server/app"
)

// A shutdown ends each stream in its own way, and waits for no client.
func TestShutdownEndsEveryStream(t *testing.T) {
	s := start(t, app.Config{})
	idle, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()

	var sockets []*websocket.Conn
	for _, path := range []string{"/labs/websocket", "/labs/websocket/echo", "/api/runs/demo/wire"} {
		ws, _, err := websocket.DefaultDialer.Dial("ws://"+s.Addr()+path, nil)
		if err != nil {
			t.Fatal(path, ": ", err)
		}
		defer ws.Close()
		sockets = append(sockets, ws)
	}
	stream, _ := raw(t, s, "GET /labs/sse HTTP/1.1\r\nHost: x\r\n\r\n")
	poll, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer poll.Close()
	fmt.Fprintf(poll, "GET /labs/longpolling?after=999999&wait=60s HTTP/1.1\r\nHost: x\r\n\r\n")
	eventually(t, "the poll is held", func() bool { return s.Streams() == 3 })

	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	for _, ws := range sockets {
		for err = nil; err == nil; {
			_, _, err = ws.ReadMessage()
		}
		if !websocket.IsCloseError(err, websocket.CloseGoingAway) {
			t.Errorf("WebSocket ended with %v, want 1001", err)
		}
	}
	if _, err := io.Copy(io.Discard, stream.Body); err != nil { // the last chunk came
		t.Errorf("event stream ended with %v", err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(poll), nil)
	if err != nil || resp.StatusCode != 204 {
		t.Errorf("held poll: %v, %v", resp, err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if n := s.Connections(); n != 0 {
		t.Errorf("%d connections are open after Close", n)
	}
}

// Goroutines and connections go when clients go, and when the server does.
func TestNothingIsLeftBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	s := start(t, app.Config{})
	quiet := runtime.NumGoroutine()
	for range 20 {
		ws, _, err := websocket.DefaultDialer.Dial("ws://"+s.Addr()+"/labs/websocket", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		raw(t, s, "GET /labs/sse HTTP/1.1\r\nHost: x\r\n\r\n")
		conn, err := net.Dial("tcp", s.Addr())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET /labs/longpolling?after=999999&wait=60s HTTP/1.1\r\nHost: x\r\n\r\n")
		defer conn.Close()
		eventually(t, "the streams are open", func() bool { return s.Streams() > 0 })
		ws.UnderlyingConn().Close() // no goodbye
		conn.Close()
	}
	eventually(t, "only the event streams are left", func() bool { return s.Streams() == 20 })
	if runtime.GOOS == "linux" {
		if n := runtime.NumGoroutine(); n > quiet+20 { // far fewer than one a stream would be; fasthttp keeps idle workers a while
			t.Logf("%d goroutines with 20 event streams, %d without", n, quiet)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the server's goroutines have ended", func() bool {
		return ours() == 0 && runtime.NumGoroutine() <= before+8 // net/http's and fasthttp's pools may idle on
	})
}

// ours counts the goroutines that run the project's own code, this test's aside.
func ours() int {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	n := 0
	for g := range strings.SplitSeq(string(buf), "\n\n") {
		if strings.Contains(g, "wireside/") && !strings.Contains(g, "wireside/tests.") {
			n++
		}
	}
	return n
}
