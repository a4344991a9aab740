package tests

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"wireside/server/app"
	"wireside/wireview/tcpinfo"
)

// server is a Wireside on a free port, ended with its test.
type server struct{ *app.App }

func start(t *testing.T, cfg app.Config) *server {
	t.Helper()
	if cfg.Addr == "" {
		cfg.Addr = "127.0.0.1:0"
	}
	a, err := app.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error("Close: ", err)
		}
	})
	return &server{a}
}

type runInfo struct {
	ID, State string
	Lanes     map[string]string
	Published uint64
}

func (s *server) createRun(t *testing.T, spec string) runInfo {
	t.Helper()
	resp, err := http.Post(s.URL()+"/api/runs", "application/json", strings.NewReader(spec))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var run runInfo
	if err := json.NewDecoder(resp.Body).Decode(&run); err != nil || resp.StatusCode != 201 {
		t.Fatalf("POST /api/runs: %s, %v", resp.Status, err)
	}
	return run
}

func (s *server) units(t *testing.T, id string) []unit {
	t.Helper()
	var units []unit
	for line := range strings.Lines(string(s.get(t, "/api/runs/"+id+"/units"))) {
		var u unit
		if err := json.Unmarshal([]byte(line), &u); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		units = append(units, u)
	}
	return units
}

type layers struct{ HTTP, Framing, Payload, Total int64 }

type ledger struct {
	Published uint64
	Lanes     map[string]struct {
		Requests, Connections, Units int
		Statuses                     map[string]int
		Bytes                        struct {
			C2S, S2C layers
			Total    int64
		}
		TCP *tcpinfo.Info
	}
	Wire struct {
		Bytes, Unexplained, Pending int64
		Units                       uint64
	}
}

func (s *server) ledger(t *testing.T, id string) ledger {
	t.Helper()
	var l ledger
	if err := json.Unmarshal(s.get(t, "/api/runs/"+id+"/ledger"), &l); err != nil {
		t.Fatal(err)
	}
	return l
}

func (s *server) get(t *testing.T, path string) []byte {
	t.Helper()
	resp, err := http.Get(s.URL() + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(bufio.NewReader(resp.Body))
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("GET %s: %s, %v", path, resp.Status, err)
	}
	return body
}

// eventually waits until ok, and fails the test when that takes more than half a minute.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain until ", what)
		}
	}
}

// waitForConnections waits until the server holds that many connections besides those of http.DefaultClient.
func (s *server) waitForConnections(t *testing.T, n int) {
	t.Helper()
	http.DefaultClient.CloseIdleConnections()
	eventually(t, "the connections are gone", func() bool { return s.Connections() == n })
}
