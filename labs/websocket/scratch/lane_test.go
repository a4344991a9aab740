package scratch

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// pair is the same client twice, of the library's lane and of the lane from scratch.
type pair [2]*peer

func (r *rig) both(t testing.TB, query string, first ...[]byte) pair {
	t.Helper()
	return pair{r.open(t, "/library"+query, first...), r.open(t, "/scratch"+query, first...)}
}

// write sends the same bytes to both.
func (p pair) write(frames ...[]byte) {
	p[0].t.Helper()
	for _, p := range p {
		p.write(frames...)
	}
}

// frames waits for n frames of each.
func (p pair) frames(n int) {
	p[0].t.Helper()
	for i, p := range p {
		for range n {
			if _, err := p.next(); err != nil {
				p.t.Fatalf("lane %d: %v after %q", i, err, p.read.String())
			}
		}
	}
}

// hangUp says that nothing more will come.
func (p pair) hangUp() {
	for _, p := range p {
		p.CloseWrite()
	}
}

var date = regexp.MustCompile(`Date: [^\r]*`)

// same reads both to their ends, and compares all bytes.
func (p pair) same() string {
	t := p[0].t
	t.Helper()
	var all [2]string
	for i, p := range p {
		if _, err := io.Copy(io.Discard, p.br); err != nil {
			t.Fatalf("lane %d: %v after %q", i, err, p.read.String())
		}
		all[i] = date.ReplaceAllString(p.read.String(), "Date: now")
	}
	if diff := cmp.Diff(all[0], all[1]); diff != "" {
		t.Errorf("- library, + scratch\n%s", diff)
	}
	return all[1]
}

// TestSameBytes has the same client say the same to both lanes: it gets the same bytes, from the first to the last.
func TestSameBytes(t *testing.T) {
	bye := func(code int) []byte { return frame(fin|closed, closePayload(code, "")) }
	long := strings.Repeat("0123456789abcdef", 4<<10) // 64 KiB
	for name, test := range map[string]struct {
		feed   feed.Config
		cfg    Config
		before int // events
		query  string
		script func(r *rig, p pair)
		want   string // in what was received
	}{
		"events from the oldest on": {before: 3, script: func(r *rig, p pair) {
			p.frames(3)
			r.feed.Publish("κόσμε <b>\u2028")
			p.frames(1)
			r.feed.Finish()
			p.frames(1)
			p.write(bye(1000))
		}, want: "the feed has ended"},
		"events after a cursor": {before: 5, query: "?after=3", script: func(r *rig, p pair) { r.feed.Finish(); p.frames(3); p.write(bye(1000)) }},
		"events from now on":    {before: 5, query: "?after=now", script: func(r *rig, p pair) { r.feed.Publish("x"); p.frames(1); p.write(bye(1000)) }},
		"a cursor ahead":        {before: 1, query: "?after=2", script: func(r *rig, p pair) { r.feed.Publish("2"); r.feed.Publish("3"); p.frames(1); p.write(bye(1001)) }},
		"a gap": {feed: feed.Config{Window: 2}, before: 5, query: "?after=1", script: func(r *rig, p pair) { p.frames(3); p.write(bye(1000)) },
			want: `{"gap":{"from":2,"to":3}}`},
		"events left out": {cfg: Config{Drop: func(seq uint64) bool { return seq%4 != 0 }}, before: 9, script: func(r *rig, p pair) {
			r.feed.Finish()
			p.frames(3)
			p.write(bye(1000))
		}},
		"binary events": {feed: feed.Config{Binary: true}, before: 2, script: func(r *rig, p pair) { p.frames(2); p.write(bye(1000)) }},
		"long events": {script: func(r *rig, p pair) {
			for _, n := range []int{60, 81, 82, 83, 84, 85, 86, 87, 1000, 65400, 65500, 70000} {
				r.feed.Publish(long[:min(n, len(long))])
				p.frames(1)
			}
			p.write(bye(1000))
		}},
		"echoes": {script: func(r *rig, p pair) {
			for _, f := range [][]byte{frame(fin|text, `say "κόσμε"`), frame(fin|text, ""), frame(fin|binry, "\x00\xff"), frame(fin|binry, ""),
				frame(fin|text, long[:125]), frame(fin|text, long[:126]), frame(fin|binry, long)} {
				p.write(f)
				p.frames(1)
			}
			p.write(bye(1000))
		}},
		"fragments, and a ping between": {script: func(r *rig, p pair) {
			p.write(frame(text, "a\xe2\x82"), frame(fin|pinged, "Hello"), frame(cont, "\xac"), frame(cont, ""), frame(fin|ponged, ""), frame(fin|cont, "b"))
			p.frames(2)
			p.write(bye(1000))
		}, want: `{"echo":"a€b"}`},
		"pings": {script: func(r *rig, p pair) {
			p.write(frame(fin|pinged, ""), frame(fin|pinged, long[:125]))
			p.frames(2)
			p.write(bye(1000))
		}},
		"a close without a code":   {script: func(r *rig, p pair) { p.write(frame(fin|closed, "")) }},
		"a close with a reason":    {script: func(r *rig, p pair) { p.write(frame(fin|closed, closePayload(3000, "bye"))) }},
		"a close of the last code": {script: func(r *rig, p pair) { p.write(bye(4999)) }},
		"the client hangs up":      {script: func(r *rig, p pair) { p.hangUp() }},
		"amid a frame":             {script: func(r *rig, p pair) { p.write(frame(fin|text, "hello")[:8]); p.hangUp() }},
		"text that is not UTF-8": {script: func(r *rig, p pair) { p.write(frame(fin|text, "a\xff")); p.frames(1); p.write(bye(1007)) },
			want: "text is not valid UTF-8"},
		"a fragment that is not UTF-8": {script: func(r *rig, p pair) { p.write(frame(text, "a\xed\xa0\x80")); p.frames(1); p.write(bye(1007)) },
			want: "text is not valid UTF-8"},
		"a character cut at the end": {script: func(r *rig, p pair) {
			p.write(frame(text, "a\xe2"), frame(fin|cont, "\x82"))
			p.frames(1)
			p.write(bye(1007))
		},
			want: "text ends inside a UTF-8 character"},
		"a message too long": {cfg: Config{MessageBytes: 200}, script: func(r *rig, p pair) {
			p.write(frame(fin|text, long[:200]))
			p.frames(1)
			p.write(frame(fin|text, long[:201]))
			p.frames(1)
			p.write(frame(fin|text, "too late"), bye(1009))
		}, want: "message longer than 200 bytes"},
		"fragments too long": {cfg: Config{MessageBytes: 200}, script: func(r *rig, p pair) {
			p.write(frame(text, long[:150]), frame(fin|cont, long[:51]))
			p.frames(1)
			p.write(bye(1009))
		}, want: "message longer than 200 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, test.feed, test.cfg, Reference())
			for i := range test.before {
				r.feed.Publish(fmt.Sprint(i))
			}
			p := r.both(t, test.query)
			test.script(r, p)
			if all := p.same(); !strings.Contains(all, test.want) {
				t.Errorf("%q is not in %q", test.want, all)
			}
		})
	}
}

// TestSameAnswers has the same request put to both lanes, of which they make no stream.
func TestSameAnswers(t *testing.T) {
	refused := &lab.Error{Status: 503, Code: "full", Message: "no place left"}
	var full Config
	full.Admit = func() (func(), error) { return nil, refused }
	change := func(from, to string) func(string) string {
		return func(path string) string { return strings.Replace(request(path), from, to, 1) }
	}
	for name, test := range map[string]struct {
		cfg     Config
		request func(path string) string
		status  string
	}{
		"another method":  {request: change("GET", "POST"), status: "405"},
		"HTTP/1.0":        {request: change("HTTP/1.1", "HTTP/1.0"), status: "400"},
		"no upgrade":      {request: change("Upgrade: WebSocket\r\n", ""), status: "426"},
		"another version": {request: change("Version: 13", "Version: 12"), status: "426"},
		"no key":          {request: change("dGhlIHNhbXBsZSBub25jZQ==", "hello"), status: "400"},
		"another origin":  {request: change("\r\n\r\n", "\r\nOrigin: http://evil.example\r\n\r\n"), status: "403"},
		"two origins":     {request: change("\r\n\r\n", "\r\nOrigin: http://lab.example\r\nOrigin: http://lab.example\r\n\r\n"), status: "403"},
		"no cursor":       {request: func(path string) string { return request(path + "?after=x") }, status: "400"},
		"no place left":   {cfg: full, request: change("", ""), status: "503"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, feed.Config{}, test.cfg, Reference())
			p := pair{r.send(t, test.request("/library")), r.send(t, test.request("/scratch"))}
			p.hangUp()
			if all := p.same(); !strings.HasPrefix(all, "HTTP/1.1 "+test.status) {
				t.Errorf("%q", all)
			}
		})
	}
	t.Run("closed", func(t *testing.T) {
		r := start(t, feed.Config{}, Config{}, Reference())
		r.library.Close()
		r.scratch.Close()
		p := pair{r.send(t, request("/library")), r.send(t, request("/scratch"))}
		p.hangUp()
		if all := p.same(); !strings.HasPrefix(all, "HTTP/1.1 503") {
			t.Errorf("%q", all)
		}
	})
}

// TestSameUpgrade is of requests that not all lanes would take.
func TestSameUpgrade(t *testing.T) {
	for name, test := range map[string]struct {
		cfg   Config
		lines []string
	}{
		"an offer of an extension":  {Config{}, []string{"Sec-WebSocket-Extensions: permessage-deflate"}},
		"an offer of protocols":     {Config{}, []string{"Sec-WebSocket-Protocol: chat, superchat"}},
		"its own origin":            {Config{}, []string{"Origin: http://lab.example"}},
		"an origin that is allowed": {Config{Origins: []string{"http://friend.example"}}, []string{"Origin: http://friend.example"}},
		"any origin, if all may":    {Config{AnyOrigin: true}, []string{"Origin: http://evil.example"}},
		"several, if all may":       {Config{AnyOrigin: true}, []string{"Origin: http://evil.example", "Origin: null"}},
		"a header in two lines":     {Config{}, []string{"Connection: close-not", "Upgrade: h2c"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, feed.Config{}, test.cfg, Reference())
			first := string(frame(fin|text, "early")) + string(frame(fin|closed, ""))
			p := pair{r.send(t, request("/library", test.lines...)+first), r.send(t, request("/scratch", test.lines...)+first)}
			if all := p.same(); !strings.HasPrefix(all, "HTTP/1.1 101") || !strings.Contains(all, `{"echo":"early"}`) {
				t.Errorf("%q", all)
			}
		})
	}
}
