package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"wireside/labs/observe"

	"github.com/fasthttp/websocket"
)

func TestBenchPrintsALedgerThatAddsUp(t *testing.T) {
	const spec = `{"rate":50,"seconds":1,"lanes":["sse",{"technique":"websocket","reconnect":"resume"}],"herd":{"technique":"sse","clients":2}}`
	out := runWith(t, strings.NewReader(spec), exitDone, "bench", "--seed", "7", "--json", "--spec", "-")
	var book struct {
		Published int64
		Lanes     map[string]struct{ Delivered, Lost, Requests int64 }
		Clock     *struct{ ErrorMs float64 }
		Herd      struct{ Delivered int64 }
	}
	if err := json.Unmarshal([]byte(out), &book); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if book.Published < 10 || len(book.Lanes) != 2 || book.Clock == nil || book.Herd.Delivered == 0 {
		t.Errorf("%+v", book)
	}
	for name, l := range book.Lanes {
		if l.Delivered != book.Published || l.Lost != 0 || l.Requests == 0 {
			t.Errorf("%s: %d of %d delivered, %d lost, %d requests", name, l.Delivered, book.Published, l.Lost, l.Requests)
		}
	}

	out = runWith(t, strings.NewReader(spec), exitDone, "bench", "--csv", "--spec", "-")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 3 || rows[0][0] != "lane" || rows[1][0] != "sse" {
		t.Errorf("%v: %s", err, out)
	}

	out = runWith(t, strings.NewReader(spec), exitDone, "bench", "--spec", "-")
	if !strings.Contains(out, "published = delivered + lost, on every lane") || !strings.Contains(out, "simulated: 2 clients") {
		t.Error(out)
	}
}

func TestBenchBadUsage(t *testing.T) {
	for _, args := range [][]string{
		{"no-such-preset"}, {"news", "ticker"}, {"--json", "--csv", "news"}, {"--seconds", "-1", "news"}, {"--spec", "-", "news"},
		{"--url", "localhost:8080", "news"}, {"--url", "127.0.0.1", "news"}, {"--url", "ftp://localhost", "news"}, {"--url", "http://", "news"},
	} {
		runWith(t, strings.NewReader(""), exitUsage, append([]string{"bench"}, args...)...)
	}
	runWith(t, strings.NewReader(`{"scenario":"opera"}`), exitFailed, "bench", "--spec", "-")
	for _, text := range []string{`[`, ``, `null`, `7`, `{"seconds":1,"page":"` + strings.Repeat("x", maxFile) + `"}`} {
		runWith(t, strings.NewReader(text), exitFailed, "bench", "--seconds", "1", "--spec", "-")
	}
	runWith(t, nil, exitFailed, "bench", "--spec", "no-such-file")
	if runtime.GOOS != "windows" {
		runWith(t, nil, exitFailed, "bench", "--spec", "/dev/zero")
	}
	if list := runWith(t, strings.NewReader(""), exitDone, "bench", "--list"); !strings.Contains(list, "ten-cuts") {
		t.Error(list)
	}
}

// A server that says nothing keeps nobody who wants to leave.
func TestBenchLeavesASilentServer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		conn, err := listener.Accept()
		if err == nil {
			defer conn.Close()
			interrupt()
			io.Copy(io.Discard, conn)
		}
	}()
	var stderr bytes.Buffer
	if got := run(ctx, []string{"bench", "--url", "http://" + listener.Addr().String(), "ticker"}, streams{nil, io.Discard, &stderr}); got != exitFailed {
		t.Errorf("exit status %d; %s", got, &stderr)
	}
}

// The server takes messages of 64 KiB at most, and a lane's histograms may have half of that.
func TestBenchReportsALaneAtATime(t *testing.T) {
	heard := make(chan int, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(heard)
		conn, err := new(websocket.Upgrader).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		for {
			_, text, err := conn.ReadMessage()
			if err != nil {
				return
			}
			heard <- len(text)
		}
	}))
	defer server.Close()
	view, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http"), nil)
	if err != nil {
		t.Fatal(err)
	}
	lane := observe.New(observe.Config{})
	now := time.Now().UnixMicro()
	for seq := range uint64(10_000) {
		lane.Event(seq+1, now, now+int64(seq*seq))
	}
	lanes := make(map[string]observe.Report)
	for i := range 8 {
		lanes[fmt.Sprint("sse-", i)] = lane.Report(10_000)
	}
	if err := (&headless{view: view}).report(lanes); err != nil {
		t.Fatal(err)
	}
	view.Close()
	messages, all := 0, 0
	for n := range heard {
		messages++
		all += n
		if n > 64<<10 {
			t.Errorf("a message of %d bytes", n)
		}
	}
	if messages != 8 || all <= 64<<10 {
		t.Errorf("%d messages with %d bytes", messages, all)
	}
}

// runWith runs a command, and returns what it printed.
func runWith(t *testing.T, in io.Reader, status int, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if got := run(t.Context(), args, streams{in, &stdout, &stderr}); got != status {
		t.Errorf("%s: exit status %d, want %d; %s", strings.Join(args, " "), got, status, &stderr)
	}
	return stdout.String()
}
