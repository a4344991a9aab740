package websocket

import (
	"fmt"
	"strings"
	"testing"
	"time"

	ws "github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

func TestFromNow(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	r.feed.Publish("before")
	p := r.open(t, "/ws?after=now", nil)
	p.want(event(r.feed.Publish("after")))
}

func TestBinaryEvents(t *testing.T) {
	r := start(t, feed.Config{Binary: true, Window: 2}, Config{})
	r.feed.Publish("gone")
	events := []feed.Event{r.feed.Publish("\x00\xff"), r.feed.Publish("")}
	p := r.open(t, "/ws?after=0", nil)
	p.want(texts(`{"gap":{"from":1,"to":1}}`))
	for _, e := range events {
		frame, err := p.next()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got{fin | binry, string(lab.AppendBinaryEvent(nil, e))}, frame); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// TestAnyOrigin also holds that the rest of the handshake is judged all the same.
func TestAnyOrigin(t *testing.T) {
	r := start(t, feed.Config{}, Config{AnyOrigin: true})
	for _, origin := range []string{"http://evil.example", "null"} {
		for _, path := range []string{"/ws", "/echo"} {
			r.open(t, path, frame(fin|text, "x"), "Origin: "+origin)
		}
	}
	bad := strings.Replace(r.request("/ws", "Origin: null"), "Version: 13", "Version: 8", 1)
	if resp := r.Answer(t, "GET", bad); resp.StatusCode != 426 {
		t.Errorf("%d %s", resp.StatusCode, resp.Text)
	}
}

func TestDeflateOfTheLane(t *testing.T) {
	r := start(t, feed.Config{}, Config{Deflate: true})
	const agreed = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
	for offer, want := range map[string]string{"permessage-deflate": agreed, "x-other": ""} {
		h := r.open(t, "/ws", nil, "Sec-WebSocket-Extensions: "+offer).response.Header
		if diff := cmp.Diff(want, h.Get("Sec-WebSocket-Extensions")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", offer, diff)
		}
	}
}

func TestUpstream(t *testing.T) {
	var told []string
	r := start(t, feed.Config{}, Config{Upstream: func(text string) { told = append(told, text) }})
	p := r.open(t, "/ws", frame(fin|text, "hi"))
	p.want(texts(`{"echo":"hi"}`))
	p.send(frame(fin|binry, "\x00\xff"))
	p.want(texts(`{"echo":"AP8=","type":"binary"}`))
	if diff := cmp.Diff([]string{"hi", "\x00\xff"}, told); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestChat publishes what comes up: the message is an event to all, beside its sender's echo.
func TestChat(t *testing.T) {
	var publish func(string) feed.Event
	r := start(t, feed.Config{}, Config{Upstream: func(text string) { publish(text) }})
	publish = r.feed.Publish
	sender, other := r.open(t, "/ws", nil), r.open(t, "/ws", nil)
	sender.send(frame(fin|text, "hi"))
	first, err := other.next()
	if err != nil || !strings.HasPrefix(first.Payload, `{"seq":1,`) || !strings.HasSuffix(first.Payload, `"data":"hi"}`) {
		t.Fatalf("%v %q", err, first)
	}
	seen := map[string]bool{}
	for range 2 { // in either order
		frame, err := sender.next()
		if err != nil {
			t.Fatal(err)
		}
		seen[frame.Payload] = true
	}
	if diff := cmp.Diff(map[string]bool{`{"echo":"hi"}`: true, first.Payload: true}, seen); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestVisibleHeartbeat(t *testing.T) {
	const hour = int64(time.Hour / time.Microsecond)
	r := start(t, feed.Config{Skew: time.Hour}, Config{Heartbeat: 20 * time.Millisecond, VisibleHeartbeat: true})
	for _, path := range []string{"/ws", "/echo"} {
		p := r.open(t, path, nil)
		for range 2 {
			p.want(got{fin | pinged, ""})
			p.send(frame(fin|ponged, ""))
			if path == "/echo" {
				continue // which has no feed, and says nothing unasked
			}
			frame, err := p.next()
			var at int64
			if n, _ := fmt.Sscanf(frame.Payload, `{"heartbeat":%d}`, &at); err != nil || n != 1 || frame.First != fin|text {
				t.Fatalf("%v %q", err, frame)
			}
			if want := time.Now().UnixMicro() + hour; at > want || at < want-hour/2 {
				t.Errorf("heartbeat of %d, the feed's clock says %d", at, want)
			}
		}
	}
}

// TestNoHeartbeat has neither pings among its messages nor a deadline for pongs.
func TestNoHeartbeat(t *testing.T) {
	r := start(t, feed.Config{}, Config{Heartbeat: -1, VisibleHeartbeat: true})
	for _, path := range []string{"/ws", "/echo"} {
		p := r.open(t, path, nil)
		for range 20 {
			p.send(frame(fin|pinged, "?"))
			p.want(got{fin | ponged, "?"})
		}
	}
	p := r.open(t, "/ws", nil)
	for range 20 {
		p.want(event(r.feed.Publish("x")))
	}
	r.feed.Finish()
	p.wantClose(ws.CloseNormalClosure, "the feed has ended")
}

// TestRestAfterTheEnd comes when the feed has ended already.
func TestRestAfterTheEnd(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	r.feed.Publish("x")
	last := r.feed.Publish("y")
	r.feed.Finish()
	for path, rest := range map[string][]got{"/ws?after=1": {event(last)}, "/ws?after=2": nil, "/ws?after=now": nil} {
		p := r.open(t, path, nil)
		p.want(rest...)
		p.wantClose(ws.CloseNormalClosure, "the feed has ended")
	}
}
