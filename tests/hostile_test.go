package tests

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"

	"wireside/server/app"
)

// raw sends bytes over a connection of its own and returns the first response.
func raw(t *testing.T, s *server, format string, args ...any) (*http.Response, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(time.Minute))
	if _, err := fmt.Fprintf(conn, format, args...); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatalf("no response to %.60q: %v", format, err)
	}
	return resp, r
}

// errorCode reads the code of a JSON error.
func errorCode(t *testing.T, resp *http.Response) string {
	t.Helper()
	var body struct {
		Error struct{ Code, Message string }
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &body); err != nil || body.Error.Message == "" {
		t.Fatalf("%s: not a JSON error: %q", resp.Status, text)
	}
	return body.Error.Code
}

func TestBadInputIsToldWhatIsWrong(t *testing.T) {
	s := start(t, app.Config{})
	get := func(path string, header ...string) string {
		return "GET " + path + " HTTP/1.1\r\nHost: " + s.Addr() + "\r\n" + strings.Join(header, "") + "\r\n"
	}
	post := func(path, body string, header ...string) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s\r\n%s", path, s.Addr(), len(body), strings.Join(header, ""), body)
	}
	const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	for _, c := range []struct {
		name, request string
		status        int
		code          string
	}{
		{"a cursor that is no number", get("/labs/polling?after=banana"), 400, "bad_cursor"},
		{"a negative cursor", get("/labs/sse?after=-1"), 400, "bad_cursor"},
		{"a cursor beyond 64 bits", get("/labs/longpolling?after=99999999999999999999999"), 400, "bad_cursor"},
		{"a last event ID that is no cursor", get("/labs/sse", "Last-Event-ID: x\r\n"), 400, "bad_cursor"},
		{"a bad cursor for a WebSocket", get("/labs/websocket?after=x", upgrade), 400, "bad_cursor"},
		{"a wait that is no time", get("/labs/longpolling?wait=soon"), 400, "bad_wait"},
		{"an unknown run", get("/labs/sse?run=nope"), 404, "no_such_run"},
		{"an unknown run of the API", get("/api/runs/nope/units"), 404, "no_such_run"},
		{"an unknown implementation", get("/labs/sse?impl=mine"), 400, "bad_impl"},
		{"a page of the units that is none", get("/api/runs/demo/units?after=x"), 400, "bad_after"},
		{"rubbish for a run", post("/api/runs", "{]"), 400, "bad_json"},
		{"an array for a run", post("/api/runs", "[1]"), 400, "bad_json"},
		{"an unknown field", post("/api/runs", `{"speed":1}`), 400, "bad_json"},
		{"two objects", post("/api/runs", `{} {}`), 400, "bad_json"},
		{"a rate of nothing", post("/api/runs", `{"rate":-1}`), 400, "bad_run"},
		{"a rate too high", post("/api/runs", `{"rate":1e9}`), 400, "bad_run"},
		{"a payload too large", post("/api/runs", `{"payloadBytes":10000000}`), 400, "bad_run"},
		{"too much a second", post("/api/runs", `{"rate":1000,"payloadBytes":100000}`), 400, "bad_run"},
		{"an unknown lane", post("/api/runs", `{"lanes":["fax"]}`), 400, "bad_run"},
		{"an unknown scenario", post("/api/runs", `{"scenario":"x"}`), 400, "bad_run"},
		{"a run without end", post("/api/runs", `{"seconds":1000000}`), 400, "bad_run"},
		{"the end of the demo run", "DELETE /api/runs/demo HTTP/1.1\r\nHost: x\r\n\r\n", 403, "demo_run"},
		{"text that is none", post("/labs/sse/send", "\xff\xfe"), 400, "bad_text"},
		{"no such address", get("/nothing"), 404, "not_found"},
		{"no such method", "PUT /labs/sse HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405, "method_not_allowed"},
		{"a run made by a foreign page", post("/api/runs", "{}", "Origin: https://evil.example\r\n"), 403, "bad_origin"},
		{"a WebSocket from a foreign page", get("/labs/websocket", upgrade, "Origin: https://evil.example\r\n"), 403, "bad_origin"},
		{"an echo from a foreign page", get("/labs/websocket/echo", upgrade, "Origin: null\r\n"), 403, "bad_origin"},
		{"a foreign inspector", get("/api/runs/demo/wire", upgrade, "Origin: https://evil.example\r\n"), 403, "bad_origin"},
		{"no upgrade", get("/labs/websocket"), 426, "upgrade_required"},
		{"no upgrade of the inspector", get("/api/runs/demo/wire"), 426, "upgrade_required"},
		{"a key that is no key", get("/labs/websocket", strings.Replace(upgrade, "dGhlIHNhbXBsZSBub25jZQ==", "short", 1)), 400, "bad_key"},
		{"no host", "GET / HTTP/1.1\r\n\r\n", 400, "bad_host"},
		{"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "bad_host"},
		{"an unknown method", "BREW /labs/sse HTTP/1.1\r\nHost: x\r\n\r\n", 501, "unknown_method"},
		{"a method in small letters", "get / HTTP/1.1\r\nHost: x\r\n\r\n", 501, "unknown_method"},
		{"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http_version"},
		{"a transfer coding", "POST /labs/sse/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411, "length_required"},
		{"two framings", "POST /labs/sse/send HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "bad_framing"},
		{"a coding in HTTP/1.0", "POST /labs/sse/send HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "bad_framing"},
		{"a head too large", get("/", "X: "+strings.Repeat("x", 20_000)+"\r\n"), 431, "head_too_large"},
		{"HTTP/2.0 in a line", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505, "http_version"},
		{"a body that inflates", post("/labs/sse/send", "\x1f\x8b", "Content-Encoding: gzip\r\n"), 415, "content_encoding"},
		{"no HTTP", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, "bad_request"},
	} {
		t.Run(c.name, func(t *testing.T) {
			resp, _ := raw(t, s, "%s", c.request)
			if code := errorCode(t, resp); resp.StatusCode != c.status || code != c.code {
				t.Errorf("%d %s, want %d %s", resp.StatusCode, code, c.status, c.code)
			}
		})
	}
}

// The answer must arrive although the client is still sending, for long, what nobody will read.
func TestABodyOf100MBIsRefusedInWords(t *testing.T) {
	s := start(t, app.Config{})
	body := io.LimitReader(zeros{}, 100<<20)
	req, _ := http.NewRequest("POST", s.URL()+"/api/runs", body)
	req.ContentLength = 100 << 20
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if code := errorCode(t, resp); resp.StatusCode != 413 || code != "body_too_large" {
		t.Errorf("%d %s", resp.StatusCode, code)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// What is hidden behind a framing that is refused must not be taken for a request.
func TestNothingIsSmuggled(t *testing.T) {
	s := start(t, app.Config{})
	hidden := "GET /api/runs/demo HTTP/1.1\r\nHost: x\r\n\r\n"
	for name, request := range map[string]string{
		"length and chunked":   "POST /labs/sse/send HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"identity":             "POST /labs/sse/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n" + hidden,
		"a size of 0x0":        "POST /labs/sse/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + hidden,
		"chunked in HTTP/1.0":  "POST /labs/sse/send HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
		"an obfuscated coding": "POST /labs/sse/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n" + hidden,
	} {
		t.Run(name, func(t *testing.T) {
			resp, r := raw(t, s, "%s", request)
			io.Copy(io.Discard, resp.Body)
			if resp.StatusCode < 400 {
				t.Errorf("answered %d", resp.StatusCode)
			}
			if resp, err := http.ReadResponse(r, nil); err == nil {
				t.Errorf("the hidden request was answered: %s", resp.Status)
			}
		})
	}
}

func TestSlowRequestsAreCutOff(t *testing.T) {
	s := start(t, app.Config{Limits: app.Limits{ReadTimeout: 50 * time.Millisecond, IdleTimeout: 50 * time.Millisecond}})
	for name, part := range map[string]string{
		"a request line": "GET / HT",
		"a header":       "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
		"a body":         "POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
		"nothing":        "",
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", s.Addr())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			io.WriteString(conn, part)
			conn.SetReadDeadline(time.Now().Add(time.Minute))
			answer, err := io.ReadAll(conn)
			if err != nil {
				t.Errorf("the connection was not closed: %v", err)
			}
			if told := strings.HasPrefix(string(answer), "HTTP/1.1 408 "); told != (part != "") {
				t.Errorf("answered %.40q", answer)
			}
		})
	}
}

func TestStreamsAnswerHEADAndHTTP10(t *testing.T) {
	s := start(t, app.Config{})
	for _, route := range []string{"polling", "longpolling", "sse"} {
		t.Run(route, func(t *testing.T) {
			resp, r := raw(t, s, "HEAD /labs/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", route)
			if resp.StatusCode != 200 && resp.StatusCode != 204 {
				t.Errorf("HEAD: %s", resp.Status)
			}
			if rest, _ := io.ReadAll(r); len(rest) > 0 {
				t.Errorf("HEAD: %q after the head", rest)
			}
			resp, _ = raw(t, s, "GET /labs/%s?wait=2s HTTP/1.0\r\n\r\n", route)
			if len(resp.TransferEncoding) > 0 || resp.StatusCode != 200 {
				t.Errorf("HTTP/1.0: %s, Transfer-Encoding %q", resp.Status, resp.TransferEncoding)
			}
			line, err := bufio.NewReader(resp.Body).ReadString('\n')
			if err != nil && err != io.EOF || line == "" {
				t.Errorf("HTTP/1.0: %q, %v", line, err)
			}
			if route == "sse" && !strings.HasPrefix(line, "retry:") && !strings.HasPrefix(line, ":") {
				t.Errorf("HTTP/1.0: the stream begins with %q", line)
			}
		})
	}
	resp, r := raw(t, s, "GET /api/runs/demo/units HTTP/1.0\r\n\r\n")
	if len(resp.TransferEncoding) > 0 || resp.StatusCode != 200 {
		t.Errorf("units in HTTP/1.0: %s, Transfer-Encoding %q", resp.Status, resp.TransferEncoding)
	}
	if _, err := io.ReadAll(r); err != nil {
		t.Error(err)
	}
}

func TestRunsHaveALimitAndEndedOnesMakeRoom(t *testing.T) {
	s := start(t, app.Config{Limits: app.Limits{Runs: 2}})
	a := s.createRun(t, `{"seconds":1,"rate":50}`)
	s.createRun(t, `{}`)
	resp, err := http.Post(s.URL()+"/api/runs", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	if code := errorCode(t, resp); resp.StatusCode != 429 || code != "too_many_runs" {
		t.Errorf("%d %s", resp.StatusCode, code)
	}
	eventually(t, "the first run has ended", func() bool {
		var run runInfo
		json.Unmarshal(s.get(t, "/api/runs/"+a.ID), &run)
		return run.State == "ended"
	})
	s.createRun(t, `{}`)
	if resp, err := http.Get(s.URL() + "/api/runs/" + a.ID); err != nil || resp.StatusCode != 404 {
		t.Errorf("the ended run: %v, %v", resp.Status, err)
	}
}

func TestStreamsHaveALimit(t *testing.T) {
	s := start(t, app.Config{Limits: app.Limits{Streams: 1}})
	resp, _ := raw(t, s, "GET /labs/sse HTTP/1.1\r\nHost: x\r\n\r\n")
	if resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
	resp, _ = raw(t, s, "GET /labs/sse HTTP/1.1\r\nHost: x\r\n\r\n")
	if code := errorCode(t, resp); resp.StatusCode != 503 || code != "too_many_streams" {
		t.Errorf("%d %s", resp.StatusCode, code)
	}
}

func TestMessagesHaveALimit(t *testing.T) {
	s := start(t, app.Config{Limits: app.Limits{MessageBytes: 10, EchoBytes: 20}})
	for path, limit := range map[string]int{"/labs/websocket": 10, "/labs/websocket/echo": 20} {
		ws, _, err := websocket.DefaultDialer.Dial("ws://"+s.Addr()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		for _, n := range []int{limit, limit + 1} {
			if err := ws.WriteMessage(websocket.TextMessage, []byte(strings.Repeat("x", n))); err != nil {
				t.Fatal(err)
			}
		}
		echoed := false
		for err == nil {
			var p []byte
			_, p, err = ws.ReadMessage()
			echoed = echoed || strings.Contains(string(p), strings.Repeat("x", limit))
		}
		if !echoed || !websocket.IsCloseError(err, websocket.CloseMessageTooBig) {
			t.Errorf("%s: a message of %d echoed: %v; one of %d ended with %v, want 1009", path, limit, echoed, limit+1, err)
		}
	}
}

func TestConnectionsHaveALimit(t *testing.T) {
	s := start(t, app.Config{Limits: app.Limits{Connections: 2}})
	for range 2 {
		if resp, _ := raw(t, s, "GET /labs/sse HTTP/1.1\r\nHost: x\r\n\r\n"); resp.StatusCode != 200 {
			t.Fatal(resp.Status)
		}
	}
	resp, _ := raw(t, s, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if code := errorCode(t, resp); resp.StatusCode != 503 || code != "too_many_connections" {
		t.Errorf("%d %s", resp.StatusCode, code)
	}
}

func TestPagesAreGuarded(t *testing.T) {
	s := start(t, app.Config{})
	for _, path := range []string{"/", "/lessons/four-lanes", "/no/such/page"} {
		t.Run(path, func(t *testing.T) { pageIsGuarded(t, s.URL()+path) })
	}
}

func pageIsGuarded(t *testing.T, url string) {
	req, _ := http.NewRequest("GET", url, nil)
	req.Header.Set("Accept", "text/html")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got := map[string]bool{
		"nosniff":        resp.Header.Get("X-Content-Type-Options") == "nosniff",
		"not stored":     resp.Header.Get("Cache-Control") == "no-store",
		"no inline code": strings.Contains(resp.Header.Get("Content-Security-Policy"), "script-src 'self';"),
		"no frames":      strings.Contains(resp.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'"),
	}
	want := map[string]bool{"nosniff": true, "not stored": true, "no inline code": true, "no frames": true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
