package http1_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/http1"
)

const (
	get  = "GET / HTTP/1.1\nHost: a\n"
	post = "POST / HTTP/1.1\nHost: a\n"
	ok   = "HTTP/1.1 200 OK\n"
)

// Rules whose breach is flagged on the unit; all is read as it would be without.
var flagged = []struct {
	name    string
	role    http1.Role
	methods []string
	input   string // its line ends become CRLF, but for those written as LF
	want    []string
}{
	{"bare-lf", http1.Requests, nil, "GET / HTTP/1.1LFHost: aLFLF", []string{"request !bare-lf", "end"}},
	{"bare-lf", http1.Requests, nil, "LFGET / HTTP/1.0\n\n", []string{"request !bare-lf", "end"}},
	{"bare-lf", http1.Responses, nil, ok + "Content-Length: 1\nLFx", []string{"response !bare-lf", "body", "end"}},
	{"bare-lf in trailers", http1.Responses, nil, ok + "Transfer-Encoding: chunked\n\n0\nA: bLF\n", []string{"response", "chunk", "trailers !bare-lf", "end"}},
	{"bare-cr", http1.Requests, nil, get + "A: b\rc\n\n", []string{"request !bare-cr", "end"}},
	{"bare-cr in a length", http1.Responses, nil, ok + "Content-Length: 1\r\n\nx", []string{"response !bare-cr", "body", "end"}},
	{"bare-cr", http1.Responses, nil, "HTTP/1.1 204 a\rb\n\n", []string{"response !bare-cr", "end"}},
	{"bare-cr", http1.Responses, nil, ok + "Transfer-Encoding: chunked\n\n1;a=\rb\nx\n0\n\n", []string{"response", "chunk !bare-cr", "chunk", "trailers", "end"}},
	{"nul", http1.Requests, nil, get + "A: b\x00c\n\n", []string{"request !nul", "end"}},
	{"empty-line-before-status", http1.Responses, nil, ok + "Content-Length: 0\n\n\nHTTP/1.1 204 \n\n", []string{"response", "response !empty-line-before-status", "end"}},
	{"whitespace-before-fields", http1.Requests, nil, "GET / HTTP/1.1\n Content-Length: 9\n\t\nHost: a\n\n", []string{"request !whitespace-before-fields", "end"}},
	{"obs-fold", http1.Requests, nil, get + "A: b\n c\n\td\n\n", []string{"request !obs-fold", "end"}},
	{"obs-fold in a length", http1.Requests, nil, post + "Content-Length:\n  1\n\nx", []string{"request !obs-fold", "body", "end"}},
	{"obs-fold in a coding", http1.Requests, nil, post + "Transfer-Encoding: gzip,\n chunked\n\n0\n\n", []string{"request !obs-fold", "chunk", "trailers", "end"}},
	{"whitespace-before-colon", http1.Requests, nil, post + "Content-Length \t: 1\n\nx", []string{"request !whitespace-before-colon", "body", "end"}},
	{"field-name", http1.Requests, nil, get + ": x\n\n", []string{"request !field-name", "end"}},
	{"field-name", http1.Requests, nil, get + "Content Length: 1\n\n", []string{"request !field-name", "end"}},
	{"field-name", http1.Requests, nil, get + "Content-Length\x0b: 1\n\n", []string{"request !field-name", "end"}},
	{"field-line", http1.Requests, nil, get + "no colon\n\n", []string{"request !field-line", "end"}},
	{"request-target", http1.Requests, nil, "GET /a b HTTP/1.0\n\n", []string{"request !request-target", "end"}},
	{"request-target", http1.Requests, nil, "GET  / HTTP/1.0\n\n", []string{"request !request-target", "end"}},
	{"request-target", http1.Requests, nil, "GET HTTP/1.0\n\n", []string{"request !request-target", "end"}},
	{"request-target", http1.Requests, nil, "GET /\xff HTTP/1.0\n\n", []string{"request !request-target", "end"}},
	{"status-line-space", http1.Responses, nil, "HTTP/1.1 204\n\n", []string{"response !status-line-space", "end"}},
	{"status-code", http1.Responses, nil, "HTTP/1.1 099 \n\n", []string{"response !status-code", "end"}},
	{"status-code", http1.Responses, nil, "HTTP/1.1 600 \nContent-Length: 1\n\nx", []string{"response !status-code", "body", "end"}},
	{"host-missing", http1.Requests, nil, "GET / HTTP/1.1\n\n", []string{"request !host-missing", "end"}},
	{"host-repeated", http1.Requests, nil, get + "host: a\n\n", []string{"request !host-repeated", "end"}},
	{"content-length-and-transfer-encoding", http1.Requests, nil, post + "Content-Length: 99\nTransfer-Encoding: chunked\n\n0\n\n",
		[]string{"request !content-length-and-transfer-encoding", "chunk", "trailers", "end"}},
	{"content-length-and-transfer-encoding", http1.Responses, nil, ok + "Transfer-Encoding: chunked\nContent-Length: x\n\n0\n\n",
		[]string{"response !content-length-and-transfer-encoding", "chunk", "trailers", "end"}},
	{"content-length-repeated", http1.Responses, nil, ok + "Content-Length: 1\nContent-Length: 01\n\nx", []string{"response !content-length-repeated", "body", "end"}},
	{"content-length-unused", http1.Responses, []string{"HEAD"}, ok + "Content-Length: x\n\n", []string{"response !content-length-unused", "end"}},
	{"chunked-twice", http1.Responses, nil, ok + "Transfer-Encoding: chunked, chunked\n\n0\n\n", []string{"response !chunked-twice", "chunk", "trailers", "end"}},
	{"chunked-parameters", http1.Responses, nil, ok + "Transfer-Encoding: chunked;q=1\n\n0\n\n", []string{"response !chunked-parameters", "body", "end"}},
	{"transfer-encoding-version", http1.Requests, nil, "POST / HTTP/1.0\nTransfer-Encoding: chunked\n\n0\n\n",
		[]string{"request !transfer-encoding-version", "chunk", "trailers", "end"}},
	{"content-length-not-allowed", http1.Responses, nil, "HTTP/1.1 204 \nContent-Length: 1\n\n", []string{"response !content-length-not-allowed", "end"}},
	{"transfer-encoding-not-allowed", http1.Responses, nil, "HTTP/1.1 100 \nTransfer-Encoding: chunked\n\n", []string{"response !transfer-encoding-not-allowed", "end"}},
	{"transfer-encoding-not-allowed", http1.Responses, []string{"CONNECT"}, ok + "Transfer-Encoding: chunked\n\n", []string{"response !transfer-encoding-not-allowed", "end"}},
	{"response-without-request", http1.Responses, []string{http1.NoRequest}, "HTTP/1.1 408 \nContent-Length: 1\n\nx", []string{"response !response-without-request", "body", "end"}},
	{"chunk-extension", http1.Responses, nil, ok + "Transfer-Encoding: chunked\n\n1 \nx\n1;=\nx\n1;a=\"\nx\n1;a=\"\\\"\nx\n0;\n\n",
		[]string{"response", "chunk !chunk-extension", "chunk !chunk-extension", "chunk !chunk-extension", "chunk !chunk-extension", "chunk !chunk-extension", "trailers", "end"}},
	{"chunk-bare-lf", http1.Responses, nil, ok + "Transfer-Encoding: chunked\n\n1LFx\n1\nxLF0LF\n",
		[]string{"response", "chunk !chunk-bare-lf", "chunk !chunk-bare-lf", "chunk !chunk-bare-lf", "trailers", "end"}},
	{"trailer-field", http1.Responses, nil, ok + "Transfer-Encoding: chunked\n\n0\nContent-Length: 9\n\n", []string{"response", "chunk", "trailers !trailer-field", "end"}},
	{"control-character", http1.Requests, nil, get + "A: b\x07c\n\n", []string{"request !control-character", "end"}},
	{"control-character", http1.Responses, nil, "HTTP/1.1 204 \x7f\n\n", []string{"response !control-character", "end"}},
	{"no control character but a tab", http1.Requests, nil, get + "A:\tb\tc\n\n", []string{"request", "end"}},
	{"empty-line-before-request", http1.Requests, nil, "\n" + get + "\n", []string{"request !empty-line-before-request", "end"}},
	{"request-target with a fragment", http1.Requests, nil, "GET /a#b HTTP/1.0\n\n", []string{"request !request-target", "end"}},
	{"request-target-form", http1.Requests, nil, "GET * HTTP/1.0\n\nOPTIONS * HTTP/1.0\n\n", []string{"request !request-target-form", "request", "end"}},
	{"request-target-form", http1.Requests, nil, "GET a HTTP/1.0\n\nGET :a HTTP/1.0\n\nGET http://a HTTP/1.0\n\n", []string{"request !request-target-form", "request !request-target-form", "request", "end"}},
	{"request-target-form", http1.Requests, nil, "CONNECT /a HTTP/1.0\n\n", []string{"request !request-target-form", "end"}},
	{"request-target-form", http1.Requests, nil, "CONNECT a: HTTP/1.0\n\n", []string{"request !request-target-form", "end"}},
	{"authority-form", http1.Requests, nil, "CONNECT [::1]:1 HTTP/1.0\n\n", []string{"request", "end"}},
	{"host-value", http1.Requests, nil, "GET / HTTP/1.1\nHost: a/b\n\n", []string{"request !host-value", "end"}},
	{"host-value", http1.Requests, nil, "GET / HTTP/1.1\nHost: a b\n\n", []string{"request !host-value", "end"}},
	{"host-value", http1.Requests, nil, "GET / HTTP/1.1\nHost: a:b\n\n", []string{"request !host-value", "end"}},
	{"host-value", http1.Requests, nil, "GET / HTTP/1.1\nHost: [::1\n\n", []string{"request !host-value", "end"}},
	{"host-value", http1.Requests, nil, "GET / HTTP/1.1\nHost: [::1]a\n\n", []string{"request !host-value", "end"}},
	{"hosts", http1.Requests, nil, "GET / HTTP/1.1\nHost:\n\nGET / HTTP/1.1\nHost: a-b.c:80\n\nGET / HTTP/1.1\nHost: [fe80::1%25a]:80\n\n", []string{"request", "request", "request", "end"}},
	{"host-differs", http1.Requests, nil, "GET http://b/ HTTP/1.1\nHost: a\n\nGET http://u@A:1?q HTTP/1.1\nHost: a:1\n\n", []string{"request !host-differs", "request", "end"}},
	{"content-not-allowed", http1.Responses, nil, "HTTP/1.1 205 \nContent-Length: 1\n\nxHTTP/1.1 205 \nContent-Length: 0\n\n",
		[]string{"response !content-not-allowed", "body", "response", "end"}},
	{"content-in-trace", http1.Requests, nil, "TRACE / HTTP/1.1\nHost: a\nContent-Length: 1\n\nx", []string{"request !content-in-trace", "body", "end"}},
	{"expect-without-content", http1.Requests, nil, get + "Expect: 100-Continue\n\n" + post + "Expect: 100-continue\nContent-Length: 1\n\nx",
		[]string{"request !expect-without-content", "request", "body", "end"}},
	{"upgrade-option-missing", http1.Requests, nil, get + "Upgrade: x\n\n", []string{"request !upgrade-option-missing", "end"}},
	{"upgrade-option-missing", http1.Responses, nil, "HTTP/1.1 426 \nUpgrade: x\nContent-Length: 0\n\n", []string{"response !upgrade-option-missing", "end"}},
	{"upgrade-missing", http1.Responses, nil, "HTTP/1.1 101 \n\n", []string{"response !upgrade-missing", "end"}},
	{"www-authenticate-missing", http1.Responses, nil, "HTTP/1.1 401 \nContent-Length: 0\n\nHTTP/1.1 401 \nA: b\nWWW-authenticate: Basic\nContent-Length: 0\n\n",
		[]string{"response !www-authenticate-missing", "response", "end"}},
	{"proxy-authenticate-missing", http1.Responses, nil, "HTTP/1.1 407 \nContent-Length: 0\n\n", []string{"response !proxy-authenticate-missing", "end"}},
	{"allow-missing", http1.Responses, nil, "HTTP/1.1 405 \nContent-Length: 0\n\nHTTP/1.1 405 \nAllow:\nContent-Length: 0\n\n", []string{"response !allow-missing", "response", "end"}},
	{"message-after-close", http1.Requests, nil, get + "Connection: a, Close\n\n" + get + "\n" + get + "\n", []string{"request", "request !message-after-close", "request", "end"}},
	{"message-after-close", http1.Responses, nil, "HTTP/1.1 100 \nConnection: close\n\nHTTP/1.1 204 \nConnection: close\n\nHTTP/1.1 204 \n\n",
		[]string{"response", "response", "response !message-after-close", "end"}},
	{"chunk-whitespace", http1.Responses, nil, ok + "Transfer-Encoding: chunked\n\n1 ;a\nx\n1;a=\"b c\"\nx\n0\n\n", []string{"response", "chunk !chunk-whitespace", "chunk", "chunk", "trailers", "end"}},
	{"trailer-field", http1.Responses, nil, ok + "Transfer-Encoding: chunked\n\n0\nset-Cookie: a\n\n", []string{"response", "chunk", "trailers !trailer-field", "end"}},
	{"stray-empty-line", http1.Requests, nil, get + "\n\n", []string{"request", "raw !stray-empty-line", "end"}},
	{"switched", http1.Responses, nil, "HTTP/1.1 101 \nUpgrade: x\nConnection: upgrade\n\nx", []string{"response", "raw !switched", "end"}},
}

func TestFlagged(t *testing.T) {
	for _, tt := range flagged {
		t.Run(tt.name, func(t *testing.T) {
			input := []byte(strings.ReplaceAll(string(crlf(tt.input)), "LF", "\n"))
			r := reading{role: tt.role, methods: tt.methods, tunnel: true}
			got := r.again().run(input)
			if diff := cmp.Diff(tt.want, kinds(got)); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
			everySplit(t, r, input)
		})
	}
}

const chunks = ok + "Transfer-Encoding: chunked\n\n"

// Rules whose breach leaves no way to frame: the unit's bytes and all that follow are raw.
var unreadable = []struct {
	name  string
	role  http1.Role
	input string
	want  []string
}{
	{"request-line", http1.Requests, "GET /\n\n", []string{"raw 9 !request-line", "end"}},
	{"request-line", http1.Requests, "GET / HTTP/1.1 \n\n", []string{"raw 19 !request-line", "end"}},
	{"request-line", http1.Requests, "GET / http/1.1\n\n", []string{"raw 18 !request-line", "end"}},
	{"request-line", http1.Requests, "G(T / HTTP/1.1\n\n", []string{"raw 18 !request-line", "end"}},
	{"request-line", http1.Requests, " GET / HTTP/1.1\n\n", []string{"raw 19 !request-line", "end"}},
	{"request-line", http1.Requests, "\rGET / HTTP/1.1\n\n", []string{"raw 19 !request-line", "end"}},
	{"request-line of a TLS hello, at once", http1.Requests, "\x16\x03\x01", []string{"raw 3 !tls", "end"}},
	{"request-line after a request", http1.Requests, get + "\nxx\n" + get + "\n", []string{"request 27", "raw 31 !request-line", "end"}},
	{"http-version", http1.Requests, "PRI * HTTP/2.0\n\nSM\n\n", []string{"raw 24 !http-version", "end"}},
	{"http-version", http1.Responses, "HTTP/2.0 200 OK\n\n", []string{"raw 19 !http-version", "end"}},
	{"status-line", http1.Responses, "HTTP/1.1 20 OK\n\n", []string{"raw 18 !status-line", "end"}},
	{"status-line", http1.Responses, "HTTP/1.1 2000\n\n", []string{"raw 17 !status-line", "end"}},
	{"status-line", http1.Responses, "HTTP/1.1  200\n\n", []string{"raw 17 !status-line", "end"}},
	{"status-line", http1.Responses, "ICY 200 OK\n\n", []string{"raw 14 !status-line", "end"}},
	{"content-length", http1.Requests, post + "Content-Length: +1\n\nx", []string{"raw 49 !content-length", "end"}},
	{"content-length", http1.Requests, post + "Content-Length:\n\n", []string{"raw 45 !content-length", "end"}},
	{"content-length", http1.Responses, ok + "Content-Length: 1 1\n\n", []string{"raw 40 !content-length", "end"}},
	{"content-length", http1.Responses, ok + "Content-Length: 99999999999999999999\n\n", []string{"raw 57 !content-length", "end"}},
	{"content-length-differs", http1.Requests, post + "Content-Length: 1\nContent-Length: 2\n\nx", []string{"raw 67 !content-length-differs", "end"}},
	{"content-length-differs", http1.Responses, ok + "Content-Length: 1, 2\n\nx", []string{"raw 42 !content-length-differs", "end"}},
	{"transfer-encoding-not-chunked", http1.Requests, post + "Transfer-Encoding: gzip\n\n", []string{"raw 53 !transfer-encoding-not-chunked", "end"}},
	{"transfer-encoding-not-chunked", http1.Requests, post + "Transfer-Encoding: x;a=\"y, chunked\n\n", []string{"raw 64 !transfer-encoding-not-chunked", "end"}},
	{"head-too-large", http1.Requests, get + "A: " + strings.Repeat("x", 100) + "\n\n", []string{"raw 132 !head-too-large", "end"}},
	{"head-too-large", http1.Responses, chunks + "0\nA: " + strings.Repeat("x", 100) + "\n\n", []string{"response 47", "chunk 3", "raw 107 !head-too-large", "end"}},
	{"chunk-size", http1.Responses, chunks + "x\n", []string{"response 47", "raw 3 !chunk-size", "end"}},
	{"chunk-size", http1.Responses, chunks + "\n", []string{"response 47", "raw 2 !chunk-size", "end"}},
	{"chunk-size", http1.Responses, chunks + "0x1\nx\n", []string{"response 47", "raw 8 !chunk-size", "end"}},
	{"chunk-size", http1.Responses, chunks + "-1\nx\n", []string{"response 47", "raw 7 !chunk-size", "end"}},
	{"chunk-size-overflow", http1.Responses, chunks + "8000000000000000\n", []string{"response 47", "raw 18 !chunk-size-overflow", "end"}},
	{"chunk-line-too-long", http1.Responses, chunks + "1;" + strings.Repeat("x", 20) + "\nx\n", []string{"response 47", "raw 27 !chunk-line-too-long", "end"}},
	{"chunk-end", http1.Responses, chunks + "1\nxy\n", []string{"response 47", "raw 7 !chunk-end", "end"}},
	{"chunk-end", http1.Responses, chunks + "1\nx\r\r\n0\n\n", []string{"response 47", "raw 13 !chunk-end", "end"}},
	{"incomplete head", http1.Requests, "GET / HTTP/1.1\n", []string{"raw 16 !incomplete", "end !incomplete"}},
	{"incomplete body", http1.Requests, post + "Content-Length: 3\n\nhi", []string{"request 47", "body 2 !incomplete", "end !incomplete"}},
	{"incomplete body of which nothing came", http1.Requests, post + "Content-Length: 3\n\n", []string{"request 47", "end !incomplete"}},
	{"incomplete chunk", http1.Responses, chunks + "5\nhell", []string{"response 47", "raw 7 !incomplete", "end !incomplete"}},
	{"incomplete chunks", http1.Responses, chunks + "1\nx\n", []string{"response 47", "chunk 6", "end !incomplete"}},
	{"incomplete trailers", http1.Responses, chunks + "0\nA: b\n", []string{"response 47", "chunk 3", "raw 6 !incomplete", "end !incomplete"}},
}

func TestUnreadable(t *testing.T) {
	for _, tt := range unreadable {
		t.Run(tt.name, func(t *testing.T) {
			r := reading{role: tt.role, maxHead: 100, maxLine: 20}
			input := crlf(tt.input)
			got := r.again().run(input)
			if diff := cmp.Diff(tt.want, sizes(got)); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
			everySplit(t, r, input)
		})
	}
}

// Each named violation is provoked by some case above.
func TestEveryViolationIsProvoked(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "violation.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if pair, is := n.(*ast.KeyValueExpr); is && fmt.Sprint(pair.Key) == "Name" {
			missing[strings.Trim(pair.Value.(*ast.BasicLit).Value, `"`)] = true
		}
		return true
	})
	if len(missing) < 40 {
		t.Errorf("violation.go names only %d violations", len(missing))
	}
	provoked := func(r *reading) {
		for _, u := range r.units {
			if u.Error != nil {
				delete(missing, u.Error.Name)
			}
		}
	}
	for _, tt := range flagged {
		input := []byte(strings.ReplaceAll(string(crlf(tt.input)), "LF", "\n"))
		provoked((&reading{role: tt.role, methods: tt.methods, tunnel: true}).run(input))
	}
	for _, tt := range unreadable {
		provoked((&reading{role: tt.role, maxHead: 100, maxLine: 20}).run(crlf(tt.input)))
	}
	for name := range missing {
		t.Errorf("nothing provokes %s", name)
	}
}
