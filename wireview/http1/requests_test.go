package http1_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/http1"
)

func TestRequests(t *testing.T) {
	for _, tt := range []struct {
		name   string
		input  []byte
		tunnel bool
		want   []string
	}{
		{"GET", crlf("GET / HTTP/1.1\nHost: a\n\n"), false, []string{
			`request "GET / HTTP/1.1\r\nHost: a\r\n\r\n"`, `end`}},
		{"pipelined", crlf("GET /1 HTTP/1.1\nHost: a\n\nPOST /2 HTTP/1.1\nHost: a\nContent-Length: 2\n\nhiGET /3 HTTP/1.1\nHost: a\n\n"), false, []string{
			`request "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"`, `request "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"`, `body "hi"`,
			`request "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n"`, `end`}},
		{"empty lines first", crlf("\n\nGET / HTTP/1.0\n\n"), false, []string{
			`request "\r\n\r\nGET / HTTP/1.0\r\n\r\n" !empty-line-before-request`, `end`}},
		{"an empty line too many, and nothing more", crlf("GET / HTTP/1.0\n\n\n"), false, []string{
			`request "GET / HTTP/1.0\r\n\r\n"`, `raw "\r\n" !stray-empty-line`, `end`}},
		{"no body by default, even with POST", crlf("POST / HTTP/1.1\nHost: a\n\nGET / HTTP/1.1\nHost: a\n\n"), false, []string{
			`request "POST / HTTP/1.1\r\nHost: a\r\n\r\n"`, `request "GET / HTTP/1.1\r\nHost: a\r\n\r\n"`, `end`}},
		{"length 0", crlf("POST / HTTP/1.1\nHost: a\nContent-Length: 0\n\n"), false, []string{
			`request "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"`, `end`}},
		{"the same length twice in a list", crlf("POST / HTTP/1.1\nHost: a\nContent-Length: 2, 2\n\nhi"), false, []string{
			`request "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\n" !content-length-repeated`, `body "hi"`, `end`}},
		{"chunked", crlf("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: Chunked\n\n2\nhi\n0\n\n"), false, []string{
			`request "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"`, `chunk "2\r\nhi\r\n"`, `chunk "0\r\n"`, `trailers "\r\n"`, `end`}},
		{"codings over two lines", crlf("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip\nTransfer-Encoding: , chunked,\n\n0\n\n"), false, []string{
			`request 84`, `chunk "0\r\n"`, `trailers "\r\n"`, `end`}},
		{"Upgrade refused", crlf("GET / HTTP/1.1\nHost: a\nConnection: upgrade\nUpgrade: x\n\nGET / HTTP/1.1\nHost: a\n\n"), false, []string{
			`request "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"`, `request "GET / HTTP/1.1\r\nHost: a\r\n\r\n"`, `end`}},
		{"Upgrade granted", crlf("GET / HTTP/1.1\nHost: a\nConnection: upgrade\nUpgrade: x\n\nGET / HTTP/1.1\nHost: a\n\n"), true, []string{
			`request "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"`, `raw "GET / HTTP/1.1\r\nHost: a\r\n\r\n" !switched`, `end`}},
		{"Upgrade granted after the body", crlf("POST / HTTP/1.1\nHost: a\nConnection: upgrade\nUpgrade: x\nContent-Length: 2\n\nhi\x81"), true, []string{
			`request 80`, `body "hi"`, `raw "\x81" !switched`, `end`}},
		{"Upgrade does not count in HTTP/1.0", crlf("GET / HTTP/1.0\nUpgrade: x\n\nGET / HTTP/1.0\n\n"), true, []string{
			`request "GET / HTTP/1.0\r\nUpgrade: x\r\n\r\n"`, `request "GET / HTTP/1.0\r\n\r\n"`, `end`}},
		{"CONNECT", crlf("CONNECT a:1 HTTP/1.1\nHost: a:1\n\n\x16\x03"), true, []string{
			`request "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"`, `raw "\x16\x03" !switched`, `end`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := (&reading{role: http1.Requests, tunnel: tt.tunnel}).run(tt.input)
			if diff := cmp.Diff(tt.want, lines(r.units)); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
			r.conserve(t, tt.input)
			everySplit(t, *r, tt.input)
		})
	}
}

func TestRequestHead(t *testing.T) {
	input := crlf("POST /chat?x=1 HTTP/1.1\nHost: a\nupgrade:\twebsocket \nContent-Type: text/plain\nContent-Length: 3\nX: 1\n\nabcGET / HTTP/1.1\nHost: a\n\n")
	r := (&reading{role: http1.Requests}).run(input)
	want := []http1.Head{
		{Exchange: 1, Method: "POST", Target: []byte("/chat?x=1"), Version: "HTTP/1.1", Framing: http1.FramingLength, ContentLength: 3,
			Upgrade: true, Protocol: []byte("websocket"), ContentType: []byte("text/plain")},
		{Exchange: 2, Method: "GET", Target: []byte("/"), Version: "HTTP/1.1", Framing: http1.FramingNone, ContentLength: -1},
	}
	if diff := cmp.Diff(want, r.heads, cmp.AllowUnexported(http1.Head{})); diff != "" {
		t.Errorf("heads (-want +got):\n%s", diff)
	}
	var exchanges []uint64
	for _, u := range r.units {
		exchanges = append(exchanges, u.Exchange)
	}
	if diff := cmp.Diff([]uint64{1, 1, 2, 2}, exchanges); diff != "" {
		t.Errorf("exchanges (-want +got):\n%s", diff)
	}
}

func TestHeadGet(t *testing.T) {
	var got []string
	d := http1.New(http1.Config{Emit: ignore, Head: func(h *http1.Head) http1.Body {
		for _, name := range []string{"sec-websocket-key", "ACCEPT", "folded", "bad", "none"} {
			value := h.Get(name)
			if value == nil {
				got = append(got, "nil")
			} else {
				got = append(got, string(value))
			}
		}
		return nil
	}})
	d.Write(crlf("GET / HTTP/1.1\nHost: a\nSec-WebSocket-Key: abc\nAccept:\nFolded: a\n b\nBad name: x\nSec-WebSocket-Key: second\n\n"))
	if diff := cmp.Diff([]string{"abc", "", "a\r\n b", "nil", "nil"}, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

// A head whose bytes stop short of an upgrade is not read on until the caller says what follows.
func TestWriteStopsAtUpgrade(t *testing.T) {
	head, rest := crlf("GET / HTTP/1.1\nHost: a\nUpgrade: websocket\n\n"), []byte("\x81\x00")
	d := http1.New(http1.Config{Emit: ignore})
	if n := d.Write(append(head, rest...)); n != len(head) || !d.Upgrading() || d.Offset() != int64(len(head)) {
		t.Errorf("Write took %d bytes of a head of %d, Upgrading %v, Offset %d", n, len(head), d.Upgrading(), d.Offset())
	}
	if n := d.Write(rest); n != 0 {
		t.Errorf("Write took %d bytes while Upgrading", n)
	}
	d.Resume()
	if n := d.Write(head); n != len(head) || !d.Upgrading() {
		t.Errorf("after Resume, Write took %d bytes of %d, Upgrading %v", n, len(head), d.Upgrading())
	}
}

func TestIdle(t *testing.T) {
	d := http1.New(http1.Config{Emit: ignore})
	var got []bool
	for _, p := range []string{"", "G", "ET / HTTP/1.0\r\n\r\n", "POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\n", "x", "?"} {
		d.Write([]byte(p))
		got = append(got, d.Idle())
	}
	if diff := cmp.Diff([]bool{true, false, true, false, true, false}, got); diff != "" {
		t.Errorf("idle (-want +got):\n%s", diff)
	}
}
