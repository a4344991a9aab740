package http1_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/http1"
)

func TestResponses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		methods []string
		input   []byte
		want    []string
	}{
		{"length", nil, crlf("HTTP/1.1 200 OK\nContent-Length: 2\n\nhiHTTP/1.1 200 OK\nContent-Length: 0\n\n"), []string{
			`response "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"`, `body "hi"`, `response "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"`, `end`}},
		{"to HEAD", []string{"HEAD", "GET"}, crlf("HTTP/1.1 200 OK\nContent-Length: 2\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nhi"), []string{
			`response "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"`, `response "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"`, `body "hi"`, `end`}},
		{"chunked to HEAD", []string{"HEAD", "GET"}, crlf("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nHTTP/1.1 204 \n\n"), []string{
			`response "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"`, `response "HTTP/1.1 204 \r\n\r\n"`, `end`}},
		{"304", nil, crlf("HTTP/1.1 304 Not Modified\nContent-Length: 9\nETag: \"a\"\n\nHTTP/1.1 304 \n\n"), []string{
			`response "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\nETag: \"a\"\r\n\r\n"`, `response "HTTP/1.1 304 \r\n\r\n"`, `end`}},
		{"1xx, then final", []string{"HEAD", "GET"}, crlf("HTTP/1.1 100 Continue\n\nHTTP/1.1 103 \nLink: x\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nHTTP/1.1 200 OK\nContent-Length: 1\n\nx"), []string{
			`response "HTTP/1.1 100 Continue\r\n\r\n"`, `response "HTTP/1.1 103 \r\nLink: x\r\n\r\n"`,
			`response "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"`, `response "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"`, `body "x"`, `end`}},
		{"until the connection closes", nil, crlf("HTTP/1.1 200 OK\n\nHTTP/1.1 200 OK\n\n"), []string{
			`response "HTTP/1.1 200 OK\r\n\r\n"`, `body "HTTP/1.1 200 OK\r\n\r\n"`, `end`}},
		{"nothing until the connection closes", nil, crlf("HTTP/1.0 200 OK\n\n"), []string{
			`response "HTTP/1.0 200 OK\r\n\r\n"`, `end`}},
		{"another coding than chunked", nil, crlf("HTTP/1.1 200 OK\nTransfer-Encoding: chunked, gzip\n\n2\nhi\n"), []string{
			`response "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n"`, `body "2\r\nhi\r\n"`, `end`}},
		{"switching", []string{"GET"}, crlf("HTTP/1.1 101 Switching Protocols\nConnection: a, Upgrade\nUpgrade: x\n\n\x81\x00"), []string{
			`response 72`, `raw "\x81\x00" !switched`, `end`}},
		{"2xx to CONNECT", []string{"CONNECT"}, crlf("HTTP/1.1 200 OK\n\n\x16"), []string{
			`response "HTTP/1.1 200 OK\r\n\r\n"`, `raw "\x16" !switched`, `end`}},
		{"4xx to CONNECT", []string{"CONNECT", ""}, crlf("HTTP/1.1 403 \nContent-Length: 1\n\nxHTTP/1.1 204 \n\n"), []string{
			`response "HTTP/1.1 403 \r\nContent-Length: 1\r\n\r\n"`, `body "x"`, `response "HTTP/1.1 204 \r\n\r\n"`, `end`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := (&reading{role: http1.Responses, methods: tt.methods, tunnel: true}).run(tt.input)
			if diff := cmp.Diff(tt.want, lines(r.units)); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
			r.conserve(t, tt.input)
			everySplit(t, reading{role: r.role, methods: tt.methods, tunnel: true}, tt.input)
		})
	}
}

// 1xx and 101 belong to the final response that comes next, and a response to nothing to no exchange.
func TestResponseExchanges(t *testing.T) {
	input := crlf("HTTP/1.1 100 \n\nHTTP/1.1 200 \nContent-Length: 1\n\nxHTTP/1.1 408 \nContent-Length: 1\n\nxHTTP/1.1 101 \nUpgrade: x\nConnection: upgrade\n\n")
	r := (&reading{role: http1.Responses, methods: []string{"POST", http1.NoRequest}}).run(input)
	type line struct {
		Kind     string
		Exchange uint64
		Error    string
	}
	var got []line
	for _, u := range r.units {
		l := line{Kind: string(u.Kind), Exchange: u.Exchange}
		if u.Error != nil {
			l.Error = u.Error.Name
		}
		got = append(got, l)
	}
	want := []line{{"response", 1, ""}, {"response", 1, ""}, {"body", 1, ""}, {"response", 0, "response-without-request"}, {"body", 0, ""},
		{"response", 2, ""}, {"end", 2, ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("exchanges (-want +got):\n%s", diff)
	}
	heads := []http1.Head{
		{Exchange: 1, Version: "HTTP/1.1", Status: 100, ContentLength: -1},
		{Exchange: 1, Method: "POST", Version: "HTTP/1.1", Status: 200, Framing: http1.FramingLength, ContentLength: 1},
		{Exchange: 0, Version: "HTTP/1.1", Status: 408, Framing: http1.FramingLength, ContentLength: 1},
		{Exchange: 2, Version: "HTTP/1.1", Status: 101, Framing: http1.FramingUpgrade, ContentLength: -1, Upgrade: true, Protocol: []byte("x")},
	}
	for i := range r.heads {
		r.heads[i].Target = nil
	}
	if diff := cmp.Diff(heads, r.heads, cmp.AllowUnexported(http1.Head{})); diff != "" {
		t.Errorf("heads (-want +got):\n%s", diff)
	}
}

// A response is explained with the method of its request, long after.
func TestPriorMethod(t *testing.T) {
	r := (&reading{role: http1.Responses, methods: []string{"HEAD"}}).run(crlf("HTTP/1.1 200 OK\nContent-Length: 2\n\n"))
	want := http1.Response{Version: "HTTP/1.1", Status: 200, Reason: "OK", Headers: [][2]string{{"Content-Length", "2"}}, Framing: http1.FramingNone}
	if diff := cmp.Diff(want, r.units[0].Value); diff != "" {
		t.Errorf("value (-want +got):\n%s", diff)
	}
}
