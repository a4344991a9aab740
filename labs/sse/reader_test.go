package sse

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
	"wireside/labs/presence"
)

func serve(t testing.TB, lane *Lane) *labtest.Server {
	server := labtest.Start(t, func(app *fiber.App) { app.Get("/", lane.Serve) })
	t.Cleanup(lane.Close) // before the server stops
	return server
}

func watcher(t testing.TB) *presence.Watcher {
	t.Helper()
	w, err := presence.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func request(query string, headers ...string) string {
	return "GET /" + query + " HTTP/1.1\r\nHost: x\r\n" + strings.Join(append(headers, "\r\n"), "\r\n")
}

const helloText = "retry: 2000\n: hello\n\n"

func publish(f *feed.Feed, n int) {
	for range n {
		f.Publish("x")
	}
}

// reader reads the events of an answer: "42" for a feed's event, "gap {…}", and so on.
type reader struct {
	body   io.Reader
	queue  []string
	decode Decoder
	err    error
}

func read(t testing.TB, conn net.Conn) *reader {
	t.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: "GET"})
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != 200 {
		body, _ := io.ReadAll(resp.Body)
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
	r := &reader{body: resp.Body}
	r.decode.Event = func(e Event) {
		if e.Type == DefaultType {
			r.queue = append(r.queue, e.ID)
		} else {
			r.queue = append(r.queue, e.Type+" "+e.Data)
		}
	}
	return r
}

// next returns the next n events, or fewer if the stream ends.
func (r *reader) next(t testing.TB, n int) []string {
	t.Helper()
	for buf := make([]byte, 4096); len(r.queue) < n && r.err == nil; {
		var got int
		got, r.err = r.body.Read(buf)
		if _, err := r.decode.Write(buf[:got]); err != nil {
			t.Fatal(err)
		}
	}
	if r.err != nil && r.err != io.EOF {
		t.Fatalf("%v after %v", r.err, r.queue)
	}
	out := r.queue[:min(n, len(r.queue))]
	r.queue = r.queue[len(out):]
	return out
}
