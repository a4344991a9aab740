package yours

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/sse/exercise/encode"
	"wireside/labs/sse/exercise/heartbeat"
	"wireside/labs/sse/exercise/resume"
	"wireside/labs/sse/scratch"
)

// sseStream opens a stream of a lane.
func sseStream(t *testing.T, server *labtest.Server) *http.Response {
	t.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(server.Send(t, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")), nil)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

// TestSSEParts serves parts that go wrong with the first stream: it ends, it is reported, and the next stream is whole.
func TestSSEParts(t *testing.T) {
	for name, test := range map[string]struct {
		change   func(g *Guard, first func() bool, parts *scratch.Parts)
		incident Incident
	}{
		"an encoder that panics": {func(g *Guard, first func() bool, parts *scratch.Parts) {
			parts.Encode = sseEncode(g, func(e scratch.Event) ([]byte, error) {
				if first() {
					panic("oh")
				}
				return scratch.Encode(e)
			})
		}, Incident{Exercise: "sse-encode", Message: "the code of exercise sse-encode panicked: oh", Stack: "there"}},
		"an encoder that refuses": {func(g *Guard, first func() bool, parts *scratch.Parts) {
			parts.Encode = sseEncode(g, func(e scratch.Event) ([]byte, error) {
				if first() {
					return nil, io.ErrNoProgress
				}
				return scratch.Encode(e)
			})
		}, Incident{Exercise: "sse-encode", Message: "Encode of exercise sse-encode has returned an error: " + io.ErrNoProgress.Error()}},
		"a stub of an encoder": {func(g *Guard, first func() bool, parts *scratch.Parts) {
			parts.Encode = sseEncode(g, func(e scratch.Event) ([]byte, error) {
				if first() {
					return nil, lab.ErrTODO
				}
				return scratch.Encode(e)
			})
		}, Incident{Exercise: "sse-encode", Message: "exercise sse-encode is started, and returns lab.ErrTODO here"}},
		"a pump that panics": {func(g *Guard, first func() bool, parts *scratch.Parts) {
			parts.Pump = ssePump(g, func(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error {
				if first() {
					panic("oh")
				}
				return scratch.Pump(ctx, w, events, every, timeout)
			})
		}, Incident{Exercise: "sse-heartbeat", Message: "the code of exercise sse-heartbeat panicked: oh", Stack: "there"}},
		"a stub of a pump": {func(g *Guard, first func() bool, parts *scratch.Parts) {
			parts.Pump = ssePump(g, func(ctx context.Context, w scratch.Writer, events <-chan []byte, every, timeout time.Duration) error {
				if first() {
					return lab.ErrTODO
				}
				return scratch.Pump(ctx, w, events, every, timeout)
			})
		}, Incident{Exercise: "sse-heartbeat", Message: "exercise sse-heartbeat is started, and returns lab.ErrTODO here"}},
	} {
		t.Run(name, func(t *testing.T) {
			incidents := make(chan Incident, 10)
			g := &Guard{Report: func(i Incident) { incidents <- i }}
			turns := make(chan struct{}, 1)
			turns <- struct{}{}
			first := func() bool {
				select {
				case <-turns:
					return true
				default:
					return false
				}
			}
			parts := scratch.Reference()
			test.change(g, first, &parts)
			f := feed.New(feed.Config{})
			f.Publish("x")
			lane := scratch.New(f, scratch.Config{}, parts)
			server := labtest.Start(t, func(app *fiber.App) { app.Get("/", lane.Serve) })
			t.Cleanup(lane.Close)
			if body, err := io.ReadAll(sseStream(t, server).Body); err != io.ErrUnexpectedEOF || strings.Contains(string(body), "data:") {
				t.Errorf("the first: %v %q", err, body)
			}
			got := labtest.Receive(t, incidents, "incident")
			if got.Stack != "" {
				got.Stack = "there"
			}
			if diff := cmp.Diff(test.incident, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			second := sseStream(t, server)
			f.Finish()
			if body, err := io.ReadAll(second.Body); err != nil || !strings.Contains(string(body), "data: {\"seq\":1,") {
				t.Errorf("the second: %v %q", err, body)
			}
			if len(incidents) > 0 {
				t.Errorf("and %+v", <-incidents)
			}
		})
	}
}

// TestSSEResume answers what goes wrong before the head.
func TestSSEResume(t *testing.T) {
	g := &Guard{Report: func(Incident) {}}
	for _, test := range []struct {
		yours func([]feed.Event, string) (scratch.Resumption, error)
		want  string
	}{
		{func([]feed.Event, string) (scratch.Resumption, error) { return scratch.Resumption{}, lab.ErrTODO }, `501 {"error":{"code":"exercise_todo"`},
		{func([]feed.Event, string) (scratch.Resumption, error) { panic("oh") }, `500 {"error":{"code":"exercise_panicked"`},
		{func([]feed.Event, string) (scratch.Resumption, error) { return scratch.Resumption{}, io.ErrNoProgress }, `400 {"error":{"code":"bad_cursor"`},
	} {
		parts := scratch.Reference()
		parts.Resume = sseResume(g, test.yours)
		lane := scratch.New(feed.New(feed.Config{}), scratch.Config{}, parts)
		server := labtest.Start(t, func(app *fiber.App) { app.Get("/", lane.Serve) })
		t.Cleanup(lane.Close)
		resp := sseStream(t, server)
		body, err := io.ReadAll(io.LimitReader(resp.Body, resp.ContentLength))
		if got := resp.Status[:4] + string(body); err != nil || !strings.HasPrefix(got, test.want) {
			t.Errorf("%v %s, want %s", err, got, test.want)
		}
	}
}

// TestSSE holds that a part is the reference's until it is started, and then is named.
func TestSSE(t *testing.T) {
	parts, names := SSE(&Guard{Report: func(Incident) {}})
	if parts.Encode == nil || parts.Resume == nil || parts.Pump == nil {
		t.Errorf("%+v", parts)
	}
	var want []string
	for _, part := range []struct {
		name    string
		started bool
	}{{"sse-encode", encode.Started}, {"sse-resume", resume.Started}, {"sse-heartbeat", heartbeat.Started}} {
		if part.started {
			want = append(want, part.name)
		}
	}
	if diff := cmp.Diff(want, names, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
