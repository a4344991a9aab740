package websocket

import (
	"fmt"
	"strings"
	"testing"

	ws "github.com/fasthttp/websocket"
	"github.com/google/go-cmp/cmp"

	"wireside/labs/feed"
	"wireside/labs/lab/labtest"
)

func TestEventsComeInOrderFromTheCursor(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	var events []feed.Event
	publish := func(n int) {
		for range n {
			events = append(events, r.feed.Publish(fmt.Sprintf("%d <b>\u2028", len(events))))
		}
	}
	publish(3)
	all := r.open(t, "/ws", nil)
	behind := r.open(t, "/ws?after=2", nil)
	ahead := r.open(t, "/ws?after=4", nil)
	publish(3)
	for i, p := range []*peer{all, behind, ahead} {
		for _, e := range events[[]int{0, 2, 4}[i]:] {
			p.want(texts(`{"seq":%d,"at":%d,"data":"%d <b>`+"\u2028"+`"}`, e.Seq, e.At, e.Seq-1))
		}
	}
}

func TestGap(t *testing.T) {
	r := start(t, feed.Config{Window: 2}, Config{})
	var last feed.Event
	for range 5 {
		last = r.feed.Publish("x")
	}
	p := r.open(t, "/ws?after=1", nil)
	p.want(texts(`{"gap":{"from":2,"to":3}}`))
	if frame, err := p.next(); err != nil || !strings.HasPrefix(frame.Payload, `{"seq":4,`) {
		t.Fatalf("after the gap: %q, %v", frame, err)
	}
	p.want(event(last))

	// Without a cursor nothing was missed.
	if frame, err := r.open(t, "/ws", nil).next(); err != nil || !strings.HasPrefix(frame.Payload, `{"seq":4,`) {
		t.Fatalf("without a cursor: %q, %v", frame, err)
	}
}

// TestDrop leaves out three of four events: the others come, what is left out holds nobody up, also at the end.
func TestDrop(t *testing.T) {
	r := start(t, feed.Config{}, Config{Drop: func(seq uint64) bool { return seq%4 != 0 }})
	publish := func(n int) (events []feed.Event) {
		for range n {
			events = append(events, r.feed.Publish("x"))
		}
		return events
	}
	first := publish(9)
	all, behind := r.open(t, "/ws", nil), r.open(t, "/ws?after=4", nil)
	all.want(event(first[3]), event(first[7]))
	behind.want(event(first[7]))
	publish(2)
	fourth := publish(1)[0]
	all.want(event(fourth))
	behind.want(event(fourth))
	publish(3)
	r.feed.Finish()
	all.want(closing(ws.CloseNormalClosure, "the feed has ended"))
	behind.want(closing(ws.CloseNormalClosure, "the feed has ended"))
}

func TestEchoesUpstream(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	// The first frame arrives in the handshake's packet.
	p := r.open(t, "/ws", frame(fin|text, `say "κόσμε"`))
	p.want(texts(`{"echo":"say \"κόσμε\""}`))
	p.send(frame(fin|binry, "\x00\xff"))
	p.want(texts(`{"echo":"AP8=","type":"binary"}`))
	// RFC 6455 section 5.4: control frames may stand between the fragments of a message, characters may be cut by them.
	p.send(frame(text, "a\xe2\x82"), frame(fin|pinged, "Hello"), frame(cont, "\xac"), frame(fin|cont, "b"))
	p.want(got{fin | ponged, "Hello"}, texts(`{"echo":"a€b"}`))
	p.send(frame(fin|text, ""))
	p.want(texts(`{"echo":""}`))
}

func TestDeflatedEventsAreShared(t *testing.T) {
	r := start(t, feed.Config{}, Config{})
	const offer = "Sec-WebSocket-Extensions: permessage-deflate"
	plain := r.open(t, "/ws", nil)
	peers := []*peer{r.open(t, "/ws?deflate=1", nil, offer), r.open(t, "/ws?deflate=1", nil, offer)}
	e := r.feed.Publish(strings.Repeat("lorem ipsum ", 20))
	plain.want(event(e))
	for _, p := range peers {
		frame, err := p.next()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got{fin | rsv1 | text, event(e).Payload}, got{frame.First, inflated(t, frame.Payload)}); diff != "" {
			t.Error(diff)
		}
		if n := len(event(e).Payload); len(frame.Payload) > n/2 {
			t.Errorf("%d bytes deflated to %d", n, len(frame.Payload))
		}
	}
	peers[0].send(frame(fin|rsv1|text, deflated([]byte("hi"))), frame(fin|text, "plain"))
	for _, want := range []string{`{"echo":"hi"}`, `{"echo":"plain"}`} {
		if frame, err := peers[0].next(); err != nil || inflated(t, frame.Payload) != want {
			t.Errorf("%q, %v; want %s", frame, err, want)
		}
	}
}

func TestEventIsEncodedOnce(t *testing.T) {
	f := feed.New(feed.Config{Window: 2})
	r := &ring{feed: f}
	next := func(after uint64) *ws.PreparedMessage {
		t.Helper()
		m, _, err := r.next(after)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	f.Publish("1")
	first := next(0)
	if first == nil || next(0) != first {
		t.Error("the second reader does not get the first one's message")
	}
	if next(1) != nil {
		t.Error("a message for an event that does not exist")
	}
	f.Publish("2")
	f.Publish("3")
	next(2)
	if r.get(1) != nil {
		t.Error("the ring holds an event that the feed has let go")
	}
	if _, cursor, _ := r.next(0); cursor != 1 {
		t.Errorf("after the gap the cursor is %d, want 1", cursor)
	}
}

func TestRingStaysInStepWithALongerFeed(t *testing.T) {
	f := feed.New(feed.Config{Window: 2 * ringSize})
	r := &ring{feed: f}
	for range ringSize + 1 {
		f.Publish("x")
	}
	for seq := range uint64(ringSize + 1) {
		if _, cursor, err := r.next(seq); cursor != seq+1 || err != nil {
			t.Fatalf("after %d: cursor %d, %v", seq, cursor, err)
		}
	}
	// The place of event 1 is taken by a newer one: it is encoded anew, and takes nothing away.
	if m, cursor, err := r.next(0); m == nil || cursor != 1 || err != nil || r.get(ringSize+1) == nil || r.get(1) != nil {
		t.Errorf("next(0) = %v, %d, %v; newest kept: %v", m != nil, cursor, err, r.get(ringSize+1) != nil)
	}
	for range 3 * ringSize {
		f.Publish("x")
	}
	oldest := f.Oldest()
	if m, _, _ := r.next(f.Last() - 1); m == nil {
		t.Fatal("no message for the newest event")
	}
	for i := range r.slots {
		if p := r.slots[i].Load(); p != nil && p.seq < oldest {
			t.Fatalf("slot %d still holds %d; the feed's oldest is %d", i, p.seq, oldest)
		}
	}
}

// A client that reads nothing waits in its own write. When it reads again, it is told which events it has missed.
func TestSlowReader(t *testing.T) {
	const size = 32 << 10
	r := start(t, feed.Config{WindowBytes: 8 * size}, Config{})
	slow := r.open(t, "/ws", nil)
	quick := r.open(t, "/ws", nil)
	data := strings.Repeat("x", size)
	const events = 500 // 16 MB: more than both sockets hold
	for range events {
		quick.want(event(r.feed.Publish(data)))
	}
	r.feed.Close()
	next, gaps := uint64(1), 0
	for next <= events {
		frame, err := slow.next()
		if err != nil {
			t.Fatalf("waiting for event %d: %v", next, err)
		}
		var from, to uint64
		if n, _ := fmt.Sscanf(frame.Payload, `{"gap":{"from":%d,"to":%d}}`, &from, &to); n == 2 {
			gaps++
		} else if _, err := fmt.Sscanf(frame.Payload, `{"seq":%d,`, &from); err == nil {
			to = from
		}
		if from != next || to < from {
			t.Fatalf("after event %d: %.60q", next-1, frame.Payload)
		}
		next = to + 1
	}
	if gaps == 0 {
		t.Error("no gap: the sockets held everything")
	}
	slow.wantClose(ws.CloseNormalClosure, "the feed has ended")
}

func TestAdmission(t *testing.T) {
	open := make(chan int, 10)
	r := start(t, feed.Config{}, Config{Admit: func() (func(), error) {
		open <- 1
		return func() { open <- -1 }, nil
	}})
	p := r.open(t, "/ws", nil)
	if n := labtest.Receive(t, open, "admission"); n != 1 {
		t.Fatalf("got %d", n)
	}
	p.Close()
	if n := labtest.Receive(t, open, "release"); n != -1 {
		t.Fatalf("got %d", n)
	}
}

// A response that closes the connection is never followed by the upgraded stream, and nobody says so.
func TestAdmissionEndsWithoutAStream(t *testing.T) {
	released := make(chan bool, 10)
	r := start(t, feed.Config{}, Config{Admit: func() (func(), error) { return func() { released <- true }, nil }})
	r.lane.handover = 1
	r.App.Server().MaxRequestsPerConn = 1
	r.Send(t, r.request("/ws"))
	labtest.Receive(t, released, "release")
}
