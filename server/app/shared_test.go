package app

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"wireside/labs/lab/labtest"
	"wireside/server/impair"
)

// makeRun makes a run by its JSON.
func makeRun(t *testing.T, a *App, spec string) *Run {
	t.Helper()
	s, err := readSpec([]byte(spec), a.limits)
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.runs.create(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// keepAlive is a connection that asks for one thing after the other.
type keepAlive struct {
	net.Conn
	r *bufio.Reader
}

func connectTo(t *testing.T, a *App) *keepAlive {
	t.Helper()
	conn, err := net.Dial("tcp", a.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &keepAlive{conn, bufio.NewReader(conn)}
}

// get returns the status and the body of what a path is answered with.
func (c *keepAlive) get(path string) (status int, body string, err error) {
	io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n")
	resp, err := http.ReadResponse(c.r, nil)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text), err
}

// A connection on which a run refused a stream is anyone's again: that run's faults don't reach what another asks for on it.
func TestARefusedStreamLeavesItsConnection(t *testing.T) {
	a := startApp(t, Limits{})
	for path, status := range map[string]int{
		"/labs/websocket?run=":      http.StatusUpgradeRequired,
		"/labs/websocket/echo?run=": http.StatusUpgradeRequired,
		"/labs/sse?after=x&run=":    http.StatusBadRequest,
		"/labs/sse?impl=yours&run=": http.StatusNotImplemented,
	} {
		for _, kind := range []string{impair.Cut, impair.Reset, impair.Stall} {
			bad := makeRun(t, a, `{"rate":50}`)
			conn := connectTo(t, a)
			if got, body, err := conn.get(path + bad.id); err != nil || got != status {
				t.Fatalf("%s: status %d, %v: %s", path, got, err, body)
			}
			labtest.Until(t, "the refusals are over", func() bool {
				return bad.lane("sse").link.Stats().Exchanges+bad.lane("websocket").link.Stats().Exchanges == 0
			})
			bad.inflict(askedFault{Fault: impair.Fault{Kind: kind}})
			if got, _, err := conn.get("/labs/polling"); err != nil || got != http.StatusOK {
				t.Errorf("%s, then %s: the demo run's poll is answered with %d, %v", path, kind, got, err)
			}
			a.runs.delete(bad.id)
		}
	}
}

// What networks hold is counted for all to see, and no more than the limit.
func TestQueuesShareABudget(t *testing.T) {
	a := startApp(t, Limits{QueueBytes: 64 << 10})
	r := makeRun(t, a, `{"rate":1000,"payloadBytes":4000,"lanes":["sse"]}`)
	for range 20 {
		io.WriteString(connectTo(t, a), "GET /labs/sse?run="+r.id+" HTTP/1.1\r\nHost: x\r\n\r\n")
	}
	labtest.Until(t, "all streams are open", func() bool { return a.Streams() == 20 })
	r.inflict(askedFault{Fault: impair.Fault{Kind: impair.Stall}})
	labtest.Until(t, "the budget is used up", func() bool { return a.use()["queued"].Refused > 0 })
	_, body, err := connectTo(t, a).get("/api/runs/" + r.id + "/ledger")
	var book struct{ Server map[string]use }
	if err != nil || json.Unmarshal([]byte(body), &book) != nil {
		t.Fatal(err, body)
	}
	if q := book.Server["queued"]; q.Limit != 64<<10 || q.Open < 64<<10 || q.Open > 64<<10+20*9<<10 {
		t.Errorf("%+v", q)
	}
	if !strings.Contains(body, `"queued"`) {
		t.Error(body)
	}
	a.runs.delete(r.id)
	labtest.Until(t, "it is given back", func() bool { return a.use()["queued"].Open == 0 })
}
