package har_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"wireside/wireview/decode"
	"wireside/wireview/har"
	"wireside/wireview/wire"
)

// recorder decodes connections into units, as a store numbers them. A piece of traffic takes a millisecond.
type recorder struct {
	units []*wire.Unit
	conns map[uint64]*decode.Conn
	at    int64
}

func newRecorder() *recorder {
	return &recorder{conns: make(map[uint64]*decode.Conn), at: 1763794512000000}
}

func (r *recorder) conn(id uint64) *decode.Conn {
	c := r.conns[id]
	if c == nil {
		c = decode.New(id, func(u *wire.Unit) {
			u.Seq = uint64(len(r.units) + 1)
			r.units = append(r.units, u.Clone())
		})
		r.conns[id] = c
	}
	return c
}

func (r *recorder) up(id uint64, s string) {
	r.at += 1000
	r.conn(id).Write(wire.C2S, r.at, []byte(s))
}

func (r *recorder) down(id uint64, s string) {
	r.at += 1000
	r.conn(id).Write(wire.S2C, r.at, []byte(s))
}

// archive writes the units, and reads what was written.
func archive(t testing.TB, units []*wire.Unit, cfg har.Config) (text string, log map[string]any) {
	t.Helper()
	var out bytes.Buffer
	if err := har.Write(&out, slices.Values(units), cfg); err != nil {
		t.Fatal(err)
	}
	var root map[string]map[string]any
	if err := json.Unmarshal(out.Bytes(), &root); err != nil {
		t.Fatalf("%v in %s", err, &out)
	}
	return out.String(), root["log"]
}

// entries returns the entries of a log.
func entries(log map[string]any) []map[string]any {
	var out []map[string]any
	for _, e := range log["entries"].([]any) {
		out = append(out, e.(map[string]any))
	}
	return out
}

func endpoints(conn uint64) (client, server netip.AddrPort, ok bool) {
	return netip.MustParseAddrPort("127.0.0.1:50000"), netip.MustParseAddrPort("[::1]:8080"), conn != 4
}

const (
	upgrade   = "GET /ws?run=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
	switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n"
)

var longText = `{"events":[` + strings.Repeat("1,", 100) + `2]}`

func chunk(s string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(s), s) }

func gzipped(s string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(s)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.String()
}

// sample is traffic of all four techniques.
func sample() []*wire.Unit {
	r := newRecorder()
	// Polling, on a connection that is kept alive.
	r.up(1, "GET /labs/polling?after=4&name=a+b%21 HTTP/1.1\r\nHost: localhost:8080\r\nCookie: a=1; b=\"2\"\r\n\r\n")
	r.down(1, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"5\"\r\nSet-Cookie: s=1; Path=/; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r\nContent-Length: 22\r\n\r\n{\"events\":")
	r.down(1, "[],\"next\":5}")
	r.up(1, "GET /labs/polling?after=5 HTTP/1.1\r\nHost: localhost:8080\r\nIf-None-Match: \"5\"\r\n\r\n")
	r.down(1, "HTTP/1.1 304 Not Modified\r\nETag: \"5\"\r\n\r\n")
	// Long polling, which posts as well.
	r.up(2, "POST /labs/longpolling/send HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n")
	r.up(2, "hello")
	r.down(2, "HTTP/1.1 100 Continue\r\n\r\n")
	r.down(2, "HTTP/1.1 303 See Other\r\nLocation: /labs/longpolling\r\nContent-Length: 0\r\n\r\n")
	zip := gzipped(longText)
	r.up(2, "GET http://localhost:8080/labs/longpolling HTTP/1.1\r\nHost: localhost:8080\r\nAccept-Encoding: gzip\r\n\r\n")
	r.down(2, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"+chunk(zip)+"0\r\n\r\n")
	r.up(2, "GET /picture HTTP/1.1\r\nHost: localhost:8080\r\n\r\n")
	r.down(2, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 4\r\n\r\n\x89PNG")
	r.up(2, "GET /labs/longpolling?wait=25s HTTP/1.1\r\nHost: localhost:8080\r\n\r\n") // still waits
	// An event stream, whose event crosses chunks.
	r.up(3, "GET /labs/sse HTTP/1.1\r\nHost: localhost:8080\r\nAccept: text/event-stream\r\n\r\n")
	r.down(3, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"+chunk(": hi\n\nid: 42\nda"))
	r.down(3, chunk("ta: {\"a\":\"<漢>\"}\n\n")+chunk("event: x\ndata: y\nid\n\n"))
	// A WebSocket: text, a ping between fragments, binary, and compressed.
	r.up(4, upgrade)
	r.down(4, switching)
	r.up(4, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58")
	r.down(4, "\x01\x03Hel\x89\x00\x80\x02lo")
	r.down(4, "\x82\x03\x00\xff\x01")
	r.down(4, "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00") // RFC 7692 7.2.3.1
	r.down(4, "\xc1\x02\x07\x00")                     // broken
	r.down(4, "\x88\x02\x03\xe8")
	return r.units
}
