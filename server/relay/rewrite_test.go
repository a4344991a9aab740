package relay

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var rewrites = []struct{ name, in, want string }{
	{"replaced, in its place, in any case",
		"GET / HTTP/1.1\r\nHOST: a\r\nX: y\r\n\r\n", "GET / HTTP/1.1\r\nHost: new\r\nX: y\r\nX-Added: 1\r\n\r\n"},
	{"all of its name, folded lines and odd colons too",
		"GET / HTTP/1.1\r\nx-added : a\r\n b\r\n\tc\r\nHost: a\r\nX-ADDED: d\r\n\r\n", "GET / HTTP/1.1\r\nX-Added: 1\r\nHost: new\r\n\r\n"},
	{"a folded line of another field stays",
		"GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", "GET / HTTP/1.1\r\nHost: new\r\nX: y\r\n z\r\nX-Added: 1\r\n\r\n"},
	{"empty lines before, bare LF",
		"\r\n\nGET / HTTP/1.0\nHost: a\n\n", "\r\n\nGET / HTTP/1.0\nHost: new\r\nX-Added: 1\r\n\n"},
	{"pipelined, with content that looks like a head",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: new\r\nContent-Length: 11\r\nX-Added: 1\r\n\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: new\r\nX-Added: 1\r\n\r\n"},
	{"chunks and trailers",
		"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb;x=y\r\nHost: a\r\n\r\n\r\n0\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: new\r\nTransfer-Encoding: chunked\r\nX-Added: 1\r\n\r\nb;x=y\r\nHost: a\r\n\r\n\r\n0\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: new\r\nX-Added: 1\r\n\r\n"},
	{"WebSocket after an upgrade",
		"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x41\x8dmaskGET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: new\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Added: 1\r\n\r\n\x41\x8dmaskGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
	{"HTTP after a refused upgrade",
		"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: new\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Added: 1\r\n\r\nGET / HTTP/1.1\r\nHost: new\r\nX-Added: 1\r\n\r\n"},
	{"a tunnel", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n\x16\x03\x01Host: a\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\nHost: new\r\nX-Added: 1\r\n\r\n\x16\x03\x01Host: a\r\n\r\n"},
	{"no HTTP at all", "\x16\x03\x01\r\nHost: a\r\n\r\n", "\x16\x03\x01\r\nHost: a\r\n\r\n"},
	{"no request-line", "hello\r\nHost: a\r\n\r\n", "hello\r\nHost: a\r\n\r\n"},
	{"HTTP/2", "PRI * HTTP/2.0\r\nHost: a\r\n\r\nSM\r\n\r\n", "PRI * HTTP/2.0\r\nHost: a\r\n\r\nSM\r\n\r\n"},
	{"a length that can't be read", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\nHost: a\r\n\r\n"},
	{"a chunk that can't be read",
		"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: new\r\nTransfer-Encoding: chunked\r\nX-Added: 1\r\n\r\nx\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
	{"cut short", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\n"},
	{"as long as may be", "GET / HTTP/1.1\r\nHost: " + strings.Repeat("a", maxHead-26) + "\r\n\r\n", "GET / HTTP/1.1\r\nHost: new\r\nX-Added: 1\r\n\r\n"},
	{"too long", "GET / HTTP/1.1\r\nHost: " + strings.Repeat("a", maxHead) + "\r\n\r\n", "GET / HTTP/1.1\r\nHost: " + strings.Repeat("a", maxHead) + "\r\n\r\n"},
}

var added = []Header{{"Host", "new"}, {"X-Added", "1"}}

func TestRewrite(t *testing.T) {
	for _, c := range rewrites {
		for _, size := range []int{1, 2, 7, 600, 1 << 20} {
			long := 0
			w := &rewriter{headers: added, tooLong: func() { long++ }}
			var got []byte
			for rest := c.in; rest != ""; {
				n := min(size, len(rest))
				got = append(got, w.rewrite([]byte(rest[:n]), false)...)
				rest = rest[n:]
			}
			got = append(got, w.rewrite(nil, true)...)
			if diff := cmp.Diff(c.want, string(got)); diff != "" {
				t.Fatalf("%s, in pieces of %d (-want +got):\n%s", c.name, size, diff)
			}
			if want := strings.Count(c.name, "too long"); long != want {
				t.Errorf("%s: too long %d times, want %d", c.name, long, want)
			}
		}
	}
}

// Only a head waits, and only until it is complete or is none.
func TestRewriteHoldsNothingElse(t *testing.T) {
	w := &rewriter{headers: []Header{{"A", "1"}}, tooLong: func() {}}
	for _, step := range []struct{ in, want string }{
		{"\r\n", ""}, {"POST / HTTP/1.1\r\n", ""}, {"Transfer-Encoding: chunked\r\n\r", ""},
		{"\n", "\r\nPOST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nA: 1\r\n\r\n"},
		{"5", "5"}, {"\r\nab", "\r\nab"}, {"cde\r", "cde\r"}, {"\n0\r\n", "\n0\r\n"}, {"\r\nP", "\r\n"},
		{"UT / HTTP/1.1\r\nContent-Length: 3\r\n\r\na", "PUT / HTTP/1.1\r\nContent-Length: 3\r\nA: 1\r\n\r\na"}, {"b", "b"}, {"cG", "c"},
		{"ET / HTTP/1.1\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "GET / HTTP/1.1\r\nUpgrade: x\r\nConnection: upgrade\r\nA: 1\r\n\r\n"},
		{"\x81", "\x81"}, {"GET", "GET"},
	} {
		if got := string(w.rewrite([]byte(step.in), false)); got != step.want {
			t.Fatalf("after %q passes %q, want %q", step.in, got, step.want)
		}
	}
	for _, refused := range []string{"\x16", "GET /\r\n", "GET / HTTP/3.0\r\n", "(", "a\r\n"} {
		w := &rewriter{headers: added}
		if got := string(w.rewrite([]byte(refused), false)); got != refused {
			t.Errorf("of %q passes %q", refused, got)
		}
	}
}

// What the target receives is changed, and what is recorded is what the client sent.
func TestHeadersAreSet(t *testing.T) {
	s := newRawTarget(t)
	r, tapes := taped(t, s.url(), Config{Headers: added})
	client := dial(t, r.Addr())
	const request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
	write(t, client, request[:20])
	write(t, client, request[20:])
	client.CloseWrite()
	server := s.next(t)
	expect(t, server, "GET / HTTP/1.1\r\nHost: new\r\nX-Added: 1\r\n\r\n")
	server.Close()
	client.Close()
	record := <-tapes
	wait(t, record.closed, "the end of the record")
	if got := record.seen(0); got != request {
		t.Errorf("recorded %q", got)
	}
}

// However the bytes are cut, the same passes; with nothing to set, what came in.
func FuzzRewrite(f *testing.F) {
	for _, c := range rewrites {
		if len(c.in) < 1000 {
			f.Add(c.in, 3)
		}
	}
	f.Fuzz(func(t *testing.T, in string, size int) {
		size = 1 + int(uint(size)%2000)
		pass := func(headers []Header, size int) string {
			w := &rewriter{headers: headers, tooLong: func() {}}
			var out strings.Builder
			for rest := in; rest != ""; {
				n := min(size, len(rest))
				out.Write(w.rewrite([]byte(rest[:n]), false))
				rest = rest[n:]
			}
			out.Write(w.rewrite(nil, true))
			return out.String()
		}
		if got := pass(nil, size); got != in {
			t.Errorf("%q became %q", in, got)
		}
		if whole, cut := pass(added, len(in)+1), pass(added, size); whole != cut {
			t.Errorf("whole %q, in pieces of %d %q", whole, size, cut)
		}
	})
}
