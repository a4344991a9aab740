package scratch_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
	"wireside/labs/longpolling"
	"wireside/labs/longpolling/scratch"
	"wireside/labs/presence"
	"wireside/labs/yours"
)

// paths are those of the lane of package longpolling, and of the one that is put together from parts.
var paths = [2]string{"/longpolling", "/scratch"}

// serve serves both lanes.
func serve(t testing.TB, f *feed.Feed, cfg scratch.Config, parts scratch.Parts) (_ *labtest.Server, closeBoth func()) {
	reference, ours := longpolling.New(f, cfg), scratch.New(f, cfg, parts)
	closeBoth = func() { reference.Close(); ours.Close() }
	t.Cleanup(closeBoth)
	return labtest.Start(t, func(app *fiber.App) {
		app.Get(paths[0], reference.Serve)
		app.Get(paths[1], ours.Serve)
	}), closeBoth
}

func request(method, path string) string { return method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n" }

// once is a request whose connection ends with the answer.
func once(method, path string) string {
	return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
}

// read is all that is on the wire of an answer but the date.
func read(t testing.TB, conn net.Conn) string {
	lines := strings.Split(labtest.ReadAll(t, conn), "\r\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "Date: ") {
			lines[i] = "Date: …"
		}
	}
	return strings.Join(lines, "\n")
}

func publish(f *feed.Feed, n int) {
	for range n {
		f.Publish("x")
	}
}

// held counts the requests that are being held, by either lane.
func held() int { return labtest.Goroutines(").hold(") }

func untilHeld(t testing.TB, n int) {
	t.Helper()
	labtest.Until(t, fmt.Sprint(n, " requests are held"), func() bool { return held() == n })
}

// TestSameAsTheOtherLane asks both lanes the same, while the feed moves on and when it has ended.
func TestSameAsTheOtherLane(t *testing.T) {
	for _, cfg := range []scratch.Config{{}, {MaxEvents: 3}, {Hold: time.Millisecond},
		{Admit: func() (func(), error) {
			return nil, &lab.Error{Status: 503, Code: "too_many_streams", Message: "too many streams"}
		}}} {
		f := feed.New(feed.Config{Window: 5})
		server, _ := serve(t, f, cfg, scratch.Reference())
		for round := range 5 {
			for _, query := range []string{"?", "?after=0&", "?after=1&", "?after=3&", "?after=5&", "?after=6&", "?after=99&", "?after=now&",
				"?after=banana&"} {
				for _, wait := range []string{"wait=0", "wait=1ms", "wait=banana"} {
					for _, method := range []string{"GET", "HEAD"} {
						want := read(t, server.Send(t, once(method, paths[0]+query+wait)))
						got := read(t, server.Send(t, once(method, paths[1]+query+wait)))
						if diff := cmp.Diff(want, got); diff != "" {
							t.Errorf("%+v: %s %s%s (-want +got)\n%s", cfg, method, query, wait, diff)
						}
					}
				}
			}
			publish(f, round)
			if round == 3 {
				f.Finish()
			}
		}
	}
}

// TestHeldAsByTheOtherLane holds a request in both lanes until something happens.
func TestHeldAsByTheOtherLane(t *testing.T) {
	for name, test := range map[string]struct {
		query  string
		happen func(f *feed.Feed, close func())
		want   string // in the answer
	}{
		"an event":            {"?after=3", func(f *feed.Feed, _ func()) { f.Publish("news") }, `"next":4}`},
		"without a cursor":    {"?after=now", func(f *feed.Feed, _ func()) { f.Publish("news") }, `"next":4}`},
		"ahead of the newest": {"?after=4", func(f *feed.Feed, _ func()) { publish(f, 2) }, `[{"seq":5,`},
		"the feed ends":       {"?after=3", func(f *feed.Feed, _ func()) { f.Finish() }, "204 No Content"},
		"the lane closes":     {"?after=3", func(_ *feed.Feed, close func()) { close() }, "Connection: close"},
		"the deadline":        {"?after=3&wait=50ms", func(*feed.Feed, func()) {}, "204 No Content"},
	} {
		t.Run(name, func(t *testing.T) {
			f := feed.New(feed.Config{})
			publish(f, 3)
			server, closeBoth := serve(t, f, scratch.Config{}, scratch.Reference())
			var conns [2]net.Conn
			for i, path := range paths {
				conns[i] = server.Send(t, once("GET", path+test.query))
			}
			if name != "the deadline" {
				untilHeld(t, 2)
			}
			test.happen(f, closeBoth)
			want, got := read(t, conns[0]), read(t, conns[1])
			if diff := cmp.Diff(want, got); diff != "" || !strings.Contains(got, test.want) {
				t.Errorf("not %s, or (-want +got)\n%s\n%s", test.want, got, diff)
			}
			untilHeld(t, 0)
		})
	}
}

// TestWhatIsDroppedWakesNobody leaves out three of four events.
func TestWhatIsDroppedWakesNobody(t *testing.T) {
	f := feed.New(feed.Config{})
	server, _ := serve(t, f, scratch.Config{Drop: func(seq uint64) bool { return seq%4 != 0 }}, scratch.Reference())
	publish(f, 3)
	conn := server.Send(t, once("GET", paths[1]+"?after=0"))
	untilHeld(t, 1)
	publish(f, 6)
	if got := read(t, conn); !strings.Contains(got, `{"events":[{"seq":4,`) {
		t.Errorf("%s", got)
	}
	if got := read(t, server.Send(t, once("GET", paths[1]+"?after=0"))); !strings.Contains(got, `{"seq":8,`) || !strings.HasSuffix(got, `"next":8}`) {
		t.Errorf("%s", got)
	}
}

// TestPlaces holds that who waits has a place, and who needs not wait has none.
func TestPlaces(t *testing.T) {
	var open, most atomic.Int64
	f := feed.New(feed.Config{})
	publish(f, 1)
	server, _ := serve(t, f, scratch.Config{Admit: func() (func(), error) {
		most.Store(max(most.Load(), open.Add(1)))
		return func() { open.Add(-1) }, nil
	}}, scratch.Reference())
	server.Answer(t, "GET", request("GET", paths[1]+"?after=0"))
	if most.Load() != 0 {
		t.Error("an answer that was there took a place")
	}
	server.Answer(t, "GET", request("GET", paths[1]+"?after=1&wait=1ms"))
	if open.Load() != 0 || most.Load() != 1 {
		t.Errorf("%d open, %d at most", open.Load(), most.Load())
	}
}

// TestClientsThatLeave counts goroutines. Where the system can't tell that a client left, the deadline does.
func TestClientsThatLeave(t *testing.T) {
	watcher, err := presence.New()
	if err != nil {
		t.Fatal(err)
	}
	defer watcher.Close()
	wait := "60s"
	if runtime.GOOS != "linux" {
		wait = "2s"
	}
	server, _ := serve(t, feed.New(feed.Config{}), scratch.Config{Watcher: watcher}, scratch.Reference())
	var conns []*net.TCPConn
	for range 20 {
		conns = append(conns, server.Send(t, request("GET", paths[1]+"?wait="+wait)))
	}
	untilHeld(t, 20)
	for _, conn := range conns {
		conn.Close()
	}
	untilHeld(t, 0)
	labtest.Until(t, "nothing of it is left", func() bool { return labtest.Goroutines("longpolling/scratch.") == 0 })
}

// TestPartsThatFail holds that an error, a panic and an end that doesn't come are the answer's alone, and that the lane can
// be closed meanwhile.
func TestPartsThatFail(t *testing.T) {
	f := feed.New(feed.Config{})
	publish(f, 1)
	reports := make(chan yours.Incident, 9)
	guard := &yours.Guard{Report: func(i yours.Incident) { reports <- i }}
	var mode atomic.Value
	mode.Store("")
	never := make(chan struct{})
	defer close(never)
	var parts scratch.Parts
	parts.Hold = func(ctx context.Context, log scratch.Log, after uint64, wait time.Duration) ([]feed.Event, error) {
		return yours.Wait(guard, "longpolling-hold", func() ([]feed.Event, error) {
			switch mode.Load() {
			case "error":
				return nil, &lab.Error{Status: 418, Code: "teapot", Message: "I am a teapot"}
			case "deadline":
				return nil, context.DeadlineExceeded
			case "panic":
				panic("oh")
			case "never":
				<-never
			}
			return scratch.Hold(ctx, log, after, wait)
		})
	}
	server, closeBoth := serve(t, f, scratch.Config{}, parts)
	for _, test := range []struct {
		mode   string
		status int
		text   string
	}{
		{"error", 418, `"teapot"`},
		{"deadline", 500, "deadline exceeded"},
		{"panic", 500, `"exercise_panicked"`},
	} {
		for _, query := range []string{"?after=0", "?after=1&wait=1s"} {
			mode.Store(test.mode)
			if got := server.Answer(t, "GET", request("GET", paths[1]+query)); got.StatusCode != test.status || !strings.Contains(got.Text, test.text) {
				t.Errorf("%s: %d %s", test.mode, got.StatusCode, got.Text)
			}
			mode.Store("")
			if got := server.Answer(t, "GET", request("GET", paths[1])); got.StatusCode != http.StatusOK || !strings.Contains(got.Text, `"seq":1`) {
				t.Errorf("after %s: %d %s", test.mode, got.StatusCode, got.Text)
			}
		}
	}
	if incident := labtest.Receive(t, reports, "incident"); !strings.Contains(incident.Stack, "TestPartsThatFail") {
		t.Errorf("%+v", incident)
	}
	mode.Store("never")
	server.Send(t, request("GET", paths[1]+"?after=1"))
	untilHeld(t, 1)
	closeBoth()
}
