// Package websocket brings a feed's events to a client over WebSocket (RFC 6455), on top of a library: one JSON text message
// an event, and whatever the client sends comes back as an echo.
//
// The library does the framing and the handshake's arithmetic. What it leaves to the application is here, one matter a
// file: who may connect (handshake.go, origin.go), on which terms (extension.go), what a message may be (inbox.go, utf8.go),
// how a stream ends (session.go), and how one event goes to many (ring.go).
package websocket

import (
	"encoding/base64"
	"time"

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
	return &Lane{newEndpoint(cfg.withDefaults(DefaultMessageBytes)), f, &ring{feed: f}}
}

// Serve answers GET with the upgrade to a stream. ?after=SEQ is the number of the last event that the client has seen; without
// it the stream begins with the oldest event kept. ?deflate=1 takes up an offer of permessage-deflate. The error is a
// *lab.Error, and then nothing was upgraded.
//
// A message is an event, as lab.AppendEvent writes it, or {"gap":{"from":1,"to":152}} for events that had left the feed's
// window before they could be sent. What the client sends comes back as {"echo":"text"}, binary messages as
// {"echo":"base64","type":"binary"}.
//
// The stream ends with 1000 when the feed has ended and all of it is sent, and with 1001 when the lane is closed.
func (l *Lane) Serve(c *fiber.Ctx) error {
	if err := checkHandshake(c, l.cfg.Origins); err != nil {
		return err
	}
	after, given, err := lab.Cursor(c)
	if err != nil {
		return err
	}
	if oldest := l.feed.Oldest(); !given && oldest > 0 {
		after = oldest - 1
	}
	deflate := string(c.Context().QueryArgs().Peek("deflate")) == "1"
	return l.serve(c, deflate, func(s *session) {
		s.background(func() error { return l.send(s, after) })
		s.finish(l.receive(s))
	})
}

// Close ends all streams with 1001 and returns when they have ended, a quarter of a second later at most: who has not
// answered by then is cut off. New requests are refused with 503. The feed goes on.
func (l *Lane) Close() { l.shut() }

// send writes the events after the given one as they are published, and pings, until the stream or the feed ends. The
// pace is this client's own: while it makes no room, its writer waits in a write, and finds a gap if that took too long.
func (l *Lane) send(s *session, after uint64) error {
	beat := time.NewTicker(l.cfg.Heartbeat)
	defer beat.Stop()
	for {
		ended := isClosed(l.feed.Done()) // before the look at the feed: if so, what that shows is all
		m, cursor, err := l.ring.next(after)
		if err != nil {
			return err
		}
		ready := now
		switch {
		case m != nil:
			if err := s.writePrepared(m); err != nil {
				return err
			}
			after = cursor
		case ended:
			s.close(ws.CloseNormalClosure, "the feed has ended", l.cfg.CloseTimeout)
			return nil
		default:
			ready = l.feed.Wait(after)
		}
		select {
		case <-ready:
		case <-beat.C:
			if err := s.ping(); err != nil {
				return err
			}
		case <-s.ended:
			return nil
		case <-l.closing:
			s.goodbye()
			return nil
		}
	}
}

// now is ready at once.
var now = func() <-chan struct{} { c := make(chan struct{}); close(c); return c }()

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
		if err := s.write(ws.TextMessage, appendEcho(nil, kind, message)); err != nil {
			return err
		}
	}
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
