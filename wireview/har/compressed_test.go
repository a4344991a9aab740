package har_test

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/har"
	"wireside/wireview/wire"
)

// A compressed event stream that is still under way: its events, and what was inflated so far.
func TestCompressedStream(t *testing.T) {
	r := newRecorder()
	r.up(1, "GET /labs/sse HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
	r.down(1, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	said, coded, framed := "", 0, 0
	for _, text := range []string{": hi\n\nid: 42\nda", "ta: {\"a\":\"<漢>\"}\n\n", "event: x\ndata: y\nid\n\n" + strings.Repeat("data: again\n", 30)} {
		w.Write([]byte(text))
		w.Flush()
		said += text
		coded += out.Len()
		framed += len(chunk(out.String()))
		r.down(1, chunk(out.String()))
		out.Reset()
	}
	_, log := archive(t, r.units, har.Config{})
	e := entries(log)[0]
	want := []any{
		map[string]any{"time": 1763794512.004, "eventName": "message", "eventId": "42", "data": `{"a":"<漢>"}`},
		map[string]any{"time": 1763794512.005, "eventName": "x", "eventId": "", "data": "y"},
	}
	if diff := cmp.Diff(want, e["_eventSourceMessages"]); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	response := e["response"].(map[string]any)
	size := float64(len(said))
	content := map[string]any{"size": size, "compression": size - float64(coded), "mimeType": "text/event-stream", "text": said}
	if diff := cmp.Diff(content, response["content"]); diff != "" {
		t.Errorf("content (-want +got):\n%s", diff)
	}
	if response["bodySize"] != float64(framed) || e["_resourceType"] != "eventsource" || e["comment"] != nil {
		t.Errorf("%v bytes of body, want %d; %v, %v", response["bodySize"], framed, e["_resourceType"], e["comment"])
	}

	// Of a stream that is not flushed, the header alone has come: it says nothing yet.
	r = newRecorder()
	r.up(1, "GET /labs/sse HTTP/1.1\r\nHost: x\r\n\r\n")
	r.down(1, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n"+gzipped("")[:10])
	r.conn(1).Close(r.at)
	_, log = archive(t, r.units, har.Config{})
	content = map[string]any{"size": 0.0, "compression": -10.0, "mimeType": "text/event-stream"}
	if diff := cmp.Diff(content, entries(log)[0]["response"].(map[string]any)["content"]); diff != "" {
		t.Errorf("content (-want +got):\n%s", diff)
	}
}

// The ring has let go of what a stream began with: what is kept is shown all the same.
func TestCompressedStreamWithoutItsBeginning(t *testing.T) {
	r := newRecorder()
	r.up(1, "GET /labs/sse HTTP/1.1\r\nHost: x\r\n\r\n")
	r.down(1, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	for _, text := range []string{"data: lost\n\n", "data: kept\n\n"} {
		w.Write([]byte(text))
		w.Flush()
		r.down(1, chunk(out.String()))
		out.Reset()
	}
	kept := slices.DeleteFunc(r.units, func(u *wire.Unit) bool { return u.Seq == 3 })
	_, log := archive(t, kept, har.Config{})
	content := entries(log)[0]["response"].(map[string]any)["content"].(map[string]any)
	if want := "data: kept\n\n"; content["text"] != want {
		t.Errorf("%q is shown of the rest, want %q", content["text"], want)
	}
}
