package websocket

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/lab/labtest"
)

// TestBareFollowsALane follows a feed from a gap to its end, and does not come back.
func TestBareFollowsALane(t *testing.T) {
	r := start(t, feed.Config{Window: 3}, Config{})
	var events, seen []feed.Event
	for range 5 {
		events = append(events, r.feed.Publish("x"))
	}
	w := newWitness()
	bare := &Bare{URL: "http://" + r.Addr + "/ws?run=demo&after=1", Observer: w}
	ctx, leave := context.WithCancel(t.Context())
	err := bare.Run(ctx, func(e feed.Event) {
		if seen = append(seen, e); e.Seq == 4 {
			leave()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(events[2:4], seen[:2]); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(feed.Gap{From: 2, To: 2}, labtest.Receive(t, w.gaps, "gap")); diff != "" {
		t.Errorf("gap (-want +got):\n%s", diff)
	}
	if states := []lab.State{<-w.states, <-w.states}; !cmp.Equal(states, []lab.State{lab.Open, lab.Closed}) {
		t.Errorf("states: %v", states)
	}

	seen = nil
	r.feed.Close()
	bare.URL = "ws://" + r.Addr + "/ws?after=4"
	if err := bare.Run(t.Context(), func(e feed.Event) { seen = append(seen, e) }); err != nil {
		t.Error("at the feed's end: ", err)
	}
	if diff := cmp.Diff(events[4:], seen); diff != "" {
		t.Errorf("the rest (-want +got):\n%s", diff)
	}

	r.lane.Close()
	if err := bare.Run(t.Context(), nil); err == nil || err.Error() != "no upgrade: 503 Service Unavailable" {
		t.Error("of a closed lane: ", err)
	}
	for url, want := range map[string]string{"wss://localhost/": "without TLS", "nowhere": "without TLS", "http://127.0.0.1:1/": "refused"} {
		if err := (&Bare{URL: url}).Run(t.Context(), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// TestBareSendsUp sends texts whose lengths are told in each of the three ways.
func TestBareSendsUp(t *testing.T) {
	r := start(t, feed.Config{}, Config{MessageBytes: 1 << 20})
	w := newWitness()
	bare := &Bare{URL: r.URL + "/ws", Observer: w}
	if err := bare.Send(t.Context(), "too early"); err != errNotOpen {
		t.Error(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- bare.Run(ctx, nil) }()
	if state := labtest.Receive(t, w.states, "state"); state != lab.Open {
		t.Fatal(state)
	}
	for _, n := range []int{0, 62, 63, 32_767, 32_768, 1} {
		text := strings.Repeat("é", n)
		if err := bare.Send(t.Context(), text); err != nil {
			t.Fatal(err)
		}
		if got := labtest.Receive(t, w.echoes, "echo"); got != text {
			t.Fatalf("echo of %d bytes, want %d", len(got), len(text))
		}
	}
	leave()
	if err := labtest.Receive(t, done, "end"); err != context.Canceled {
		t.Error(err)
	}
	if err := bare.Send(t.Context(), "too late"); err != errNotOpen {
		t.Error(err)
	}
}

// halfWay is a connection that breaks within a write.
type halfWay struct {
	net.Conn
	written, closed int
}

func (c *halfWay) SetWriteDeadline(time.Time) error { return nil }

func (c *halfWay) Write(p []byte) (int, error) {
	c.written++
	return len(p) / 2, io.ErrShortWrite
}

func (c *halfWay) Close() error {
	c.closed++
	return nil
}

// Nothing follows a frame of which only a part was written: it would be taken for the rest of it.
func TestBareAfterHalfAFrame(t *testing.T) {
	conn := &halfWay{}
	bare := &Bare{conn: conn, open: true}
	if err := bare.Send(t.Context(), "one"); err != io.ErrShortWrite {
		t.Error(err)
	}
	if err := bare.Send(t.Context(), "two"); err != errNotOpen {
		t.Error(err)
	}
	if conn.written != 1 || conn.closed != 1 {
		t.Errorf("written %d times, closed %d times", conn.written, conn.closed)
	}
}

// TestBareWatchdog has a server that says nothing.
func TestBareWatchdog(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	err := (&Bare{URL: r.URL + "/ws", Watchdog: 20 * time.Millisecond}).Run(t.Context(), nil)
	var silence net.Error
	if !errors.As(err, &silence) || !silence.Timeout() {
		t.Errorf("ended with %v", err)
	}
}

// script serves one WebSocket: it answers the handshake, with accept if that is not empty, sends raw bytes and the end, and
// hands over what the client has sent by the end of the connection.
func script(t *testing.T, accept, more, raw string) (url string, sent <-chan []byte) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	all := make(chan []byte, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		br := bufio.NewReader(conn)
		req, err := http.ReadRequest(br)
		if err != nil {
			t.Error(err)
			return
		}
		if accept == "" {
			accept = AcceptKey(req.Header.Get("Sec-WebSocket-Key"))
		}
		io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Accept: "+
			accept+"\r\n"+more+"\r\n"+raw)
		conn.(*net.TCPConn).CloseWrite()
		b, _ := io.ReadAll(br)
		all <- b
	}()
	return "ws://" + l.Addr().String() + "/", all
}

// plain is a frame as servers send them.
func plain(first byte, payload string) string {
	return string(append([]byte{first, byte(len(payload))}, payload...))
}

// unmasked reads what a client has sent. It fails if a frame is not masked, or two have the same key.
func unmasked(t *testing.T, raw []byte) (frames []got) {
	t.Helper()
	keys := map[string]bool{}
	for len(raw) > 0 {
		if len(raw) < 6 || raw[1]&0x80 == 0 || raw[1] > 0x80+125 || len(raw) < 6+int(raw[1]-0x80) {
			t.Fatalf("%x is no short masked frame", raw)
		}
		n, key := int(raw[1]-0x80), raw[2:6]
		if keys[string(key)] {
			t.Errorf("the key %x again", key)
		}
		keys[string(key)] = true
		payload := bytes.Clone(raw[6 : 6+n])
		for i := range payload {
			payload[i] ^= key[i%4]
		}
		frames = append(frames, got{raw[0], string(payload)})
		raw = raw[6+n:]
	}
	return frames
}

// TestBareReads holds what a server may send, what comes of it, and what the client sends in return.
func TestBareReads(t *testing.T) {
	const event = `{"seq":7,"at":9,"data":"é"}`
	bye := plain(fin|closed, closePayload(1000, "bye"))
	wanted := func(code int) got { return got{fin | closed, closePayload(code, "")} }
	long := append([]byte{fin | text, 126}, binary.BigEndian.AppendUint16(nil, 200)...)
	longer := append([]byte{fin | text, 127}, binary.BigEndian.AppendUint64(nil, 70_000)...)
	pad := func(n int) string { return event + strings.Repeat(" ", n-len(event)) }
	for _, test := range []struct {
		name, raw string
		events    int
		err       string // empty: none
		sent      []got
	}{
		{"a message", plain(fin|text, event) + bye, 1, "", []got{wanted(1000)}},
		{"longer ones", string(long) + pad(200) + string(longer) + pad(70_000) + bye, 2, "", []got{wanted(1000)}},
		{"fragments, with a ping and a pong in between, a character cut", plain(text, event[:24]) + plain(fin|pinged, "?") + plain(cont, "") +
			plain(fin|ponged, "") + plain(fin|cont, event[24:]) + bye, 1, "", []got{{fin | ponged, "?"}, wanted(1000)}},
		{"a close without a code", plain(fin|text, event) + plain(fin|closed, ""), 1, "websocket: close 1005 (no status)", []got{{fin | closed, ""}}},
		{"going away", plain(fin|closed, closePayload(1001, "")), 0, "websocket: close 1001 (going away)", []got{wanted(1001)}},
		{"nothing after the close", bye + plain(fin|text, event), 0, "", []got{wanted(1000)}},
		{"the end without a close", plain(text, event[:5]), 0, "EOF", nil},

		{"a close of a byte", plain(fin|closed, "x"), 0, errFrame.reason, []got{wanted(1002)}},
		{"a close with a code that can't be", plain(fin|closed, "\x00\x05"), 0, errFrame.reason, []got{wanted(1002)}},
		{"a masked frame", string(frame(fin|text, event)), 0, errFrame.reason, []got{wanted(1002)}},
		{"a reserved bit", plain(fin|rsv1|text, event), 0, errFrame.reason, []got{wanted(1002)}},
		{"an opcode that is not there", plain(fin|3, ""), 0, errFrame.reason, []got{wanted(1002)}},
		{"a control opcode that is not there", plain(fin|11, ""), 0, errFrame.reason, []got{wanted(1002)}},
		{"a ping in parts", plain(pinged, ""), 0, errFrame.reason, []got{wanted(1002)}},
		{"a ping too long", "\x89\x7e\x00\x7e" + strings.Repeat("x", 126), 0, errFrame.reason, []got{wanted(1002)}},
		{"a continuation of nothing", plain(fin|cont, "x"), 0, errFrame.reason, []got{wanted(1002)}},
		{"a message within a message", plain(text, "x") + plain(fin|text, event), 0, errFrame.reason, []got{wanted(1002)}},
		{"text that is not UTF-8", plain(fin|text, "\xff"), 0, errText.reason, []got{wanted(1007)}},
		{"a message beyond all measure", "\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 0, errTooBig.reason, []got{wanted(1009)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			url, sent := script(t, "", "", test.raw)
			events := 0
			err := (&Bare{URL: url}).Run(t.Context(), func(feed.Event) { events++ })
			said := ""
			if err != nil {
				said = err.Error()
			}
			if said != test.err || events != test.events {
				t.Errorf("%d events, %q; want %d, %q", events, said, test.events, test.err)
			}
			if diff := cmp.Diff(test.sent, unmasked(t, labtest.Receive(t, sent, "what the client sent"))); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBareShakesHands holds what the client makes of answers to its handshake.
func TestBareShakesHands(t *testing.T) {
	for name, test := range map[string]struct{ accept, more, want string }{
		"an answer to another key": {AcceptKey("dGhlIHNhbXBsZSBub25jZQ=="), "", `Sec-WebSocket-Accept is "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", which does not answer our key`},
		"an extension":             {"", "Sec-WebSocket-Extensions: permessage-deflate\r\n", "the server agrees to what nobody offered"},
		"a protocol":               {"", "Sec-WebSocket-Protocol: chat\r\n", "the server agrees to what nobody offered"},
		"a head without end":       {"", "X: " + strings.Repeat("x", maxHead), "unexpected EOF"},
	} {
		url, sent := script(t, test.accept, test.more, plain(fin|text, `{"seq":1}`))
		err := (&Bare{URL: url}).Run(t.Context(), func(feed.Event) { t.Errorf("%s: an event", name) })
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: %v", name, err)
		}
		if raw := labtest.Receive(t, sent, "what the client sent"); len(raw) > 0 {
			t.Errorf("%s: the client sent %x", name, raw)
		}
	}
}

// FuzzBareReceives holds that no bytes from a server do more than end the connection, and that messages keep to their limit.
func FuzzBareReceives(f *testing.F) {
	f.Add([]byte(plain(text, "a") + plain(fin|pinged, "?") + plain(fin|cont, "b")))
	f.Add([]byte("\x82\x7e\x00\x01x"))
	f.Add([]byte("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte(plain(fin|closed, "\x03\xe8")))
	near, far := net.Pipe()
	far.Close()
	f.Fuzz(func(t *testing.T, raw []byte) {
		w := witness{unreadable: make(chan string, len(raw)+1), echoes: make(chan string, len(raw)+1), gaps: make(chan feed.Gap, len(raw)+1)}
		b := &Bare{conn: near, Observer: &w}
		stream := bufio.NewReader(bytes.NewReader(raw))
		for messages := 0; ; messages++ {
			if err := b.receive(stream, func(feed.Event) {}); err != nil {
				return
			}
			if messages > len(raw) {
				t.Fatalf("%d messages in %d bytes", messages, len(raw))
			}
		}
	})
}

// TestBareMasks holds that a mask is of this frame alone, and undone gives what was sent.
func TestBareMasks(t *testing.T) {
	near, far := net.Pipe()
	b := &Bare{conn: near, open: true}
	payload := make([]byte, 100)
	rand.Read(payload)
	done := make(chan []byte, 1)
	go func() {
		all, _ := io.ReadAll(far)
		done <- all
	}()
	for range 10 {
		if err := b.write(opBinary, payload); err != nil {
			t.Fatal(err)
		}
	}
	near.Close()
	for _, frame := range unmasked(t, labtest.Receive(t, done, "frames")) {
		if diff := cmp.Diff(got{fin | binry, string(payload)}, frame); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}
