// Package oracle holds the tests in which an independent witness, Wireshark's tshark, is asked about the same bytes as the
// inspector, and the two must agree.
package oracle

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"wireside/server/app"
	"wireside/wireview/wire"
)

// server is a Wireside on a free port, ended with its test.
type server struct {
	*app.App
	t   *testing.T
	run struct {
		ID    string
		Lanes map[string]string
	}
}

func start(t *testing.T) *server {
	t.Helper()
	a, err := app.Start(app.Config{Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error("Close: ", err)
		}
	})
	return &server{App: a, t: t}
}

// begin creates the run.
func (s *server) begin(spec string) {
	s.t.Helper()
	resp, err := http.Post(s.URL()+"/api/runs", "application/json", strings.NewReader(spec))
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&s.run); err != nil || resp.StatusCode != http.StatusCreated {
		s.t.Fatalf("POST /api/runs: %s, %v", resp.Status, err)
	}
}

// port returns the TCP port that the server listens on.
func (s *server) port() int {
	addr, err := net.ResolveTCPAddr("tcp", s.Addr())
	if err != nil {
		s.t.Fatal(err)
	}
	return addr.Port
}

// path returns the path of a lane of the run. The tag, which the server makes nothing of, tells one user from another.
func (s *server) path(lane, tag string) string { return s.run.Lanes[lane] + "&tag=" + tag }

// quiet waits until no connection is open any more, so that all have been captured to their ends.
func (s *server) quiet() {
	s.t.Helper()
	http.DefaultClient.CloseIdleConnections()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); s.Connections() > 0; <-tick.C {
		if time.Now().After(deadline) {
			s.t.Fatalf("%d connections stay open", s.Connections())
		}
	}
}

// get returns the body of an answer.
func (s *server) get(path string) []byte {
	s.t.Helper()
	resp, err := http.Get(s.URL() + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		s.t.Fatalf("GET %s: %s, %v", path, resp.Status, err)
	}
	return body
}

// unit is a unit as scripts read it.
type unit struct {
	Seq     uint64
	Conn    uint64
	Dir     wire.Dir
	Lane    string
	Proto   wire.Proto
	Kind    wire.Kind
	Length  int64
	Spans   wire.Spans
	Summary string
	At      int64
	Raw     []byte
	Fields  []wire.Field
	Value   json.RawMessage
	Error   *wire.Violation
}

// units returns all units of the run.
func (s *server) units() []unit {
	s.t.Helper()
	var units []unit
	for line := range strings.Lines(string(s.get("/api/runs/" + s.run.ID + "/units"))) {
		var u unit
		if err := json.Unmarshal([]byte(line), &u); err != nil {
			s.t.Fatalf("%v in %q", err, line)
		}
		units = append(units, u)
	}
	return units
}
