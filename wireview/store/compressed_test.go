package store

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/decode"
	"wireside/wireview/eventstream"
	"wireside/wireview/wire"
)

// Of a compressed event stream the compressed bytes are the payload, once: events that were inflated from them have none.
func TestLedgerOfACompressedStream(t *testing.T) {
	const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
	ring := New(Config{}).Open("sse")
	c := decode.New(1, func(u *wire.Unit) {
		u.Lane = "sse"
		ring.Append(u)
	})
	c.Write(wire.C2S, 1, []byte(request))
	c.Write(wire.S2C, 2, []byte(head))
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	compressed, framing := int64(0), int64(0)
	const events = 300 // over several pages
	for i := range events {
		fmt.Fprintf(w, "id: %d\ndata: what comes again and again\n\n", i)
		w.Flush()
		compressed += int64(out.Len())
		around := fmt.Sprintf("%x\r\n", out.Len())
		framing += int64(len(around) + 2)
		c.Write(wire.S2C, int64(3+i), []byte(around+out.String()+"\r\n"))
		out.Reset()
	}
	want := Layers{HTTP: int64(len(head)), Framing: framing, Payload: compressed, Total: int64(len(head)) + framing + compressed}
	if diff := cmp.Diff(want, ring.Ledger().Lanes["sse"].Bytes.S2C); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if l := ring.Ledger().Wire; l.Unexplained != 0 {
		t.Errorf("%d bytes are not explained", l.Unexplained)
	}
	// What is read back means the same, though the memory that it was framed in is long used for more.
	units, _ := ring.After(0, 5*events)
	seen := 0
	for i := range units {
		if u := &units[i]; u.Kind == wire.KindEvent {
			decode.Explain(u)
			want := eventstream.Event{Type: "message", Data: "what comes again and again", LastEventID: fmt.Sprint(seen), Dispatched: true, Bodies: []uint64{u.Seq - 1}}
			if diff := cmp.Diff(any(want), u.Value); diff != "" {
				t.Fatalf("event %d, -want +got\n%s", seen, diff)
			}
			seen++
		}
	}
	if seen != events {
		t.Errorf("%d events of %d", seen, events)
	}
}
