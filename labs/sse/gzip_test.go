package sse

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

const takesGzip = "Accept-Encoding: gzip, deflate, br, zstd"

func TestAcceptsGzip(t *testing.T) {
	for field, want := range map[string]bool{
		"":                        false,
		"gzip":                    true,
		"GZip":                    true,
		"x-gzip":                  true,
		"gzip, deflate, br, zstd": true,
		"br , gzip":               true,
		"deflate, br":             false,
		"identity":                false,
		"gzip;q=0":                false,
		"gzip;q=0.000":            false,
		"gzip; q=0.5":             true,
		"gzip ; Q=1":              true,
		"*":                       true,
		"*;q=0":                   false,
		"gzip;q=0, *":             false,
		"gzip, *;q=0":             true,
		"br;q=1, *;q=0.1":         true,
		"gzip;q=2":                false,
		"gzip;q=NaN":              false,
		"gzip;level=1":            false,
		"gzipped":                 false,
		",,gzip,":                 true,
	} {
		if got := AcceptsGzip(field); got != want {
			t.Errorf("Accept-Encoding: %s is %v, want %v", field, got, want)
		}
	}
}

func TestNegotiation(t *testing.T) {
	type want struct{ Encoding, Vary string }
	for _, test := range []struct {
		compress Compression
		request  string
		want     want
	}{
		{"", request("?after=0", takesGzip), want{"", ""}},
		{None, request("?after=0", takesGzip), want{"", ""}},
		{Flush, request("?after=0", takesGzip), want{"gzip", "Accept-Encoding"}},
		{NoFlush, request("?after=0", takesGzip), want{"gzip", "Accept-Encoding"}},
		{NoFlush, request("?after=0", "Accept-Encoding: br", "Accept-Encoding: gzip"), want{"gzip", "Accept-Encoding"}},
		{Flush, request("?after=0", "Accept-Encoding: br"), want{"", "Accept-Encoding"}},
		{Flush, request("?after=0"), want{"", "Accept-Encoding"}},
		{Flush, "HEAD / HTTP/1.1\r\nHost: x\r\n" + takesGzip + "\r\n\r\n", want{"gzip", "Accept-Encoding"}},
	} {
		f := feed.New(feed.Config{})
		publish(f, 1)
		f.Finish()
		method, _, _ := strings.Cut(test.request, " ")
		resp, err := http.ReadResponse(bufio.NewReader(serve(t, New(f, Config{Compress: test.compress})).Send(t, test.request)),
			&http.Request{Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, want{resp.Header.Get("Content-Encoding"), resp.Header.Get("Vary")}); diff != "" {
			t.Errorf("%s, %q (-want +got)\n%s", test.compress, test.request, diff)
		}
		if resp.Header.Get("Content-Type") != ContentType {
			t.Errorf("%s: %v", test.compress, resp.Header)
		}
	}
}

// zipped reads the events of a compressed answer.
func zipped(t *testing.T, server *labtest.Server, query string) *reader {
	t.Helper()
	r := read(t, server.Send(t, request(query, takesGzip)))
	z, err := gzip.NewReader(r.body) // waits for gzip's header alone
	if err != nil {
		t.Fatal(err)
	}
	r.body = z
	return r
}

// TestFlush reads each event before the next one is published. The reader checks gzip's trailer and the last chunk.
func TestFlush(t *testing.T) {
	f := feed.New(feed.Config{})
	r := zipped(t, serve(t, New(f, Config{Compress: Flush})), "")
	for i := range 20 {
		publish(f, 1)
		if diff := cmp.Diff([]string{fmt.Sprint(i + 1)}, r.next(t, 1)); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	}
	publish(f, 2)
	f.Finish()
	if diff := cmp.Diff([]string{"21", "22"}, r.next(t, 3)); diff != "" || r.err != io.EOF {
		t.Errorf("at the end: %v (-want +got)\n%s", r.err, diff)
	}
}

// sizes are the sizes of a chunked body's chunks.
func sizes(t *testing.T, body string) (all []int) {
	t.Helper()
	for {
		var size int
		if _, err := fmt.Sscanf(body, "%x\r\n", &size); err != nil {
			t.Fatalf("%v: %.40q", err, body)
		}
		_, body, _ = strings.Cut(body, "\r\n")
		if size == 0 {
			if body != "\r\n" {
				t.Fatalf("after the last chunk: %q", body)
			}
			return all
		}
		all = append(all, size)
		body = body[size+2:]
	}
}

// TestChunks counts them: one an event if each is flushed, else gzip's header and what comes when the stream ends.
func TestChunks(t *testing.T) {
	for compress, want := range map[Compression]int{Flush: 1 + 30 + 1, NoFlush: 2} {
		f := feed.New(feed.Config{})
		lane := New(f, Config{Compress: compress})
		conn := serve(t, lane).Send(t, request("", takesGzip))
		labtest.Until(t, "it is open", func() bool { return lane.Stats().Streams == 1 })
		publish(f, 30)
		f.Finish()
		_, body, _ := strings.Cut(labtest.ReadAll(t, conn), "\r\n\r\n")
		got := sizes(t, body)
		if len(got) != want {
			t.Errorf("%s: chunks of %d bytes, want %d chunks", compress, got, want)
		}
		if compress == NoFlush && got[0] != 10 { // RFC 1952 2.3
			t.Errorf("%d bytes before the first event, want gzip's header", got[0])
		}
	}
}

// TestNoFlush sees nothing of some events, and most of many once gzip has had enough of them.
func TestNoFlush(t *testing.T) {
	f := feed.New(feed.Config{})
	r := zipped(t, serve(t, New(f, Config{Compress: NoFlush})), "")
	chance := rand.New(rand.NewPCG(1, 1))
	for range 40 {
		data := make([]byte, 10_000)
		for i := range data {
			data[i] = byte('0' + chance.IntN(64))
		}
		f.Publish(string(data))
	}
	if diff := cmp.Diff([]string{"1", "2", "3"}, r.next(t, 3)); diff != "" { // while the feed goes on
		t.Errorf("(-want +got)\n%s", diff)
	}
	f.Finish()
	if rest := r.next(t, 100); len(rest) != 37 || r.err != io.EOF {
		t.Errorf("%v after %v", r.err, rest)
	}
}

func TestGzipToHTTP10(t *testing.T) {
	f := feed.New(feed.Config{})
	publish(f, 2)
	f.Finish()
	conn := serve(t, New(f, Config{Compress: Flush})).Send(t, "GET / HTTP/1.0\r\n"+takesGzip+"\r\n\r\n")
	_, body, _ := strings.Cut(labtest.ReadAll(t, conn), "\r\n\r\n")
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if seen := dispatched(t, string(text)); err != nil || len(seen) != 2 {
		t.Errorf("%v: %q", err, seen)
	}
}

func TestGzipHeartbeatAndGap(t *testing.T) {
	f := feed.New(feed.Config{Window: 1})
	lane := New(f, Config{Compress: Flush, HeartbeatEvery: 20 * time.Millisecond, VisibleHeartbeat: true})
	publish(f, 3)
	r := zipped(t, serve(t, lane), "?after=0")
	if diff := cmp.Diff([]string{`gap {"from":1,"to":2}`, "3", "heartbeat ", "heartbeat "}, r.next(t, 4)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestGzipClose closes a lane with one client that reads and one that does not: the first gets the trailer and the last
// chunk, the other is not waited for.
func TestGzipClose(t *testing.T) {
	f := feed.New(feed.Config{})
	lane := New(f, Config{Compress: Flush, WriteTimeout: time.Hour})
	server := serve(t, lane)
	stuck := server.Send(t, request("", takesGzip))
	stuck.SetReadBuffer(4 << 10)
	r := zipped(t, server, "")
	chance := rand.New(rand.NewPCG(1, 1))
	for i := range 60 { // 6 MB, more than sockets hold
		data := make([]byte, 100<<10)
		for i := range data {
			data[i] = byte('0' + chance.IntN(64))
		}
		f.Publish(string(data))
		if got := r.next(t, 1); len(got) != 1 || got[0] != fmt.Sprint(i+1) {
			t.Fatalf("got %s, want %d", got, i+1)
		}
	}
	start := time.Now()
	lane.Close()
	if took := time.Since(start); took > time.Minute {
		t.Errorf("Close took %v", took)
	}
	if got := r.next(t, 1); len(got) != 0 || r.err != io.EOF {
		t.Errorf("%v %v", got, r.err)
	}
	if n := lane.Stats().Streams; n != 0 || gzippers.Load() != 0 {
		t.Errorf("%d streams and %d gzippers are left", n, gzippers.Load())
	}
}

func TestGzipClientsThatLeave(t *testing.T) {
	var admitted atomic.Int64
	lane := New(feed.New(feed.Config{}), Config{Compress: NoFlush, Watcher: watcher(t), HeartbeatEvery: time.Millisecond,
		Admit: func() (func(), error) {
			admitted.Add(1)
			return func() { admitted.Add(-1) }, nil
		}})
	server := serve(t, lane)
	for i := range 10 {
		conn := server.Send(t, request("", takesGzip))
		read(t, conn)
		if i%2 == 0 {
			conn.SetLinger(0) // leave with a reset
		}
		conn.Close()
	}
	labtest.Until(t, "all have left", func() bool {
		return lane.Stats().Streams == 0 && admitted.Load() == 0 && gzippers.Load() == 0
	})
}

func TestTooManyGzipped(t *testing.T) {
	var admitted atomic.Int64
	f := feed.New(feed.Config{})
	publish(f, 1)
	server := serve(t, New(f, Config{Compress: Flush, Admit: func() (func(), error) {
		admitted.Add(1)
		return func() { admitted.Add(-1) }, nil
	}}))
	gzippers.Add(MaxGzipped)
	_, before := Gzipped()
	resp := server.Answer(t, "GET", request("", takesGzip))
	if resp.StatusCode != 503 || !strings.Contains(resp.Text, `"code":"too_many_gzipped"`) || admitted.Load() != 0 {
		t.Errorf("%d %s, %d places taken", resp.StatusCode, resp.Text, admitted.Load())
	}
	if got := read(t, server.Send(t, request(""))).next(t, 1); !cmp.Equal(got, []string{"1"}) {
		t.Errorf("plain: %v", got)
	}
	if open, refused := Gzipped(); open != MaxGzipped || refused != before+1 {
		t.Errorf("%d streams are compressed, %d were refused; want %d, %d", open, refused, MaxGzipped, before+1)
	}
	gzippers.Add(-MaxGzipped)
	if got := zipped(t, server, "").next(t, 1); !cmp.Equal(got, []string{"1"}) {
		t.Errorf("afterwards: %v", got)
	}
}
