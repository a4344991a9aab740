// Package websocket brings a feed's events to a client over WebSocket (RFC 6455), on top of a library: one message an event,
// JSON text or bytes, and whatever the client sends comes back as an echo.
//
// The library does the framing and the handshake's arithmetic. What it leaves to the application is here, one matter a
// file: who may connect (handshake.go, origin.go), on which terms (extension.go), what a message may be (inbox.go, utf8.go),
// how a stream ends (close.go), and how one event goes to many (ring.go, pump.go).
package websocket

import (
	"encoding/base64"
	"strconv"

	ws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

// Lane serves a feed's events to any number of WebSocket clients. Make one with New.
type Lane struct {
	*endpoint
	feed *feed.Feed
	ring *ring
}

// New returns a lane of the feed's events.
func New(f *feed.Feed, cfg Config) *Lane {
	l := &Lane{newEndpoint(cfg.withDefaults(DefaultMessageBytes), sizes{read: 256, write: 1024}), f, &ring{feed: f, drop: cfg.Drop}}
	l.news = l.newEvents
	if l.cfg.VisibleHeartbeat {
		l.beat = l.heartbeat
	}
	return l
}

// Serve answers GET with the upgrade to a stream. ?after=SEQ is the number of the last event that the client has seen, now
// the newest there is; without it the stream begins with the oldest event kept. ?deflate=1 takes up an offer of
// permessage-deflate. The error is a *lab.Error, and then nothing was upgraded.
//
// A message is an event, as lab.AppendEvent writes it, or as bytes one by lab.AppendBinaryEvent; or {"gap":{"from":1,"to":152}}
// for events that had left the feed's window before they could be sent. What the client sends comes back as {"echo":"text"},
// binary messages as {"echo":"base64","type":"binary"}.
//
// The stream ends with 1000 when the feed has ended and all of it is sent, and with 1001 when the lane is closed.
func (l *Lane) Serve(c *fiber.Ctx) error {
	if err := l.check(c); err != nil {
		return err
	}
	after, given, err := lab.Cursor(c, l.feed)
	if err != nil {
		return err
	}
	if oldest := l.feed.Oldest(); !given && oldest > 0 {
		after = oldest - 1
	}
	deflate := l.cfg.Deflate || string(c.Context().QueryArgs().Peek("deflate")) == "1"
	s := &session{run: func(s *session) { s.finish(l.receive(s)) }}
	s.step = func() (bool, error) { return l.send(s, &after) }
	return l.serve(c, deflate, s)
}

// Close ends all streams with 1001 and returns when they have ended, a quarter of a second later at most: who has not
// answered by then is cut off. New requests are refused with 503. The feed goes on.
func (l *Lane) Close() { l.shut() }

// newEvents returns a channel that is closed when there are events that nobody has looked for yet, or when the feed ends.
func (l *Lane) newEvents() <-chan struct{} {
	if l.feed.Ended() {
		return nil
	}
	return l.feed.Wait(l.feed.Last())
}

// send writes what follows the cursor, if there is anything, and moves it. The pace is this client's own: while it makes no
// room, its writer waits in a write, and finds a gap if that took too long.
func (l *Lane) send(s *session, cursor *uint64) (wrote bool, err error) {
	ended := l.feed.Ended() // before the look at the feed: if so, what that shows is all
	m, next, err := l.ring.next(*cursor)
	*cursor = next
	switch {
	case err != nil:
		return false, err
	case m != nil:
		return true, s.writePrepared(m)
	case ended:
		s.close(ws.CloseNormalClosure, "the feed has ended", l.cfg.CloseTimeout)
	}
	return false, nil
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// receive echoes what the client sends, until the stream ends.
func (l *Lane) receive(s *session) error {
	for {
		kind, message, err := s.read()
		if err != nil {
			return err
		}
		if l.cfg.Upstream != nil {
			l.cfg.Upstream(string(message))
		}
		if err := s.write(ws.TextMessage, appendEcho(nil, kind, message)); err != nil {
			return err
		}
	}
}

// heartbeat writes the one that scripts see.
func (l *Lane) heartbeat(s *session) error {
	message := strconv.AppendInt([]byte(`{"heartbeat":`), l.feed.Now(), 10)
	return s.write(ws.TextMessage, append(message, '}'))
}

// appendEcho appends the JSON that echoes a message: text as a string, bytes as the base64 of them (RFC 4648 section 4).
func appendEcho(dst []byte, kind int, message []byte) []byte {
	dst = append(dst, `{"echo":`...)
	if kind == ws.TextMessage {
		return append(lab.AppendString(dst, string(message)), '}')
	}
	dst = append(dst, '"')
	dst = base64.StdEncoding.AppendEncode(dst, message)
	return append(dst, `","type":"binary"}`...)
}

// appendGap appends the JSON that tells of a gap.
func appendGap(dst []byte, g feed.Gap) []byte {
	dst = append(dst, `{"gap":`...)
	return append(lab.AppendGap(dst, g), '}')
}
