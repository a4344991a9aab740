package har_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/coding"
	"wireside/wireview/decode"
	"wireside/wireview/har"
	"wireside/wireview/wire"
)

var update = flag.Bool("update", false, "write the golden file anew")

func TestGolden(t *testing.T) {
	got, _ := archive(t, sample(), har.Config{Comment: "A sample.", Version: "1", Endpoints: endpoints})
	const file = "testdata/sample.har"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update writes it anew):\n%s", file, diff)
	}
}

// Units that were explained before come to the same, and are not changed.
func TestExplainedUnits(t *testing.T) {
	want, _ := archive(t, sample(), har.Config{})
	units := sample()
	for _, u := range units {
		decode.Explain(u)
	}
	got, _ := archive(t, units, har.Config{})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-as framed +explained):\n%s", diff)
	}
	bare := sample()
	archive(t, bare, har.Config{})
	if diff := cmp.Diff(sample(), bare); diff != "" {
		t.Errorf("units were changed (-before +after):\n%s", diff)
	}
}

func TestCutByTheRing(t *testing.T) {
	var kept []*wire.Unit
	for _, u := range sample() {
		if u.Kind != wire.KindRequest && u.Kind != wire.KindResponse { // as if the ring had let go of all heads
			kept = append(kept, u)
		}
	}
	_, log := archive(t, kept, har.Config{Comment: "Cut."})
	got := map[string]string{}
	for _, e := range entries(log) {
		request := e["request"].(map[string]any)
		got[e["_resourceType"].(string)] = request["method"].(string) + " " + request["url"].(string) + " " + e["comment"].(string)
	}
	const unknown = "The request's head is not kept any more: its URL and method are not known. No response was seen."
	want := map[string]string{
		"eventsource": " http://localhost/ " + unknown,
		"websocket":   "GET ws://localhost/ " + unknown + " Rules broken, 1 time: not-deflated (RFC 7692 7.2.2).",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("Cut. Left out, since their requests are not kept any more: 4 exchanges.", log["comment"]); diff != "" {
		t.Errorf("comment (-want +got):\n%s", diff)
	}
}

// A compressed message may refer to those before it (RFC 7692 7.2.3.2).
func TestContextTakeover(t *testing.T) {
	r := newRecorder()
	r.up(1, upgrade)
	r.down(1, switching)
	r.up(1, "\xc1\x87\x00\x00\x00\x00\xf2\x48\xcd\xc9\xc9\x07\x00")
	r.up(1, "\xc1\x85\x00\x00\x00\x00\xf2\x00\x11\x00\x00")
	_, log := archive(t, r.units, har.Config{})
	want := []any{
		map[string]any{"type": "send", "time": 1763794512.003, "opcode": 1.0, "data": "Hello"},
		map[string]any{"type": "send", "time": 1763794512.004, "opcode": 1.0, "data": "Hello"},
	}
	if diff := cmp.Diff(want, entries(log)[0]["_webSocketMessages"]); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

func TestStrayUnitsAreCounted(t *testing.T) {
	r := newRecorder()
	r.down(1, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
	_, log := archive(t, r.units, har.Config{})
	if diff := cmp.Diff("Left out, since they belong to no request: 1 unit.", log["comment"]); diff != "" || len(entries(log)) != 0 {
		t.Errorf("%d entries; comment (-want +got):\n%s", len(entries(log)), diff)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	r := newRecorder()
	r.up(1, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	r.down(1, "HTTP/1.1 200 OK\r\nContent-Length: 3145728\r\n\r\n"+strings.Repeat("x", 3<<20))
	r.up(2, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	r.down(2, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
	bomb := gzipped(strings.Repeat("x", 3<<20))
	r.down(2, chunk(bomb)+"0\r\n\r\n")
	_, log := archive(t, r.units, har.Config{})
	e := entries(log)
	content := e[0]["response"].(map[string]any)["content"].(map[string]any)
	if n := len(content["text"].(string)); n != har.MaxBody || content["size"].(float64) != 3<<20 {
		t.Errorf("%d bytes kept of %v", n, content["size"])
	}
	if diff := cmp.Diff("The response's content is cut short here.", e[0]["comment"]); diff != "" {
		t.Errorf("comment (-want +got):\n%s", diff)
	}

	content = e[1]["response"].(map[string]any)["content"].(map[string]any)
	if n := len(content["text"].(string)); n != coding.MaxKept || content["size"].(float64) != 3<<20 {
		t.Errorf("%d bytes kept of %v that are inflated", n, content["size"])
	}
	if diff := cmp.Diff("The response's content is cut short here.", e[1]["comment"]); diff != "" {
		t.Errorf("comment (-want +got):\n%s", diff)
	}

	r = newRecorder()
	r.up(1, upgrade)
	r.down(1, switching)
	for range 80 {
		r.down(1, "\x82\x7f\x00\x00\x00\x00\x00\x10\x00\x00"+strings.Repeat("x", 1<<20))
	}
	text, log := archive(t, r.units, har.Config{})
	if n := len(text); n > har.MaxContent*3/2 {
		t.Errorf("%d bytes of archive", n)
	}
	if got := entries(log)[0]["comment"]; got != "Left out, since there is no room: 17 messages." {
		t.Error(got)
	}
}

func TestAddresses(t *testing.T) {
	for target, want := range map[string]string{
		"/a b":           "https://h/a%20b",
		"/a?b=<c>#d":     "https://h/a?b=%3Cc%3E",
		"*":              "https://h/",
		"http://x/y":     "http://x/y",
		"/\xff\"\\^`{|}": "https://h/%EF%BF%BD%22%5C^%60{|}",
	} {
		r := newRecorder()
		r.up(1, "GET "+target+" HTTP/1.1\r\nHost: h\r\n\r\n")
		_, log := archive(t, r.units, har.Config{Scheme: "https"})
		got := ""
		for _, e := range entries(log) {
			got = e["request"].(map[string]any)["url"].(string)
		}
		if got != want {
			t.Errorf("%q becomes %q, want %q", target, got, want)
		}
	}
}
