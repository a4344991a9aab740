package relay

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"

	"wireside/wireview/wire"
)

// application is a target with a bit of everything.
func application() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		http.NewResponseController(w).EnableFullDuplex()
		w.Header()["Date"] = nil
		body, err := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %q %v %v", r.Method, r.Host, body, r.TransferEncoding, err)
	})
	mux.HandleFunc("/empty", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("/cached", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNotModified) })
	mux.HandleFunc("/long", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, strings.Repeat("x", 200_000)) })
	mux.HandleFunc("/refuse", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusBadRequest) })
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }, EnableCompression: true}
	mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		c, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close()
		for {
			kind, p, err := c.ReadMessage()
			if err != nil {
				return
			}
			if string(p) == "bye" {
				c.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(4001, "as you like"))
				continue
			}
			c.WriteMessage(kind, p)
		}
	})
	return mux
}

// What a client reads through the relay is what it reads without, byte by byte, and what the record says.
func TestExchangesAreTheSameAsWithoutRelay(t *testing.T) {
	s := closing(t, httptest.NewServer(application()))
	r, tapes := taped(t, s.URL, Config{})
	const host = "\r\nHost: x\r\n"
	last := "GET /echo HTTP/1.1" + host + "Connection: close\r\n\r\n"
	for name, request := range map[string]string{
		"HEAD":            "HEAD /long HTTP/1.1" + host + "\r\n" + last,
		"204":             "GET /empty HTTP/1.1" + host + "\r\n" + last,
		"304":             "GET /cached HTTP/1.1" + host + "\r\n" + last,
		"chunked":         "POST /echo HTTP/1.1" + host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n" + last,
		"length":          "POST /echo HTTP/1.1" + host + "Content-Length: 3\r\n\r\nabc" + last,
		"pipelined":       strings.Repeat("GET /long HTTP/1.1"+host+"\r\n", 20) + last,
		"HTTP/1.0":        "GET /long HTTP/1.0\r\n\r\n",
		"refused upgrade": "GET /refuse HTTP/1.1" + host + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + last,
		"no HTTP":         "\x16\x03\x01 hello\r\n\r\n",
		"options":         "OPTIONS * HTTP/1.1" + host + "\r\n" + last,
	} {
		t.Run(name, func(t *testing.T) {
			direct := exchange(t, s.Listener.Addr(), request)
			relayed := exchange(t, r.Addr(), request)
			undated := func(s string) string {
				var lines []string
				for _, l := range strings.SplitAfter(s, "\n") {
					if !strings.HasPrefix(l, "Date: ") {
						lines = append(lines, l)
					}
				}
				return strings.Join(lines, "")
			}
			if diff := cmp.Diff(undated(direct), undated(relayed)); diff != "" {
				t.Errorf("(-direct +relayed):\n%s", diff)
			}
			record := <-tapes
			wait(t, record.closed, "the end of the record")
			if record.seen(wire.C2S) != request || record.seen(wire.S2C) != relayed {
				t.Errorf("the record is %q, %q", record.seen(wire.C2S), record.seen(wire.S2C))
			}
		})
	}
}

func TestContinueComesBeforeTheBody(t *testing.T) {
	s := closing(t, httptest.NewServer(application()))
	c := dial(t, start(t, s.URL, Config{}).Addr())
	write(t, c, "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
	expect(t, c, "HTTP/1.1 100 Continue\r\n\r\n")
	write(t, c, "ab")
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	if diff := cmp.Diff(`POST x "ab" [] <nil>`, string(body)); diff != "" {
		t.Error(diff)
	}
}

// Each event comes before the next one is written, and a chunk of an upload before the next one.
func TestStreamsPassEventByEvent(t *testing.T) {
	events := make(chan string)
	s := closing(t, httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.WriteHeader(200)
		http.NewResponseController(w).Flush()
		for e := range events {
			fmt.Fprintf(w, "data: %s\n\n", e)
			http.NewResponseController(w).Flush()
		}
	})))
	r := start(t, s.URL, Config{})
	resp, err := http.Get("http://" + r.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	for i := range 100 {
		event := fmt.Sprint("event ", i)
		events <- event
		expect(t, resp.Body, "data: "+event+"\n\n")
	}
	close(events)
	if rest, err := io.ReadAll(resp.Body); len(rest) > 0 || err != nil {
		t.Errorf("%q, %v", rest, err)
	}
}

func TestUploadsPassChunkByChunk(t *testing.T) {
	client, server := between(t, Config{})
	write(t, client, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
	expect(t, server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
	for range 10 {
		write(t, client, "1\r")
		expect(t, server, "1\r")
		write(t, client, "\nx\r\n")
		expect(t, server, "\nx\r\n")
	}
}

func TestWebSocketBothWays(t *testing.T) {
	s := closing(t, httptest.NewServer(application()))
	for _, headers := range [][]Header{nil, {{"X-Test", "1"}}} {
		r := start(t, s.URL, Config{Headers: headers})
		u := url.URL{Scheme: "ws", Host: r.Addr().String(), Path: "/ws"}
		c, _, err := (&websocket.Dialer{EnableCompression: true}).Dial(u.String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []struct {
			kind int
			data string
		}{
			{websocket.TextMessage, "hello"},
			{websocket.BinaryMessage, "\x00\xff\r\n\r\n"},
			{websocket.TextMessage, strings.Repeat("GET / HTTP/1.1\r\n\r\n", 50_000)},
			{websocket.TextMessage, ""},
		} {
			written := make(chan error, 1)
			go func() { written <- c.WriteMessage(m.kind, []byte(m.data)) }()
			kind, data, err := c.ReadMessage()
			if err := <-written; err != nil {
				t.Fatal(err)
			}
			if err != nil || kind != m.kind || string(data) != m.data {
				t.Fatalf("%d, %d bytes, %v", kind, len(data), err)
			}
		}
		c.WriteMessage(websocket.TextMessage, []byte("bye"))
		_, _, err = c.ReadMessage()
		if !websocket.IsCloseError(err, 4001) || err.(*websocket.CloseError).Text != "as you like" {
			t.Error(err)
		}
		c.Close()
	}
}
