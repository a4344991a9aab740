package scratch

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/sse"
)

// both serves a feed by the lane of package sse, under /sse, and by this one, under /scratch.
func both(t *testing.T, f *feed.Feed, drop lab.Drop, lines bool) *labtest.Server {
	reference := sse.New(f, sse.Config{Retry: 3 * time.Second, Drop: drop, Lines: lines})
	scratch := New(f, Config{Retry: 3 * time.Second, Drop: drop, Lines: lines}, Reference())
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/sse", reference.Serve)
		app.Get("/scratch", scratch.Serve)
	})
	t.Cleanup(reference.Close)
	t.Cleanup(scratch.Close)
	return server
}

// compared are two answers to the same request.
type compared struct{ reference, scratch net.Conn }

// ask sends a request, METHOD QUERY VERSION and headers, to both lanes.
func ask(t *testing.T, server *labtest.Server, method, query, version string, headers ...string) compared {
	request := func(path string) string {
		return method + " " + path + query + " " + version + "\r\nHost: x\r\n" + strings.Join(append(headers, "\r\n"), "\r\n")
	}
	return compared{server.Send(t, request("/sse")), server.Send(t, request("/scratch"))}
}

// same reads both answers to the end. Only their dates may differ.
func (c compared) same(t *testing.T, contains string) {
	t.Helper()
	want, got := undated(t, c.reference), undated(t, c.scratch)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-reference +scratch)\n%s", diff)
	}
	if !strings.Contains(got, contains) {
		t.Errorf("%q is not in %.600q", contains, got)
	}
}

// undated reads an answer, and takes its date for none. The connection of one that is no stream stays open: it is read as it
// says how long it is.
func undated(t *testing.T, conn net.Conn) string {
	t.Helper()
	var all strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		all.Write(buf[:n])
		head, body, whole := strings.Cut(all.String(), "\r\n\r\n")
		if err == io.EOF || whole && short(head, body) {
			break
		}
		if err != nil {
			t.Fatalf("%v after %q", err, all.String())
		}
	}
	lines := strings.SplitAfter(all.String(), "\r\n")
	for i, line := range lines {
		if date, ok := strings.CutPrefix(line, "Date: "); ok {
			if _, err := http.ParseTime(strings.TrimSpace(date)); err != nil {
				t.Error(err)
			}
			lines[i] = "Date: …\r\n"
		}
	}
	return strings.Join(lines, "")
}

// short reports whether an answer that is no stream is there.
func short(head, body string) bool {
	if strings.HasPrefix(head, "HTTP/1.1 204 ") {
		return true
	}
	return strings.HasPrefix(head, "HTTP/1.1 400 ") && strings.HasSuffix(body, "}")
}

// TestSameBytes asks both lanes after a feed that has ended, and keeps three of five events.
func TestSameBytes(t *testing.T) {
	for name, test := range map[string]struct {
		method, query, version, id string
		drop                       lab.Drop
		contains                   string
	}{
		"all that is kept":      {"GET", "", "HTTP/1.1", "", nil, "\r\n\r\n15\r\nretry: 3000\n: hello\n\n\r\n"},
		"HTTP/1.0":              {"GET", "", "HTTP/1.0", "", nil, "\r\n\r\nretry: 3000\n: hello\n\nid: 3\n"},
		"HEAD":                  {"HEAD", "", "HTTP/1.1", "", nil, "Transfer-Encoding: chunked\r\n\r\n"},
		"HEAD HTTP/1.0":         {"HEAD", "", "HTTP/1.0", "", nil, "Connection: close\r\n\r\n"},
		"an ID":                 {"GET", "", "HTTP/1.1", "4", nil, "id: 5\n"},
		"an ID that has left":   {"GET", "", "HTTP/1.1", "1", nil, "event: gap\ndata: {\"from\":2,\"to\":2}\n\n"},
		"the ID at the edge":    {"GET", "", "HTTP/1.1", "2", nil, "id: 3\n"},
		"the newest ID":         {"GET", "", "HTTP/1.1", "5", nil, "204 No Content"},
		"an ID from elsewhere":  {"GET", "", "HTTP/1.1", "500", nil, "204 No Content"},
		"rubbish":               {"GET", "", "HTTP/1.1", "banana", nil, "Last-Event-ID"},
		"an ID before after":    {"GET", "?after=1", "HTTP/1.1", "4", nil, "id: 5\n"},
		"after":                 {"GET", "?after=3", "HTTP/1.1", "", nil, "id: 4\n"},
		"after a gap":           {"GET", "?after=0", "HTTP/1.1", "", nil, "event: gap\ndata: {\"from\":1,\"to\":2}\n\n"},
		"after now":             {"GET", "?after=now", "HTTP/1.1", "", nil, "204 No Content"},
		"after what is to come": {"GET", "?after=9", "HTTP/1.1", "", nil, "204 No Content"},
		"after rubbish":         {"GET", "?after=banana", "HTTP/1.1", "", nil, "400 Bad Request"},
		"some left out":         {"GET", "", "HTTP/1.1", "", func(seq uint64) bool { return seq == 4 }, "id: 3\n"},
		"all left out":          {"GET", "", "HTTP/1.1", "", lab.NewDrop(1, 0), "204 No Content"},
		"on three lines":        {"GET", "", "HTTP/1.1", "", nil, "\ndata: \"at\":"},
		"all but a gap":         {"GET", "?after=1", "HTTP/1.1", "", lab.NewDrop(1, 0), "event: gap\n"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, binary := range []bool{false, true} {
				f := feed.New(feed.Config{Window: 3, Binary: binary})
				for range 5 {
					f.Publish("a\n\nb\xff\u2028“")
				}
				f.Finish()
				var headers []string
				if test.id != "" {
					headers = []string{"Last-Event-ID: " + test.id}
				}
				lines := name == "on three lines"
				ask(t, both(t, f, test.drop, lines), test.method, test.query, test.version, headers...).same(t, test.contains)
			}
		})
	}
}

// TestSameBytesLive has both lanes serve a feed that goes on.
func TestSameBytesLive(t *testing.T) {
	for name, test := range map[string]struct{ query, id, contains string }{
		"from the beginning":    {"", "", "id: 1\n"},
		"from now on":           {"?after=now", "", "hello\n\n\r\n"},
		"the newest ID":         {"", "3", "id: 4\n"},
		"an ID from elsewhere":  {"", "500", "retry: 3000\n: hello\n\nevent: reset\ndata: {\"last\":3}\n\n\r\n"},
		"after what is to come": {"?after=5", "", "id: 6\n"},
		"after what never came": {"?after=500", "", "hello\n\n\r\n0\r\n\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			f := feed.New(feed.Config{})
			publish(f, 3)
			c := ask(t, both(t, f, nil, false), "GET", test.query, "HTTP/1.1", "Last-Event-ID: "+test.id)
			heads := compared{begun(t, c.reference), begun(t, c.scratch)}
			for range 200 {
				publish(f, 1)
			}
			f.Finish()
			heads.same(t, test.contains)
		})
	}
}

// begun waits until a stream has begun. What was read of it is read again.
func begun(t *testing.T, conn net.Conn) net.Conn {
	t.Helper()
	var read strings.Builder
	for p := make([]byte, 1); !strings.HasSuffix(read.String(), ": hello\n\n"); {
		if _, err := conn.Read(p); err != nil {
			t.Fatalf("%v after %q", err, read.String())
		}
		read.Write(p)
	}
	return rejoined{conn, io.MultiReader(strings.NewReader(read.String()), conn)}
}

type rejoined struct {
	net.Conn
	all io.Reader
}

func (r rejoined) Read(p []byte) (int, error) { return r.all.Read(p) }

func publish(f *feed.Feed, n int) {
	for range n {
		f.Publish("x")
	}
}

func TestHeartbeat(t *testing.T) {
	lane := New(feed.New(feed.Config{}), Config{HeartbeatEvery: 20 * time.Millisecond}, Reference())
	want := "retry: 2000\n: hello\n\n: heartbeat\n\n: heartbeat\n\n"
	got := make([]byte, len(want))
	if _, err := io.ReadFull(open(t, serve(t, lane)), got); err != nil || string(got) != want {
		t.Errorf("%v %q", err, got)
	}
}
