package app

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"wireside/labs/lab/labtest"
	"wireside/server/impair"
	"wireside/wireview/tap"
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
	io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\n\r\n")
	resp, err := http.ReadResponse(c.r, nil)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text), err
}

// fetch makes a request without a body and with one header, and returns the answer's status and body.
func fetch(t *testing.T, a *App, method, path, header, value string) (status int, body string) {
	t.Helper()
	req, err := http.NewRequest(method, "http://"+a.Addr()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if value != "" {
		req.Header.Set(header, value)
	}
	resp, err := http.DefaultClient.Do(req)
	return answerOf(t, resp, err)
}

// answerOf reads what a request was answered with.
func answerOf(t *testing.T, resp *http.Response, err error) (status int, body string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// A connection on which a run refused a stream is anyone's again: that run's faults don't reach what another asks for on it.
func TestARefusedStreamLeavesItsConnection(t *testing.T) {
	a := startApp(t, Limits{})
	for path, status := range map[string]int{
		"/labs/websocket?run=":      http.StatusUpgradeRequired,
		"/labs/websocket/echo?run=": http.StatusUpgradeRequired,
		"/labs/sse?after=x&run=":    http.StatusBadRequest,
		"/labs/sse?impl=mine&run=":  http.StatusBadRequest,
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

// What a refusal says of itself is for a client to stumble over, but it is no page of this server's.
func TestARefusalIsNoPage(t *testing.T) {
	a := startApp(t, Limits{})
	r := makeRun(t, a, `{"lanes":["sse","polling"]}`)
	r.inflict(askedFault{Fault: impair.Fault{Kind: impair.Status, Status: 200, Type: `text/html; x="<script>alert(1)</script>"`}})
	resp, err := http.Get(a.URL() + "/labs/polling?run=" + r.id)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if policy := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "sandbox;") {
		t.Errorf("Content-Security-Policy %q", policy)
	}
	if resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") || strings.Contains(string(body), "script") {
		t.Errorf("status %d, %s: %s", resp.StatusCode, resp.Header.Get("Content-Type"), body)
	}
}

// RFC 9110 15.3.5, 15.3.6, 15.4.5: these have no content, and what follows on their connection is found.
func TestRefusalsWithoutContent(t *testing.T) {
	a := startApp(t, Limits{})
	for _, status := range []int{http.StatusNoContent, http.StatusResetContent, http.StatusNotModified} {
		r := makeRun(t, a, `{"lanes":["sse"]}`)
		r.inflict(askedFault{Fault: impair.Fault{Kind: impair.Status, Status: status}})
		conn := connectTo(t, a)
		if got, body, err := conn.get("/labs/sse?run=" + r.id); got != status || body != "" || err != nil {
			t.Errorf("status %d, want %d; %v: %q", got, status, err, body)
		}
		if got, _, err := conn.get("/labs/polling"); got != http.StatusOK {
			t.Errorf("after a %d: status %d, %v", status, got, err)
		}
	}
}

// Who has asked for the simulated clients' lane is not recorded, and so gets no other lane on that connection: a ledger
// would lack what crossed the wire.
func TestAMutedConnectionHasNoLane(t *testing.T) {
	a := startApp(t, Limits{})
	r := makeRun(t, a, `{"lanes":["sse"],"herd":{"technique":"polling","clients":1}}`)
	conn := connectTo(t, a)
	for _, path := range []string{"/labs/polling?lane=herd&run=" + r.id, "/api/presets", "/labs/polling?lane=herd&run=" + r.id} {
		if got, body, err := conn.get(path); got != 200 || err != nil {
			t.Errorf("%s: status %d, %v: %s", path, got, err, body)
		}
	}
	if got, body, err := conn.get("/labs/polling"); got != 421 || err != nil {
		t.Errorf("status %d, %v: %s", got, err, body)
	}
	if got, _, err := connectTo(t, a).get("/labs/polling"); got != 200 {
		t.Errorf("on another connection: status %d, %v", got, err)
	}
}

// A herd finds the server where it listens, whatever address that is.
func TestDialable(t *testing.T) {
	for addr, want := range map[string]string{
		"127.0.0.1:80": "127.0.0.1:80", "0.0.0.0:80": "localhost:80", "[::]:80": "localhost:80", "[::1]:80": "[::1]:80",
		"[fe80::1%eth0]:80": "[fe80::1%25eth0]:80",
	} {
		at, err := net.ResolveTCPAddr("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		a := &App{listener: tap.Listen(listeningAt{at}, nil)}
		u, err := url.Parse("http://" + a.dialable())
		if err != nil || a.dialable() != want {
			t.Errorf("%s is dialled at %s, %v", addr, a.dialable(), err)
		} else if dialled, err := net.ResolveTCPAddr("tcp", u.Host); err != nil || at.IP.IsLoopback() && !dialled.IP.Equal(at.IP) {
			t.Errorf("%s: %v, %v", addr, dialled, err)
		}
	}
}

type listeningAt struct{ at *net.TCPAddr }

func (l listeningAt) Accept() (net.Conn, error) { return nil, net.ErrClosed }
func (l listeningAt) Close() error              { return nil }
func (l listeningAt) Addr() net.Addr            { return l.at }
