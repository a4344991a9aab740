package tests

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
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
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere a held poll learns of its client's leaving at its deadline")
	}
	s := start(t, app.Config{})
	for i := range 20 {
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
		eventually(t, "the WebSocket, the event stream and the poll are open", func() bool { return s.Streams() >= i+2 })
		ws.UnderlyingConn().Close() // no goodbye
		conn.Close()
	}
	eventually(t, "only the event streams are left", func() bool { return s.Streams() == 20 })
	eventually(t, "20 event streams share one goroutine", func() bool { return running("wireside/labs/sse.", "wireside/labs/fanout.") == 1 })
	eventually(t, "nobody serves those who left", func() bool {
		return running("wireside/labs/longpolling.", "wireside/labs/websocket.(*session)") == 0
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the server's goroutines have ended", func() bool {
		return running("wireside/labs/", "wireside/server/", "wireside/wireview/") == 0
	})
}

// running counts the goroutines that have code of one of the packages on their stack.
func running(packages ...string) int {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	n := 0
	for g := range strings.SplitSeq(string(buf), "\n\n") {
		if slices.ContainsFunc(packages, func(p string) bool { return strings.Contains(g, p) }) {
			n++
		}
	}
	return n
}
