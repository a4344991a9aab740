package app

import (
	"encoding/json"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"wireside/labs/experiments"
	"wireside/labs/lab/labtest"
	"wireside/wireview/decode"
	"wireside/wireview/store"
	"wireside/wireview/wire"

	"github.com/google/go-cmp/cmp"
)

// watched makes a run whose lanes somebody follows, and stops it. Its records hold units of all kinds.
func watched(t *testing.T, a *App) *Run {
	t.Helper()
	r := makeRun(t, a, `{"rate":200,"lanes":["polling","sse",{"name":"sse-gzip","technique":"sse","compress":"flush"},
		"websocket",{"name":"websocket-deflate","technique":"websocket","deflate":true}]}`)
	const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	for path, fields := range map[string]string{
		"polling?after=0&": "", "sse?": "", "sse-gzip?": "Accept-Encoding: gzip\r\n", "websocket?": upgrade,
		"websocket-deflate?": upgrade + "Sec-WebSocket-Extensions: permessage-deflate\r\n",
	} {
		conn, err := net.Dial("tcp", a.Addr())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		lane, query, _ := strings.Cut(path, "?")
		technique, _, _ := strings.Cut(lane, "-")
		io.WriteString(conn, "GET /labs/"+technique+"?lane="+lane+"&"+query+"run="+r.id+" HTTP/1.1\r\nHost: "+a.Addr()+"\r\n"+fields+"\r\n")
		if technique == "websocket" {
			io.WriteString(conn, "\x81\x82\x00\x00\x00\x00up") // a message, masked with nothing
		}
		go io.Copy(io.Discard, conn)
	}
	labtest.Until(t, "there are units of all lanes", func() bool {
		units := make(map[string]int)
		for u := range kept(r.ring) {
			units[u.Lane]++
		}
		return units["polling"] > 1 && units["sse"] > 20 && units["sse-gzip"] > 20 && units["websocket"] > 20 && units["websocket-deflate"] > 20
	})
	r.finish()
	return r
}

// Facts are made of units as they are, and would be the same of what the API says of them.
func TestFactsAreThoseOfTheUnitsInJSON(t *testing.T) {
	a := startApp(t, Limits{})
	r := watched(t, a)
	a.settle()
	var direct, read []experiments.Unit
	for u := range kept(r.ring) {
		again := *u
		direct = append(direct, factUnit(u))
		decode.Explain(&again)
		var unit experiments.Unit
		if err := json.Unmarshal(again.AppendJSON(nil), &unit); err != nil {
			t.Fatal(err)
		}
		read = append(read, unit)
	}
	got := experiments.Facts(slices.Values(direct), nil, 0, 0)
	if diff := cmp.Diff(experiments.Facts(slices.Values(read), nil, 0, 0), got); diff != "" {
		t.Error(diff)
	}
	if n := got["wire.websocket.upstreamAfterHead"]; n != 8 {
		t.Errorf("%g bytes went up on the WebSocket after its handshake, not 8", n)
	}
	for _, name := range []string{"wire.sse.withId", "wire.sse-gzip.dispatched", "wire.websocket.acceptRight", "wire.websocket.duplex", "wire.websocket-deflate.frames"} {
		if _, ok := got[name]; !ok {
			t.Errorf("%s is not told", name)
		}
	}
	if n, ok := got["wire.sse-gzip.withData"]; ok {
		t.Errorf("of a compressed stream's fields %g are told", n)
	}
}

// What cannot be counted since a record has lost some of it is absent, and of a run that is gone nothing is told.
func TestFactsOfWhatIsLostAreAbsent(t *testing.T) {
	lanes := func(values experiments.Values, fact string) (n int) {
		for name := range values {
			if strings.HasPrefix(name, "wire.") && strings.HasSuffix(name, fact) {
				n++
			}
		}
		return n
	}
	a := startApp(t, Limits{CaptureBytes: 64 << 10})
	r := watched(t, a)
	for i := 0; ; i++ { // until the first are dropped
		if _, missed := r.ring.After(0, 1); missed > 0 {
			break
		}
		r.ring.Append(&wire.Unit{Kind: wire.KindRaw, Raw: make([]byte, 1000)})
	}
	values := experiments.Values{}
	if err := r.facts(values); err != nil || lanes(values, "") == 0 || lanes(values, "") != lanes(values, ".connectedShare") {
		t.Errorf("of a record that has lost units: %v, %v", err, values)
	}
	for n := range store.MaxConnections + 1 {
		at := netip.MustParseAddrPort("127.0.0.1:1")
		r.ring.Connection(store.Opening{Conn: uint64(1_000_000 + n), Client: at, Server: at, At: r.created}, "polling")
	}
	values = experiments.Values{}
	if err := r.facts(values); err != nil || len(values) != 0 {
		t.Errorf("of a record that has lost connections, too: %v, %v", err, values)
	}
	a.runs.delete(r.id)
	labtest.Until(t, "its record is gone", r.ring.Closed)
	if err := r.facts(experiments.Values{}); err == nil {
		t.Error("a run that was deleted meanwhile has facts")
	}
}

// The demo run is never over, so that it is no trial.
func TestTheDemoRunIsNoTrial(t *testing.T) {
	a := startApp(t, Limits{})
	i := slices.IndexFunc(experiments.SetupsOf(experiments.All()...), func(s experiments.Setup) bool { return s.Kind == experiments.KindRun })
	name := experiments.SetupsOf(experiments.All()...)[i].Name
	if status, said := ask[refused](t, a, "GET", "/api/runs/demo/trial?setup="+name, ""); status != 403 || said.Error.Code != "demo_run" {
		t.Errorf("%d, %+v", status, said)
	}
}
