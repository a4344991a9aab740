package app

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/fasthttp/websocket"

	"wireside/wireview/tap"
)

func startApp(t *testing.T, limits Limits) *App {
	t.Helper()
	a, err := Start(Config{Addr: "127.0.0.1:0", Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// The connection of a live view has no record; any other has one.
func TestTheInspectorDoesNotWatchItself(t *testing.T) {
	a := startApp(t, Limits{})
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+a.Addr()+"/api/runs/demo/wire", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if _, _, err := ws.ReadMessage(); err != nil { // the hello: the handshake is over
		t.Fatal(err)
	}
	conns := a.listener.Conns()
	if len(conns) != 1 || conns[0].Recorder() != tap.Discard {
		t.Errorf("%d connections; the viewer's is recorded", len(conns))
	}
}

// A live view that was refused leaves its connection as it was: what comes next on it is captured.
func TestARefusedViewIsNotMuted(t *testing.T) {
	a := startApp(t, Limits{})
	conn, err := net.Dial("tcp", a.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	for _, request := range []string{
		"GET /api/runs/demo/wire HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 12\r\n\r\n",
		"GET /labs/polling HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		io.WriteString(conn, request)
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
	}
	a.listener.Settle()
	if l := a.ledger(&a.runs.demo.record); l.Lanes["polling"].Requests != 1 {
		t.Errorf("the poll after it is not in the record: %+v", l.Lanes["polling"])
	}
}

// Whoever asks with a large batch of large units gets them in pieces of bounded size.
func TestBatchesAreBoundedInBytes(t *testing.T) {
	a := startApp(t, Limits{})
	echo, _, err := websocket.DefaultDialer.Dial("ws://"+a.Addr()+"/labs/websocket/echo", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer echo.Close()
	const messages = 40
	for range messages { // 60 KB each, there and back: 4.8 MB
		if err := echo.WriteMessage(websocket.TextMessage, []byte(strings.Repeat("x", 60_000))); err != nil {
			t.Fatal(err)
		}
		if _, _, err := echo.ReadMessage(); err != nil {
			t.Fatal(err)
		}
	}
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+a.Addr()+"/api/runs/demo/wire", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	frames := 0
	for frames < 2*messages {
		var m struct {
			Units []struct{ Kind string }
		}
		_, r, err := ws.NextReader()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > 8*batchBytes { // base64 of raw and payload, the fields' values, and the last unit beyond the limit
			t.Fatalf("a message of %d bytes", len(text))
		}
		if err := json.Unmarshal(text, &m); err != nil {
			t.Fatal(err)
		}
		for _, u := range m.Units {
			if u.Kind == "frame" {
				frames++
			}
		}
	}
}

func TestDeletedRunsLeaveNothing(t *testing.T) {
	a := startApp(t, Limits{Runs: 1})
	for i := range 50 {
		spec, err := readSpec([]byte(fmt.Sprintf(`{"rate":%d}`, i+1)), a.limits)
		if err != nil {
			t.Fatal(err)
		}
		r, err := a.runs.create(spec)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.runs.delete(r.id); err != nil {
			t.Fatal(err)
		}
	}
	a.runs.close()
	a.background.Wait() // returns, though RunKeep is ten minutes
	if err := a.runs.delete("x"); err != errClosing {
		t.Errorf("a run was deleted after the end: %v", err)
	}
}
