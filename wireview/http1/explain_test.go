package http1_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

func TestExplainRequest(t *testing.T) {
	input := crlf("\nGET /labs/sse?run=a HTTP/1.1\nHost: a:1\nX-Odd:  caf\xe9 \t\nFolded: a\n  b\n: none\nnothing\nLast-Event-ID:42\n\n")
	u := (&reading{role: http1.Requests}).run(input).units[0]
	wantFields := []string{
		`empty line=CRLF "\r\n"`,
		`method=GET "GET "`,
		`request-target=/labs/sse?run=a "/labs/sse?run=a "`,
		`HTTP-version=HTTP/1.1 "HTTP/1.1\r\n"`,
		`Host=a:1 "Host: a:1\r\n"`,
		`X-Odd=caf` + "\uFFFD" + ` "X-Odd:  caf\xe9 \t\r\n"`,
		`Folded=a   b "Folded: a\r\n  b\r\n"`,
		`empty name=none ": none\r\n"`,
		`line without a colon=nothing "nothing\r\n"`,
		`Last-Event-ID=42 "Last-Event-ID:42\r\n"`,
		`empty line=CRLF "\r\n"`,
	}
	if diff := cmp.Diff(wantFields, fields(u)); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	want := http1.Request{Method: "GET", Target: "/labs/sse?run=a", Version: "HTTP/1.1", Framing: http1.FramingNone, Headers: [][2]string{
		{"Host", "a:1"}, {"X-Odd", "caf\uFFFD"}, {"Folded", "a   b"}, {"", "none"}, {"Last-Event-ID", "42"}}}
	if diff := cmp.Diff(want, u.Value); diff != "" {
		t.Errorf("value (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("GET /labs/sse?run=a", u.Summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	if got := u.Fields[9].Spec; got != "WHATWG 9.2.4" {
		t.Errorf("Last-Event-ID is explained by %q", got)
	}
}

func TestExplainResponse(t *testing.T) {
	for _, tt := range []struct {
		input   string
		fields  []string
		summary string
		value   string // JSON
	}{
		{"HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n",
			[]string{`HTTP-version=HTTP/1.1 "HTTP/1.1 "`, `status-code=101 "101 "`, `reason-phrase=Switching Protocols "Switching Protocols\r\n"`,
				`Upgrade=websocket "Upgrade: websocket\r\n"`, `empty line=CRLF "\r\n"`},
			"101 Switching Protocols",
			`{"version":"HTTP/1.1","status":101,"reason":"Switching Protocols","headers":[["Upgrade","websocket"]],"framing":"upgrade"}`},
		{"HTTP/1.0 299 \n\n",
			[]string{`HTTP-version=HTTP/1.0 "HTTP/1.0 "`, `status-code=299 "299 "`, `reason-phrase= "\r\n"`, `empty line=CRLF "\r\n"`},
			"299 ", `{"version":"HTTP/1.0","status":299,"reason":"","headers":[],"framing":"close"}`},
		{"HTTP/1.1 204\n\n",
			[]string{`HTTP-version=HTTP/1.1 "HTTP/1.1 "`, `status-code=204 "204\r\n"`, `empty line=CRLF "\r\n"`},
			"204", `{"version":"HTTP/1.1","status":204,"reason":"","headers":[],"framing":"none"}`},
	} {
		u := (&reading{role: http1.Responses}).run(crlf(tt.input)).units[0]
		if diff := cmp.Diff(tt.fields, fields(u)); diff != "" {
			t.Errorf("%q: fields (-want +got):\n%s", tt.input, diff)
		}
		if diff := cmp.Diff(tt.summary, u.Summary); diff != "" {
			t.Errorf("%q: summary (-want +got):\n%s", tt.input, diff)
		}
		got, err := json.Marshal(u.Value)
		if diff := cmp.Diff(tt.value, string(got)); diff != "" || err != nil {
			t.Errorf("%q: value (-want +got):\n%s%v", tt.input, diff, err)
		}
	}
}

func TestExplainContent(t *testing.T) {
	long := strings.Repeat("é", 600)
	for _, tt := range []struct{ input, value, summary string }{
		{"hello", "hello", "hello"},
		{"\n", "\n", " "},
		{"\xff\xfe", "2 bytes, not text", "2 bytes, not text"},
		{"x" + long, "x" + long[:1022] + "…", "x" + long[:198] + "…"},
	} {
		units := (&reading{role: http1.Responses}).run([]byte("HTTP/1.1 200 OK\r\n\r\n" + tt.input)).units
		u := units[1]
		if diff := cmp.Diff([]string{tt.value, tt.summary}, []string{u.Fields[0].Value, u.Summary}); diff != "" {
			t.Errorf("%q: value and summary (-want +got):\n%s", tt.input, diff)
		}
		if diff := cmp.Diff(http1.Content{Size: int64(len(tt.input))}, u.Value); diff != "" {
			t.Errorf("%q: value (-want +got):\n%s", tt.input, diff)
		}
	}
}

// However many trailers there are, the summary is a line.
func TestExplainManyTrailers(t *testing.T) {
	const n = 10_000
	input := crlf(ok + "Transfer-Encoding: chunked\n\n0\n" + strings.Repeat("a:b\n", n) + "\n")
	u := (&reading{role: http1.Responses}).run(input).units[2]
	if got := u.Value.(http1.Trailers); len(got) != n {
		t.Errorf("%d trailers, want %d", len(got), n)
	}
	if !strings.HasPrefix(u.Summary, "trailers · a: b · a: b") || !strings.HasSuffix(u.Summary, "…") || len(u.Summary) > 210 {
		t.Errorf("summary %q", u.Summary)
	}
}

func TestExplainRaw(t *testing.T) {
	r := (&reading{role: http1.Responses}).run(crlf("HTTP/1.1 200 OK\nContent-Length: x\n\n"))
	u := r.units[0]
	want := []string{"38 bytes not read: content-length", http1.BadContentLength.Message, "RFC 9112 6.3"}
	if diff := cmp.Diff(want, []string{u.Summary, u.Fields[0].Note, u.Fields[0].Spec}); diff != "" {
		t.Errorf("raw unit (-want +got):\n%s", diff)
	}
	if u.Proto != wire.Raw || u.Value != nil {
		t.Errorf("raw unit has proto %q and value %v", u.Proto, u.Value)
	}
}

// A unit whose bytes are not what its kind says is covered all the same.
func TestExplainForeignUnits(t *testing.T) {
	for _, kind := range []wire.Kind{wire.KindRequest, wire.KindResponse, wire.KindChunk, wire.KindTrailers, wire.KindBody, wire.KindRaw, wire.KindEvent} {
		for _, raw := range []string{"x", "x\r\n", "5\r\nhi\r\n", "GET / HTTP/1.1\r\n\r\nmore", "A: b\r\n", "HTTP/1.1 200 \r\nContent-Length: x\r\n\r\n"} {
			u := &wire.Unit{Kind: kind, Raw: []byte(raw), Spans: wire.Spans{{7, 7 + int64(len(raw))}}}
			http1.Explain(u)
			covered := wire.Spans{}
			for _, f := range u.Fields {
				covered = covered.Append(f.Spans[0][0], f.Spans[0][1])
			}
			if diff := cmp.Diff(u.Spans, covered); diff != "" {
				t.Errorf("%s of %q: covered (-want +got):\n%s", kind, raw, diff)
			}
		}
	}
}
