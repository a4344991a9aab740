package sse

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/fanout"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// TestBytes is everything that crosses the socket, from the head to the last chunk.
func TestBytes(t *testing.T) {
	f := feed.New(feed.Config{Window: 1})
	publish(f, 2)
	e := f.After(1, 0).Events[0]
	f.Close()
	server := serve(t, New(f, Config{}))
	block := fmt.Sprintf("id: 2\ndata: {\"seq\":2,\"at\":%d,\"data\":\"x\"}\n\n", e.At)
	head := "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n" +
		"X-Accel-Buffering: no\r\nDate: …\r\nConnection: close\r\n"
	const hello, gap = helloText, "event: gap\ndata: {\"from\":1,\"to\":1}\n\n"
	for name, test := range map[string]struct{ request, want string }{
		"HTTP/1.1": {request("?after=0"), head + "Transfer-Encoding: chunked\r\n\r\n" +
			"15\r\n" + hello + "\r\n" + "24\r\n" + gap + "\r\n" + fmt.Sprintf("%x\r\n%s\r\n", len(block), block) + "0\r\n\r\n"},
		"HTTP/1.0":      {"GET /?after=0 HTTP/1.0\r\n\r\n", head + "\r\n" + hello + gap + block},
		"HEAD":          {"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", head + "Transfer-Encoding: chunked\r\n\r\n"},
		"HEAD HTTP/1.0": {"HEAD / HTTP/1.0\r\n\r\n", head + "\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			lines := strings.SplitAfter(labtest.ReadAll(t, server.Send(t, test.request)), "\r\n")
			for i, line := range lines {
				if date, ok := strings.CutPrefix(line, "Date: "); ok {
					if _, err := http.ParseTime(strings.TrimSpace(date)); err != nil {
						t.Error(err)
					}
					lines[i] = "Date: …\r\n"
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(lines, "")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestOneEventOneChunk(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{}))
	conn := server.Send(t, request(""))
	r := bufio.NewReader(conn)
	for line := ""; line != "\r\n"; {
		var err error
		if line, err = r.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	chunk := func() string {
		var size int
		if _, err := fmt.Fscanf(r, "%x\r\n", &size); err != nil {
			t.Fatal(err)
		}
		data := make([]byte, size+2)
		if _, err := io.ReadFull(r, data); err != nil {
			t.Fatal(err)
		}
		return string(data[:size])
	}
	if got := chunk(); got != helloText { // at once, before there is an event
		t.Errorf("first chunk: %q", got)
	}
	publish(f, 3)
	for want := 1; want <= 3; want++ {
		if got := chunk(); !strings.HasPrefix(got, fmt.Sprintf("id: %d\ndata: {", want)) || !strings.HasSuffix(got, "}\n\n") {
			t.Errorf("chunk: %q", got)
		}
	}
}

func TestWhereItBegins(t *testing.T) {
	for name, test := range map[string]struct {
		request string
		want    []string // before and after one more is published
	}{
		"what is kept":                   {request(""), []string{"3", "4", "5", "6"}},
		"after":                          {request("?after=4"), []string{"5", "6"}},
		"Last-Event-ID":                  {request("", "Last-Event-ID: 3"), []string{"4", "5", "6"}},
		"Last-Event-ID wins":             {request("?after=2", "Last-Event-ID: 4"), []string{"5", "6"}},
		"Last-Event-ID wins over banana": {request("?after=banana", "Last-Event-ID: 4"), []string{"5", "6"}},
		"an empty Last-Event-ID is none": {request("?after=4", "Last-Event-ID: "), []string{"5", "6"}},
		"a Last-Event-ID from elsewhere": {request("?after=4", "Last-Event-ID: 500"), []string{`reset {"last":5}`, "3", "4", "5", "6"}},
		"a gap":                          {request("?after=1"), []string{`gap {"from":2,"to":2}`, "3", "4", "5", "6"}},
		"from now on":                    {request("?after=5"), []string{"6"}},
		"after now":                      {request("?after=now"), []string{"6"}},
		"Last-Event-ID wins over now":    {request("?after=now", "Last-Event-ID: 4"), []string{"5", "6"}},
		"any Accept":                     {request("?after=4", "Accept: application/json"), []string{"5", "6"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := feed.New(feed.Config{Window: 3})
			publish(f, 5)
			r := read(t, serve(t, New(f, Config{})).Send(t, test.request))
			got := r.next(t, len(test.want)-1)
			publish(f, 1)
			if diff := cmp.Diff(test.want, append(got, r.next(t, 1)...)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	f := feed.New(feed.Config{})
	asked := 0
	server := serve(t, New(f, Config{Admit: func() (func(), error) {
		asked++
		return nil, &lab.Error{Status: 503, Code: "too_many_streams", Message: "too many streams"}
	}}))
	for _, test := range []struct {
		request, code string
		status        int
	}{
		{request("?after=banana"), "bad_cursor", 400},
		{request("", "Last-Event-ID: banana"), "bad_cursor", 400},
		{request("?after=1", "Last-Event-ID: -1"), "bad_cursor", 400},
		{request(""), "too_many_streams", 503},
	} {
		resp := server.Answer(t, "GET", test.request)
		if resp.StatusCode != test.status || !strings.Contains(resp.Text, `"code":"`+test.code+`"`) {
			t.Errorf("%q: %d %s", test.request, resp.StatusCode, resp.Text)
		}
	}
	if asked != 1 {
		t.Errorf("asked for a place %d times", asked)
	}
}

// TestResume cuts streams at every event and connects again with the last ID: each event comes once.
func TestResume(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{Watcher: watcher(t)}))
	last := "0"
	var got, want []string
	for i := range 50 {
		publish(f, 1+i%3)
		conn := server.Send(t, request("?after=0", "Last-Event-ID: "+last))
		events := read(t, conn).next(t, 1)
		conn.Close()
		publish(f, 1) // while nobody listens
		got = append(got, events...)
		last = got[len(got)-1]
	}
	for i := range got {
		want = append(want, fmt.Sprint(i+1))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestHeartbeat(t *testing.T) {
	server := serve(t, New(feed.New(feed.Config{}), Config{HeartbeatEvery: 20 * time.Millisecond}))
	resp, err := http.ReadResponse(bufio.NewReader(server.Send(t, request(""))), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := helloText + ": heartbeat\n\n: heartbeat\n\n"
	got := make([]byte, len(want))
	if _, err := io.ReadFull(resp.Body, got); err != nil || string(got) != want {
		t.Errorf("%v %q", err, got)
	}
}

// TestNoHeartbeat publishes after far more than an interval of any heartbeat, on the bubble's clock.
func TestNoHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(feed.Config{})
		lane := New(f, Config{HeartbeatEvery: -1})
		defer lane.Close()
		conn, peer := net.Pipe()
		lane.plain.Add(&fanout.Stream{Conn: conn})
		<-time.After(24 * time.Hour)
		publish(f, 1)
		f.Finish()
		all, err := io.ReadAll(peer)
		if err != nil || !strings.HasPrefix(string(all), "id: 1\n") || strings.Contains(string(all), "heartbeat") {
			t.Errorf("%v %q", err, all)
		}
	})
}

func TestAfterPipelinedPolls(t *testing.T) {
	f := feed.New(feed.Config{})
	lane := New(f, Config{})
	server := labtest.Start(t, func(app *fiber.App) {
		app.Get("/", lane.Serve)
		app.Get("/poll", func(c *fiber.Ctx) error { return c.SendString("polled") })
	})
	defer lane.Close()
	poll := "GET /poll HTTP/1.1\r\nHost: x\r\n\r\n"
	r := bufio.NewReader(server.Send(t, poll+poll+request("")))
	for range 2 {
		if resp := labtest.ReadAnswer(t, r, "GET"); resp.Text != "polled" {
			t.Errorf("%d %q", resp.StatusCode, resp.Text)
		}
	}
	resp, err := http.ReadResponse(r, nil)
	if err != nil || resp.Header.Get("Content-Type") != ContentType {
		t.Fatalf("%v %v", err, resp)
	}
}
