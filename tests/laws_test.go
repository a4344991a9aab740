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

	"github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"

	"wireside/server/app"
)

// unit is a unit as the surface has it.
type unit struct {
	Seq     uint64
	At      int64
	Conn    uint64
	Dir     string
	Lane    string
	Proto   string
	Kind    string
	Length  int64
	Spans   [][2]int64
	Summary string
	Raw     []byte
	Fields  []struct {
		Name, Value string
		Spans       [][2]int64
		Note, Spec  string
	}
	Value json.RawMessage
	Error *struct{ Name, Spec, Message string }
}

// The first two laws: what the inspector holds is what crossed the sockets, and its units and fields cover every byte of
// it exactly once.
func TestEveryByteIsCapturedAndExplainedOnce(t *testing.T) {
	for name, spec := range map[string]string{
		"small events":                  `"payloadBytes":200`,
		"events larger than any buffer": `"payloadBytes":70000`,
		"bytes that are no text":        `"scenario":"picture"`,
		"a phone's network":             `"network":"mobile"`,
		"a byte at a time":              `"network":"byte-by-byte"`,
		"a proxy that buffers":          `"network":{"buffer":{"bytes":4096,"ms":300}}`,
		"compressed streams": `"lanes":["polling","longpolling",{"technique":"sse","compress":"flush"},
			{"technique":"websocket","deflate":true}]`,
		"no keep-alive, no ids": `"lanes":[{"technique":"polling","keepAlive":false},"longpolling",
			{"technique":"sse","ids":false,"heartbeatMs":100},{"technique":"websocket","heartbeatMs":100,"watchdogMs":500}]`,
	} {
		t.Run(name, func(t *testing.T) { everyByteOnce(t, `{"rate":25,"seconds":5,`+spec+`}`) }) // its end ends the streams, all bytes read
	}
}

func everyByteOnce(t *testing.T, spec string) {
	t.Parallel()
	s := start(t, app.Config{Limits: app.Limits{CaptureBytes: 128 << 20}})
	run := s.createRun(t, spec)
	dialer := &tapDialer{}
	client := &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext}}

	drivePolling(t, client, s, run, 5)
	driveLongPolling(t, client, s, run, 5)
	driveSSE(t, dialer, s, run, 20)
	driveWebSocket(t, dialer, s, run, 20)
	client.CloseIdleConnections()
	dialer.finish()
	s.waitForConnections(t, 0)

	units := s.units(t, run.ID)
	lanes := map[string]int{}
	for _, u := range units {
		lanes[u.Lane]++
		if u.Kind == "raw" || u.Error != nil && u.Error.Name != "incomplete" {
			t.Errorf("unit %d of %s is not explained: %s %+v", u.Seq, u.Lane, u.Summary, u.Error)
		}
		checkTiles(t, u)
	}
	for _, lane := range []string{"polling", "longpolling", "sse", "websocket"} {
		if lanes[lane] < 4 {
			t.Errorf("%s: %d units", lane, lanes[lane])
		}
	}

	got := reassemble(t, units)
	want := map[string]int{}
	for _, c := range dialer.conns {
		c.mu.Lock()
		want[c.sent.String()]++
		want[c.received.String()]++
		c.mu.Unlock()
	}
	seen := map[string]int{}
	for _, b := range got {
		seen[string(b)]++
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("what the clients' sockets saw differs from the record (-socket +record):\n%.4000s", diff)
	}

	var total int64
	for _, u := range units {
		total += u.Length
	}
	l := s.ledger(t, run.ID)
	if l.Wire.Bytes != total || l.Wire.Unexplained != 0 || l.Wire.Pending != 0 || l.Wire.Units != uint64(len(units)) {
		t.Errorf("ledger says %+v; the units come to %d bytes in %d units", l.Wire, total, len(units))
	}
	var lanesTotal int64
	for name, lane := range l.Lanes {
		lanesTotal += lane.Bytes.Total
		for dir, b := range map[string]layers{"c2s": lane.Bytes.C2S, "s2c": lane.Bytes.S2C} {
			if b.HTTP+b.Framing+b.Payload != b.Total {
				t.Errorf("%s %s: layers do not add up: %+v", name, dir, b)
			}
		}
		if lane.Requests == 0 || lane.Connections == 0 {
			t.Errorf("%s: %d requests on %d connections", name, lane.Requests, lane.Connections)
		}
	}
	if lanesTotal != total {
		t.Errorf("lanes come to %d bytes, units to %d", lanesTotal, total)
	}
}

// One keep-alive connection serves the page, two runs and the API in turn. Each run gets its own exchanges and no other's.
func TestExchangesOfOneConnectionGoToTheirRuns(t *testing.T) {
	s := start(t, app.Config{})
	a, b := s.createRun(t, `{}`), s.createRun(t, `{}`)
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	ask := func(paths ...string) {
		t.Helper()
		var all strings.Builder
		for _, p := range paths {
			fmt.Fprintf(&all, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", p)
		}
		if _, err := io.WriteString(conn, all.String()); err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			resp, err := http.ReadResponse(r, nil)
			if err != nil {
				t.Fatal(p, ": ", err)
			}
			io.Copy(io.Discard, resp.Body)
		}
	}
	poll := func(id string, n int) string { return fmt.Sprintf("/labs/polling?run=%s&after=%d", id, n) }
	ask("/lessons/four-lanes")
	ask(poll(a.ID, 1))
	ask(poll(b.ID, 2))
	ask("/api/runs/"+a.ID, "/no/such/page")
	ask(poll(a.ID, 3), poll(b.ID, 4), "/", poll(a.ID, 5), "/labs/polling?run=nope", poll(b.ID, 6)) // pipelined

	for _, c := range []struct {
		id   string
		want []string
	}{{a.ID, []string{poll(a.ID, 1), poll(a.ID, 3), poll(a.ID, 5)}}, {b.ID, []string{poll(b.ID, 2), poll(b.ID, 4), poll(b.ID, 6)}}} {
		var got []string
		responses := 0
		for _, u := range s.units(t, c.id) {
			switch u.Kind {
			case "request":
				var v struct{ Target string }
				json.Unmarshal(u.Value, &v)
				got = append(got, v.Target)
			case "response":
				responses++
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("requests of run %s (-want +got):\n%s", c.id, diff)
		}
		if l := s.ledger(t, c.id).Lanes["polling"]; responses != len(c.want) || l.Connections != 1 || l.Requests != len(c.want) {
			t.Errorf("run %s: %d responses; ledger %+v", c.id, responses, l)
		}
	}
}

// The live view shows what the lanes put on the wire, whole, and nothing of its own.
func TestTheLiveViewShowsTheLanes(t *testing.T) {
	s := start(t, app.Config{})
	run := s.createRun(t, `{"rate":50}`)
	ws, resp, err := websocket.DefaultDialer.Dial("ws://"+s.Addr()+"/api/runs/"+run.ID+"/wire", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	resp.Body.Close()
	client := &http.Client{}
	drivePolling(t, client, s, run, 2)
	seen := map[string]bool{}
	for !seen["hello"] || !seen["units"] || !seen["ledger"] {
		var m map[string]json.RawMessage
		if err := ws.ReadJSON(&m); err != nil {
			t.Fatal(err)
		}
		for key := range m {
			seen[key] = true
		}
		if units, ok := m["units"]; ok {
			var list []unit
			if err := json.Unmarshal(units, &list); err != nil {
				t.Fatal(err)
			}
			for _, u := range list {
				if u.Lane != "polling" {
					t.Errorf("unit of lane %q in a run that was only polled: %s", u.Lane, u.Summary)
				}
				checkTiles(t, u)
			}
		}
	}
}

// checkTiles reports where a unit's fields do not cover its bytes exactly once, or its raw bytes are not as many as its
// spans say.
func checkTiles(t *testing.T, u unit) {
	t.Helper()
	var bytesUnder, length int64
	at := 0
	for _, s := range u.Spans {
		length += s[1] - s[0]
	}
	pos := func() int64 {
		if at < len(u.Spans) {
			return u.Spans[at][0]
		}
		return -1
	}
	next := pos()
	for _, f := range u.Fields {
		for _, s := range f.Spans {
			if at < len(u.Spans) && next == u.Spans[at][1] {
				at++
				next = pos()
			}
			if s[0] != next {
				t.Errorf("unit %d (%s): field %s begins at %d, want %d", u.Seq, u.Summary, f.Name, s[0], next)
				return
			}
			bytesUnder += s[1] - s[0]
			next = s[1]
		}
	}
	if bytesUnder != length || length != u.Length || int64(len(u.Raw)) != length {
		t.Errorf("unit %d (%s): length %d, spans %d, fields %d, raw %d bytes", u.Seq, u.Summary, u.Length, length, bytesUnder, len(u.Raw))
	}
}

// reassemble lays the units' bytes where their spans say, per connection and direction, and reports overlaps and holes.
func reassemble(t *testing.T, units []unit) map[string][]byte {
	t.Helper()
	type stream struct {
		data    []byte
		covered []bool
	}
	streams := map[string]*stream{}
	for _, u := range units {
		key := fmt.Sprint(u.Conn, u.Dir)
		st := streams[key]
		if st == nil {
			st = &stream{}
			streams[key] = st
		}
		raw := u.Raw
		for _, s := range u.Spans {
			for int64(len(st.data)) < s[1] {
				st.data = append(st.data, 0)
				st.covered = append(st.covered, false)
			}
			for i := s[0]; i < s[1]; i++ {
				if st.covered[i] {
					t.Fatalf("%s: byte %d is covered twice, last by unit %d", key, i, u.Seq)
				}
				st.covered[i] = true
				st.data[i] = raw[0]
				raw = raw[1:]
			}
		}
	}
	out := map[string][]byte{}
	for key, st := range streams {
		for i, ok := range st.covered {
			if !ok {
				t.Fatalf("%s: byte %d of %d is covered by no unit", key, i, len(st.covered))
			}
		}
		out[key] = st.data
	}
	return out
}
