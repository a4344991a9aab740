package longpolling

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
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
	"wireside/labs/presence"
)

func serve(t testing.TB, lane *Lane) *labtest.Server {
	return labtest.Start(t, func(app *fiber.App) { app.Get("/", lane.Serve) })
}

func request(query string) string { return "GET /" + query + " HTTP/1.1\r\nHost: x\r\n\r\n" }

func publish(f *feed.Feed, n int) {
	for range n {
		f.Publish("x")
	}
}

// seqs are the numbers of the events in an answer.
func seqs(t testing.TB, resp labtest.Answer) []uint64 {
	t.Helper()
	var batch lab.Batch
	if err := json.Unmarshal([]byte(resp.Text), &batch); err != nil || resp.StatusCode != 200 {
		t.Fatalf("%d %v: %s", resp.StatusCode, err, resp.Text)
	}
	var out []uint64
	for _, e := range batch.Events {
		out = append(out, e.Seq)
	}
	return out
}

// held counts the requests that are being held.
func held() int { return labtest.Goroutines("longpolling.(*Lane).hold") }

func untilHeld(t testing.TB, n int) {
	t.Helper()
	labtest.Until(t, fmt.Sprint(n, " requests are held"), func() bool { return held() == n })
}

func TestAnswersAtOnce(t *testing.T) {
	f := feed.New(feed.Config{Window: 3})
	server := serve(t, New(f, Config{MaxEvents: 2}))
	publish(f, 5)
	for query, want := range map[string][]uint64{
		"?after=4":         {5},
		"?after=2":         {3, 4},
		"":                 {3, 4}, // what is kept
		"?after=0&wait=1s": {3, 4},
	} {
		if diff := cmp.Diff(want, seqs(t, server.Answer(t, "GET", request(query)))); diff != "" {
			t.Errorf("%q (-want +got)\n%s", query, diff)
		}
	}
	resp := server.Answer(t, "GET", request("?after=0"))
	if !strings.HasSuffix(resp.Text, `"next":4,"gap":{"from":1,"to":2}}`) {
		t.Errorf("no gap: %s", resp.Text)
	}
	if diff := cmp.Diff([]string{"no-store", "application/json"}, []string{resp.Header.Get("Cache-Control"), resp.Header.Get("Content-Type")}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestHeldUntilAnEvent(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{}))
	first := bufio.NewReader(server.Send(t, request("")))
	untilHeld(t, 1)
	publish(f, 1)
	if diff := cmp.Diff([]uint64{1}, seqs(t, labtest.ReadAnswer(t, first, "GET"))); diff != "" {
		t.Errorf("without a cursor (-want +got)\n%s", diff)
	}
	second, ahead := bufio.NewReader(server.Send(t, request("?after=1"))), bufio.NewReader(server.Send(t, request("?after=2")))
	untilHeld(t, 2)
	publish(f, 1)
	if diff := cmp.Diff([]uint64{2}, seqs(t, labtest.ReadAnswer(t, second, "GET"))); diff != "" {
		t.Errorf("with a cursor (-want +got)\n%s", diff)
	}
	untilHeld(t, 1)
	publish(f, 1)
	if diff := cmp.Diff([]uint64{3}, seqs(t, labtest.ReadAnswer(t, ahead, "GET"))); diff != "" {
		t.Errorf("with a cursor ahead (-want +got)\n%s", diff)
	}
}

func TestFromNow(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{}))
	publish(f, 3)
	r := bufio.NewReader(server.Send(t, request("?after=now")))
	untilHeld(t, 1)
	publish(f, 1)
	if diff := cmp.Diff([]uint64{4}, seqs(t, labtest.ReadAnswer(t, r, "GET"))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestRestAfterTheEnd drains a feed that ends while a request is held, and asks once more.
func TestRestAfterTheEnd(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{MaxEvents: 2}))
	publish(f, 3)
	r := bufio.NewReader(server.Send(t, request("?after=3")))
	untilHeld(t, 1)
	f.Finish()
	got := []int{labtest.ReadAnswer(t, r, "GET").StatusCode}
	var rest []uint64
	for _, query := range []string{"?after=1", "?after=2", "?after=3", "?after=now"} {
		resp := server.Answer(t, "GET", request(query))
		got = append(got, resp.StatusCode)
		if resp.StatusCode == 200 {
			rest = append(rest, seqs(t, resp)...)
		}
	}
	if diff := cmp.Diff([]int{204, 200, 200, 410, 410}, got); diff != "" {
		t.Errorf("statuses (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]uint64{2, 3, 3}, rest); diff != "" {
		t.Errorf("events (-want +got)\n%s", diff)
	}
}

func TestDeadline(t *testing.T) {
	server := serve(t, New(feed.New(feed.Config{}), Config{}))
	start := time.Now()
	all := labtest.ReadAll(t, server.Send(t, "GET /?wait=50ms HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
	if took := time.Since(start); took < 50*time.Millisecond || took > 5*time.Second {
		t.Errorf("answered after %v", took)
	}
	lines := strings.Split(all, "\r\n")
	if len(lines) < 2 || !strings.HasPrefix(lines[1], "Date: ") {
		t.Fatalf("%q", all)
	}
	lines[1] = "Date: …"
	want := []string{"HTTP/1.1 204 No Content", "Date: …", "Cache-Control: no-store", "Connection: close", "", ""}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestNothingIsLostBetweenLookAndWait publishes after the lane has found nothing and before it waits: Admit is called
// just there.
func TestNothingIsLostBetweenLookAndWait(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{Admit: func() (func(), error) {
		f.Publish("in the gap")
		return func() {}, nil
	}}))
	if diff := cmp.Diff([]uint64{1}, seqs(t, server.Answer(t, "GET", request("?after=0&wait=60s")))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestNothingIsLostBetweenTwoPolls publishes when an answer has been read and the next request is not sent yet.
func TestNothingIsLostBetweenTwoPolls(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{}))
	conn := server.Dial(t)
	r := bufio.NewReader(conn)
	var got, want []uint64
	for after, round := uint64(0), 0; round < 100; round++ {
		publish(f, 1+round%3)
		if _, err := conn.Write([]byte(request(fmt.Sprint("?after=", after)))); err != nil {
			t.Fatal(err)
		}
		got = append(got, seqs(t, labtest.ReadAnswer(t, r, "GET"))...)
		after = got[len(got)-1]
	}
	for seq := uint64(1); seq <= f.Last(); seq++ {
		want = append(want, seq)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestNothingIsLostWhilePublishing has clients poll as fast as they can while events are published as fast as they can be.
func TestNothingIsLostWhilePublishing(t *testing.T) {
	const events = 2000
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{}))
	done := make(chan string, 4)
	for range cap(done) {
		conn := server.Dial(t)
		go func() {
			r := bufio.NewReader(conn)
			for after := uint64(0); after < events; {
				conn.Write([]byte(request(fmt.Sprint("?after=", after))))
				for _, seq := range seqs(t, labtest.ReadAnswer(t, r, "GET")) {
					if seq != after+1 {
						done <- fmt.Sprintf("event %d follows %d", seq, after)
						return
					}
					after = seq
				}
			}
			done <- ""
		}()
	}
	for range events {
		f.Publish("x")
		runtime.Gosched()
	}
	for range cap(done) {
		if problem := labtest.Receive(t, done, "end of a client"); problem != "" {
			t.Error(problem)
		}
	}
}

func TestErrors(t *testing.T) {
	f := feed.New(feed.Config{})
	publish(f, 2)
	server := serve(t, New(f, Config{Admit: func() (func(), error) {
		return nil, &lab.Error{Status: 503, Code: "too_many_streams", Message: "too many streams"}
	}}))
	ended := feed.New(feed.Config{})
	publish(ended, 2)
	ended.Close()
	over := serve(t, New(ended, Config{}))
	for _, test := range []struct {
		server *labtest.Server
		query  string
		status int
		text   string
	}{
		{server, "?after=banana", 400, `"bad_cursor"`},
		{server, "?wait=banana", 400, `"bad_wait"`},
		{server, "?after=2", 503, `"too_many_streams"`},
		{server, "?after=1", 200, `"seq":2`}, // answered at once: it needs no place
		{over, "?after=1", 200, `"seq":2`},
		{over, "?after=2", 410, `"run_ended"`},
	} {
		resp := test.server.Answer(t, "GET", request(test.query))
		if resp.StatusCode != test.status || !strings.Contains(resp.Text, test.text) {
			t.Errorf("%s: %d %s", test.query, resp.StatusCode, resp.Text)
		}
	}
}

func TestAdmitIsReleased(t *testing.T) {
	var open, most atomic.Int64
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{Admit: func() (func(), error) {
		most.Store(max(most.Load(), open.Add(1)))
		return func() { open.Add(-1) }, nil
	}}))
	server.Answer(t, "GET", request("?wait=1ms"))
	if open.Load() != 0 || most.Load() != 1 {
		t.Errorf("%d open, %d at most", open.Load(), most.Load())
	}
}

func TestHeadIsNotHeld(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{}))
	conn := server.Send(t, "HEAD /?wait=60s HTTP/1.1\r\nHost: x\r\n\r\n")
	r := bufio.NewReader(conn)
	if resp := labtest.ReadAnswer(t, r, "HEAD"); resp.StatusCode != 204 {
		t.Errorf("nothing new: %d", resp.StatusCode)
	}
	publish(f, 1)
	conn.Write([]byte("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"))
	head, body := labtest.ReadAnswer(t, r, "HEAD"), labtest.ReadAnswer(t, r, "GET")
	if head.StatusCode != 200 || head.ContentLength != int64(len(body.Text)) {
		t.Errorf("%d, promises %d bytes of %d", head.StatusCode, head.ContentLength, len(body.Text))
	}
}

func TestHTTP10(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{}))
	conn := server.Send(t, "GET / HTTP/1.0\r\n\r\n")
	untilHeld(t, 1)
	publish(f, 1)
	all := labtest.ReadAll(t, conn)
	if _, body, _ := strings.Cut(all, "\r\n\r\n"); !strings.HasPrefix(body, `{"events":[{"seq":1,`) || strings.Contains(all, "chunked") {
		t.Errorf("%s", all)
	}
}

func TestClose(t *testing.T) {
	lane := New(feed.New(feed.Config{}), Config{})
	server := serve(t, lane)
	conn := server.Send(t, request("?wait=60s"))
	untilHeld(t, 1)
	lane.Close()
	lane.Close()
	for _, conn := range []net.Conn{conn, server.Send(t, request("?wait=60s"))} {
		all := labtest.ReadAll(t, conn) // the server closes the connection
		if !strings.HasPrefix(all, "HTTP/1.1 204 ") || !strings.Contains(all, "\r\nConnection: close\r\n") {
			t.Errorf("%s", all)
		}
	}
	untilHeld(t, 0)
}

func TestFeedEndsWhileHeld(t *testing.T) {
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{}))
	r := bufio.NewReader(server.Send(t, request("?wait=60s")))
	untilHeld(t, 1)
	f.Close()
	if resp := labtest.ReadAnswer(t, r, "GET"); resp.StatusCode != 204 {
		t.Errorf("%d %s", resp.StatusCode, resp.Text)
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
	server := serve(t, New(feed.New(feed.Config{}), Config{Watcher: watcher}))
	var conns []*net.TCPConn
	for range 20 {
		conns = append(conns, server.Send(t, request("?wait="+wait)))
	}
	untilHeld(t, 20)
	for i, conn := range conns {
		if i%2 == 0 {
			conn.SetLinger(0) // leave with a reset
		}
		conn.Close()
	}
	untilHeld(t, 0)
}

// TestWhatIsDroppedWakesNobody leaves out three of four events. Who waits goes on waiting, and the cursor passes them.
func TestWhatIsDroppedWakesNobody(t *testing.T) {
	f := feed.New(feed.Config{Window: 4})
	server := serve(t, New(f, Config{MaxEvents: 2, Drop: func(seq uint64) bool { return seq%4 != 0 }}))
	publish(f, 3)
	if resp := server.Answer(t, "GET", request("?after=0&wait=0")); resp.StatusCode != 204 {
		t.Errorf("with all that there is left out: %d %s", resp.StatusCode, resp.Text)
	}
	r := bufio.NewReader(server.Send(t, request("?after=0&wait=60s")))
	untilHeld(t, 1)
	publish(f, 1)
	if diff := cmp.Diff([]uint64{4}, seqs(t, labtest.ReadAnswer(t, r, "GET"))); diff != "" {
		t.Errorf("held (-want +got)\n%s", diff)
	}
	publish(f, 4)
	resp := server.Answer(t, "GET", request("?after=4"))
	if diff := cmp.Diff([]uint64{8}, seqs(t, resp)); diff != "" || !strings.HasSuffix(resp.Text, `"next":8}`) {
		t.Errorf("%s (-want +got)\n%s", resp.Text, diff)
	}
	publish(f, 3)
	if resp := server.Answer(t, "GET", request("?after=4")); !strings.HasSuffix(resp.Text, `"next":9,"gap":{"from":5,"to":7}}`) {
		t.Errorf("a gap: %s", resp.Text)
	}
	f.Finish()
	if resp := server.Answer(t, "GET", request("?after=8")); resp.StatusCode != 410 {
		t.Errorf("the feed ended, and what is left of it is left out: %d %s", resp.StatusCode, resp.Text)
	}
}

// TestAnswersAreHeld sits on an answer that there is and on one that there is not, within one place each.
func TestAnswersAreHeld(t *testing.T) {
	const hold = 60 * time.Millisecond
	var asked, open atomic.Int64
	f := feed.New(feed.Config{})
	server := serve(t, New(f, Config{Hold: hold, Admit: func() (func(), error) {
		asked.Add(1)
		open.Add(1)
		return func() { open.Add(-1) }, nil
	}}))
	publish(f, 1)
	for query, status := range map[string]int{"?after=0": 200, "?after=1&wait=0": 204, "?after=1&wait=1ms": 204} {
		asked.Store(0)
		start := time.Now()
		resp := server.Answer(t, "GET", request(query))
		if took := time.Since(start); took < hold || resp.StatusCode != status {
			t.Errorf("%s: %d after %v", query, resp.StatusCode, took)
		}
		labtest.Until(t, "the place is given back", func() bool { return open.Load() == 0 })
		if n := asked.Load(); n != 1 {
			t.Errorf("%s took %d places", query, n)
		}
	}
	if start := time.Now(); server.Answer(t, "HEAD", "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").StatusCode != 200 || asked.Load() != 1 {
		t.Errorf("a HEAD was held, after %v", time.Since(start))
	}
}

// TestHeldAnswersAreLetGo ends the sitting on an answer by the lane's end, and by the client's.
func TestHeldAnswersAreLetGo(t *testing.T) {
	watcher, err := presence.New()
	if err != nil {
		t.Fatal(err)
	}
	defer watcher.Close()
	f := feed.New(feed.Config{})
	publish(f, 1)
	lane := New(f, Config{Hold: time.Hour, Watcher: watcher})
	server := serve(t, lane)
	if runtime.GOOS == "linux" {
		leaving := server.Send(t, request("?after=0"))
		untilHeld(t, 1)
		leaving.Close()
		untilHeld(t, 0)
	}
	conn := server.Send(t, request("?after=0"))
	untilHeld(t, 1)
	lane.Close()
	all := labtest.ReadAll(t, conn)
	if !strings.HasPrefix(all, "HTTP/1.1 200 ") || !strings.Contains(all, "\r\nConnection: close\r\n") {
		t.Errorf("%s", all)
	}
	untilHeld(t, 0)
}
