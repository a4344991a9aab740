package app

import (
	gocmp "cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"
)

// theirs is an application that is not ours: a poll, an event stream, a chat.
func theirs(t *testing.T) *url.URL {
	mux := http.NewServeMux()
	mux.HandleFunc("/poll", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "nothing new") })
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: one\n\n")
	})
	mux.HandleFunc("/chat", func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{}
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return // it has answered
		}
		defer ws.Close()
		kind, p, err := ws.ReadMessage()
		if err == nil {
			ws.WriteMessage(kind, p)
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	to, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func TestInspectsAnotherApplication(t *testing.T) {
	to := theirs(t)
	a, err := Start(Config{Addr: "127.0.0.1:0", Proxy: &Proxy{To: to, Listen: "127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()

	client := &http.Client{Transport: &http.Transport{}}
	say := func(path string, header ...string) string {
		req, _ := http.NewRequest("GET", a.ProxyURL()+path, nil)
		for i := 0; i < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		return resp.Status + " " + string(body)
	}
	if got := say("/poll"); got != "200 OK nothing new" {
		t.Error(got)
	}
	if got := say("/events"); got != "200 OK data: one\n\n" { // asks for anything, and gets a stream
		t.Error(got)
	}
	if got := say("/chat", "Connection", "Upgrade", "Upgrade", "websocket"); !strings.HasPrefix(got, "400 Bad Request") {
		t.Error(got) // no key: the application itself refuses
	}
	client.CloseIdleConnections()
	ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(a.ProxyURL(), "http")+"/chat", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	ws.WriteMessage(websocket.TextMessage, []byte("hello"))
	if _, p, err := ws.ReadMessage(); string(p) != "hello" {
		t.Errorf("%q, %v", p, err)
	}

	get := func(path string) []byte {
		resp, err := http.Get(a.URL() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != 200 {
			t.Fatalf("GET %s: %s %s", path, resp.Status, body)
		}
		return body
	}
	type unit struct {
		At              int64
		Lane, Kind, Dir string
	}
	var units []unit
	seen := []string{}
	for line := range strings.Lines(string(get("/api/runs/proxy/units?detail=0"))) {
		var u unit
		if err := json.Unmarshal([]byte(line), &u); err != nil {
			t.Fatal(err)
		}
		units = append(units, u)
	}
	slices.SortStableFunc(units, func(a, b unit) int { return gocmp.Compare(a.At, b.At) }) // connections don't wait for each other
	for _, u := range units {
		if u.Kind == "request" || u.Kind == "response" || u.Kind == "event" || u.Kind == "frame" {
			seen = append(seen, u.Lane+" "+u.Kind)
		}
	}
	want := []string{"http request", "http response", "http request", "sse response", "sse event", "websocket request", "websocket response",
		"websocket request", "websocket response", "websocket frame", "websocket frame"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error("units (-want +got)\n", diff)
	}
	var state struct{ ID, To, Listen string }
	if err := json.Unmarshal(get("/api/runs/proxy"), &state); err != nil || state.To != to.String() || state.Listen != a.ProxyURL() {
		t.Errorf("state: %+v, %v", state, err)
	}
	if page := string(get("/")); !strings.Contains(page, to.Host) {
		t.Error("the page does not say what is inspected")
	}
	for path, status := range map[string]int{"/labs/sse": 404, "/lessons/four-lanes": 404, "/api/runs/other/units": 404, "/runs/other": 404} {
		resp, err := http.Get(a.URL() + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != status {
			t.Errorf("GET %s: %s, want %d", path, resp.Status, status)
		}
	}
}
