package sse

import (
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
)

// odd leaves out every second event.
func odd(seq uint64) bool { return seq%2 == 1 }

// TestDropWhileItFlows reads each event before the next is published, as it is and compressed. An event that is left out
// ends no body: a chunk of no bytes would (RFC 9112 7.1).
func TestDropWhileItFlows(t *testing.T) {
	for _, compress := range []Compression{None, Flush} {
		f := feed.New(feed.Config{})
		server := serve(t, New(f, Config{Drop: odd, Compress: compress}))
		var r *reader
		if compress == Flush {
			r = zipped(t, server, "")
		} else {
			r = read(t, server.Send(t, request("")))
		}
		for i := 2; i <= 20; i += 2 {
			publish(f, 2)
			if diff := cmp.Diff([]string{fmt.Sprint(i)}, r.next(t, 1)); diff != "" {
				t.Fatalf("%s (-want +got)\n%s", compress, diff)
			}
		}
		publish(f, 1)
		f.Finish()
		if got := r.next(t, 1); len(got) > 0 || r.err != io.EOF {
			t.Errorf("%s: at the end %v, %v", compress, got, r.err)
		}
	}
}

// TestCompleteWithoutWhatIsDropped asks after the end, when what is left of the feed is left out: 204 stops an EventSource,
// which would else come back for ever.
func TestCompleteWithoutWhatIsDropped(t *testing.T) {
	f := feed.New(feed.Config{Window: 4})
	publish(f, 7) // of which 4, 5, 6 and 7 are kept
	f.Finish()
	for _, test := range []struct {
		drop   func(uint64) bool
		query  string
		status int
	}{
		{odd, "?after=6", 204},
		{odd, "?after=5", 200},
		{odd, "", 200},
		{func(seq uint64) bool { return seq > 3 }, "?after=3", 204},
		{func(seq uint64) bool { return seq > 3 }, "?after=2", 200},
		{func(uint64) bool { return true }, "", 204},
		{func(uint64) bool { return true }, "?after=1", 200}, // there is a gap to tell of
		{nil, "?after=6", 200},
	} {
		resp := serve(t, New(f, Config{Drop: test.drop})).Answer(t, "GET", request(test.query))
		if resp.StatusCode != test.status {
			t.Errorf("%q: %d, want %d", test.query, resp.StatusCode, test.status)
		}
	}
}
