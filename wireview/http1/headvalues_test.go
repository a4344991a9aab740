package http1_test

import (
	"strings"
	"testing"

	"wireside/wireview/http1"
)

// What a field's note, by its name, says beyond the field's purpose.
func TestNotesOfValues(t *testing.T) {
	const stream = "Content-Type: text/event-stream\n"
	for _, tt := range []struct {
		role    http1.Role
		method  string // that a response answers
		input   string
		field   string
		note    string // a part of it
		chapter string
	}{
		{http1.Requests, "", get + "Connection: Close\n\n", "Connection", "nothing more may be sent", "RFC 9112 9.6"},
		{http1.Requests, "", get + "Connection: keep-alive\n\n", "Connection", "stays open", "RFC 9112 9.3"},
		{http1.Requests, "", get + "Connection: Upgrade\n\n", "Connection", "a proxy must not", "RFC 9110 7.8"},
		{http1.Requests, "", get + "Connection: a, b\n\n", "Connection", "this connection alone", "RFC 9110 7.6.1"},
		{http1.Requests, "", get + "Accept: text/event-stream\n\n", "Accept", "such as 204, ends it for good", "WHATWG 9.2.2"},
		{http1.Requests, "", get + "Accept: a/b, Text/Event-Stream;q=1\n\n", "Accept", "EventSource asks", "WHATWG 9.2.2"},
		{http1.Requests, "", get + "Accept: text/*\n\n", "Accept", "prefers", "RFC 9110 12.5.1"},
		{http1.Requests, "", get + stream + "\n", "Content-Type", "media type", "RFC 9110 8.3"},
		{http1.Responses, "", ok + stream + "\n", "Content-Type", "when it ends, the client comes back", "WHATWG 9.2.3"},
		{http1.Responses, "", ok + "Content-Type: text/event-stream; charset=\"UTF-8\"\n\n", "Content-Type", "comes back", "WHATWG 9.2.3"},
		{http1.Responses, "", ok + "Content-Type: text/event-stream; a=b;charset=latin1\n\n", "Content-Type", "refuse the stream", "WHATWG 9.2.5"},
		{http1.Responses, "", ok + stream + "Content-Length: 5\n\nabcde", "Content-Length", "comes back for another", "WHATWG 9.2.3"},
		{http1.Responses, "", ok + "Content-Encoding: gzip\n" + stream + "\n", "Content-Encoding", "a browser undoes that", "RFC 9110 8.4"},
		{http1.Responses, "", ok + "Content-Encoding: gzip\n\n", "Content-Encoding", "were applied to the content", "RFC 9110 8.4"},
		{http1.Responses, "", ok + "Transfer-Encoding: gzip\nContent-Length: 5\n\n", "Content-Length", "it wins", "RFC 9112 6.3"},
		{http1.Responses, "", "HTTP/1.1 500 a\n" + stream + "\n", "Content-Type", "does not read the body", "WHATWG 9.2.2"},
		{http1.Responses, "", "HTTP/1.1 500 a\n" + stream + "\n", "status-code", "fails, and does not come back", "WHATWG 9.2.2"},
		{http1.Responses, "", "HTTP/1.1 307 a\n" + stream + "\n", "status-code", "for now", "RFC 9110 15.4.8"},
		{http1.Responses, "", "HTTP/1.1 204 a\n\n", "status-code", "does not come back", "RFC 9110 15.3.5"},
		{http1.Responses, "HEAD", ok + "Content-Length: 5\n\n", "Content-Length", "not sent here", "RFC 9110 8.6"},
		{http1.Responses, "", "HTTP/1.1 304 a\nContent-Length: 5\n\n", "Content-Length", "not sent here", "RFC 9110 8.6"},
		{http1.Responses, "", "HTTP/1.1 204 a\nContent-Length: 5\n\n", "Content-Length", "must not be sent", "RFC 9110 8.6"},
		{http1.Responses, "", ok + "Content-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n", "Content-Length", "it wins", "RFC 9112 6.3"},
		{http1.Responses, "", ok + "Content-Length: 1\n\nx", "Content-Length", "How many bytes of content follow the head.", "RFC 9110 8.6"},
		{http1.Responses, "", ok + "Transfer-Encoding: chunked\n\n0\n\n", "empty line", "in chunks", "RFC 9112 6.3"},
		{http1.Responses, "", ok + "\n", "empty line", "until the connection closes", "RFC 9112 6.3"},
		{http1.Responses, "", ok + "Content-Length: 0\n\n", "empty line", "is empty", "RFC 9112 6.3"},
		{http1.Responses, "", ok + "Content-Length: 1\n\nx", "empty line", "as many bytes", "RFC 9112 6.3"},
		{http1.Responses, "", "HTTP/1.1 100 a\n\n", "empty line", "this status has no body", "RFC 9112 6.3"},
		{http1.Responses, "HEAD", ok + "\n", "empty line", "answer to HEAD", "RFC 9112 6.3"},
		{http1.Responses, "CONNECT", ok + "\n", "empty line", "no longer HTTP", "RFC 9110 7.8"},
		{http1.Requests, "", get + "\n", "empty line", "There is no body", "RFC 9112 6.3"},
		{http1.Requests, "", get + "Upgrade: x\nConnection: upgrade\n\n", "empty line", "If the server agrees", "RFC 9110 7.8"},
	} {
		r := reading{role: tt.role}
		if tt.method != "" {
			r.methods = []string{tt.method}
		}
		found := false
		for _, f := range r.run(crlf(tt.input)).units[0].Fields {
			if f.Name != tt.field {
				continue
			}
			found = true
			if !strings.Contains(f.Note, tt.note) || f.Spec != tt.chapter {
				t.Errorf("%q: %s says %q (%s), want %q (%s)", tt.input, f.Name, f.Note, f.Spec, tt.note, tt.chapter)
			}
		}
		if !found {
			t.Errorf("%q: no field %s", tt.input, tt.field)
		}
	}
}
