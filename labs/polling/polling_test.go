package polling

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

func serve(t testing.TB, f *feed.Feed, cfg Config) *labtest.Server {
	return labtest.Start(t, func(app *fiber.App) { app.Get("/", New(f, cfg).Serve) })
}

func get(query string, headers ...string) string {
	return "GET /" + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + strings.Join(append(headers, "\r\n"), "\r\n")
}

func publish(f *feed.Feed, n int) {
	for range n {
		f.Publish("x")
	}
}

func TestAnswers(t *testing.T) {
	f := feed.New(feed.Config{Window: 4})
	server := serve(t, f, Config{MaxEvents: 3})
	type want struct {
		Status int
		Seqs   []uint64
		Next   uint64
		Gap    *feed.Gap
	}
	for _, step := range []struct {
		publish int
		query   string
		want    want
	}{
		{0, "", want{200, nil, 0, nil}},
		{0, "?after=3", want{200, nil, 3, nil}},
		{2, "", want{200, []uint64{1, 2}, 2, nil}},
		{0, "?after=0", want{200, []uint64{1, 2}, 2, nil}},
		{0, "?after=1", want{200, []uint64{2}, 2, nil}},
		{0, "?after=2", want{200, nil, 2, nil}},
		{2, "?after=0", want{200, []uint64{1, 2, 3}, 3, nil}},
		{0, "?after=3", want{200, []uint64{4}, 4, nil}},
		{2, "?after=1", want{200, []uint64{3, 4, 5}, 5, &feed.Gap{From: 2, To: 2}}},
		{0, "", want{200, []uint64{3, 4, 5}, 5, nil}},
	} {
		publish(f, step.publish)
		resp := server.Answer(t, "GET", get(step.query))
		var batch lab.Batch
		if err := json.Unmarshal([]byte(resp.Text), &batch); err != nil {
			t.Fatalf("%v: %s", err, resp.Text)
		}
		got := want{Status: resp.StatusCode, Next: batch.Next, Gap: batch.Gap}
		for _, e := range batch.Events {
			got.Seqs = append(got.Seqs, e.Seq)
		}
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", step.query, diff)
		}
		if got := [2]string{resp.Header.Get("Cache-Control"), resp.Header.Get("Content-Type")}; got != [2]string{"no-cache", "application/json"} {
			t.Errorf("%q: %v", step.query, got)
		}
	}
}

func TestNotModified(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, f, Config{})
	publish(f, 2)
	tag := server.Answer(t, "GET", get("?after=1")).Header.Get("ETag")
	if !strings.HasPrefix(tag, `"`) || !strings.HasSuffix(tag, `-1-2"`) {
		t.Fatalf("ETag: %s", tag)
	}
	head := func(headers ...string) string {
		all := labtest.ReadAll(t, server.Send(t, get("?after=1", headers...)))
		lines := strings.Split(all, "\r\n")
		for i, line := range lines {
			if strings.HasPrefix(line, "Date: ") {
				lines[i] = "Date: …"
			}
		}
		return strings.Join(lines, "\n")
	}
	want := "HTTP/1.1 304 Not Modified\nDate: …\nEtag: " + tag + "\nCache-Control: no-cache\nConnection: close\n\n"
	for _, field := range []string{tag, "W/" + tag, `"other", ` + tag, "*", "\"other\"\r\nIf-None-Match: " + tag} {
		if diff := cmp.Diff(want, head("If-None-Match: "+field)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", field, diff)
		}
	}
	publish(f, 1)
	resp := server.Answer(t, "GET", get("?after=1", "If-None-Match: "+tag))
	if resp.StatusCode != 200 || resp.Header.Get("ETag") == tag {
		t.Errorf("after another event: %d with %s", resp.StatusCode, resp.Header.Get("ETag"))
	}
}

func TestWithoutTags(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, f, Config{Untagged: true})
	for range 2 {
		resp := server.Answer(t, "GET", get("?after=0", "If-None-Match: *"))
		h := resp.Header
		if resp.StatusCode != 200 || h.Get("ETag") != "" || h.Get("Cache-Control") != "no-store" || h.Get("Content-Type") != "application/json" {
			t.Errorf("%d, %v", resp.StatusCode, h)
		}
	}
}

func TestTagsOfTwoRunsDiffer(t *testing.T) {
	tags := map[string]bool{}
	for range 2 {
		tags[serve(t, feed.New(feed.Config{}), Config{}).Answer(t, "GET", get("")).Header.Get("ETag")] = true
	}
	if len(tags) != 2 {
		t.Errorf("two runs share %v", tags)
	}
}

func TestFromNow(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, f, Config{})
	publish(f, 2)
	if resp := server.Answer(t, "GET", get("?after=now")); resp.Text != `{"events":[],"next":2}` {
		t.Errorf("%d %s", resp.StatusCode, resp.Text)
	}
}

func TestBinary(t *testing.T) {
	f := feed.New(feed.Config{Binary: true})
	server := serve(t, f, Config{})
	e := f.Publish("\x00\xff")
	want := fmt.Sprintf(`{"events":[{"seq":1,"at":%d,"data":"AP8="}],"next":1}`, e.At)
	if diff := cmp.Diff(want, server.Answer(t, "GET", get("")).Text); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestConnectionEndsWithEachAnswer also holds that it doesn't by default.
func TestConnectionEndsWithEachAnswer(t *testing.T) {
	f := feed.New(feed.Config{})
	publish(f, 1)
	const poll = "GET /?after=%s HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n"
	for _, test := range []struct {
		cfg   Config
		after string
		want  []int // the status of each answer on one connection
	}{
		{Config{}, "0", []int{304, 304}},
		{Config{Close: true}, "0", []int{304}},
		{Config{Close: true}, "banana", []int{400}},
	} {
		request := fmt.Sprintf(poll, test.after)
		r := bufio.NewReader(serve(t, f, test.cfg).Send(t, request+request))
		var got []int
		for range test.want {
			resp := labtest.ReadAnswer(t, r, "GET")
			got = append(got, resp.StatusCode)
			if resp.Close != test.cfg.Close {
				t.Errorf("%+v: Connection: %q", test.cfg, resp.Header["Connection"])
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%+v (-want +got)\n%s", test.cfg, diff)
		}
		if test.cfg.Close {
			if _, err := r.ReadByte(); err != io.EOF {
				t.Errorf("after the answer: %v, want the end", err)
			}
		}
	}
}

// TestRestAfterTheEnd drains an ended feed, some events at a time.
func TestRestAfterTheEnd(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, f, Config{MaxEvents: 2})
	publish(f, 3)
	f.Finish()
	for after, want := range []uint64{2, 3, 3, 3} {
		var batch lab.Batch
		resp := server.Answer(t, "GET", get(fmt.Sprint("?after=", after)))
		if err := json.Unmarshal([]byte(resp.Text), &batch); err != nil || batch.Next != want || resp.StatusCode != 200 {
			t.Errorf("after %d: %d %s, want next %d", after, resp.StatusCode, resp.Text, want)
		}
	}
}

func TestBadCursor(t *testing.T) {
	server := serve(t, feed.New(feed.Config{}), Config{})
	resp := server.Answer(t, "GET", get("?after=banana"))
	if resp.StatusCode != 400 || !strings.Contains(resp.Text, `"code":"bad_cursor"`) {
		t.Errorf("%d %s", resp.StatusCode, resp.Text)
	}
}

func TestHead(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, f, Config{})
	publish(f, 3)
	conn := server.Send(t, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
	r := bufio.NewReader(conn)
	head, body := labtest.ReadAnswer(t, r, "HEAD"), labtest.ReadAnswer(t, r, "GET")
	head.Header.Del("Date")
	body.Header.Del("Date")
	if diff := cmp.Diff(body.Header, head.Header); diff != "" || head.ContentLength != int64(len(body.Text)) {
		t.Errorf("HEAD promises %d bytes, GET has %d (-GET +HEAD)\n%s", head.ContentLength, len(body.Text), diff)
	}
}

func TestHTTP10(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, f, Config{})
	publish(f, 1)
	all := labtest.ReadAll(t, server.Send(t, "GET / HTTP/1.0\r\n\r\n"))
	head, body, _ := strings.Cut(all, "\r\n\r\n")
	if !strings.Contains(head, fmt.Sprintf("\r\nContent-Length: %d\r\n", len(body))) || !strings.HasPrefix(body, `{"events":[{"seq":1,`) {
		t.Errorf("%s", all)
	}
}

func BenchmarkPoll(b *testing.B) {
	f := feed.New(feed.Config{})
	server := serve(b, f, Config{})
	publish(f, 10)
	conn := server.Dial(b)
	r := bufio.NewReader(conn)
	request := []byte("GET /?after=5 HTTP/1.1\r\nHost: x\r\n\r\n")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := conn.Write(request); err != nil {
			b.Fatal(err)
		}
		labtest.ReadAnswer(b, r, "GET")
	}
}

// TestWhatIsDroppedMovesTheCursor leaves out three of four events: the answers lack them, and go on behind them.
func TestWhatIsDroppedMovesTheCursor(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, f, Config{MaxEvents: 2, Drop: func(seq uint64) bool { return seq%4 != 0 }})
	publish(f, 5)
	for after, want := range map[int]string{0: `{"events":[],"next":2}`, 2: `"seq":4,`, 4: `{"events":[],"next":5}`} {
		if resp := server.Answer(t, "GET", get(fmt.Sprint("?after=", after))); resp.StatusCode != 200 || !strings.Contains(resp.Text, want) {
			t.Errorf("after %d: %d %s, want %s", after, resp.StatusCode, resp.Text, want)
		}
	}
}

// TestAnswersAreHeld sits on an answer although it is there, until enough time has passed or the lane is closed.
func TestAnswersAreHeld(t *testing.T) {
	const hold = 60 * time.Millisecond
	f := feed.New(feed.Config{})
	server := serve(t, f, Config{Hold: hold})
	conn := server.Dial(t)
	r := bufio.NewReader(conn)
	for _, field := range []string{"", "If-None-Match: *\r\n"} {
		start := time.Now()
		fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\n%s\r\n", field)
		resp := labtest.ReadAnswer(t, r, "GET")
		if took := time.Since(start); took < hold || (resp.StatusCode == 304) != (field != "") {
			t.Errorf("%d after %v", resp.StatusCode, took)
		}
	}

	lane := New(f, Config{Hold: time.Hour})
	server = labtest.Start(t, func(app *fiber.App) { app.Get("/", lane.Serve) })
	asked := server.Send(t, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	labtest.Until(t, "the answer is held", func() bool { return labtest.Goroutines("lab.SitOn") == 1 })
	publish(f, 1)
	lane.Close()
	lane.Close()
	all := labtest.ReadAll(t, asked)
	if !strings.HasPrefix(all, "HTTP/1.1 200 ") || !strings.Contains(all, "\r\nConnection: close\r\n") || !strings.HasSuffix(all, `{"events":[],"next":0}`) {
		t.Errorf("what was there when it was asked for: %s", all)
	}
}
