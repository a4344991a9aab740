package scratch

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/fanout"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/websocket"
)

// Config sets the limits of a Lane, with the same defaults as of the library's. Deflate and EchoMemory mean nothing here.
type Config = websocket.Config

// Lane serves a feed's events to any number of WebSocket clients, as websocket.Lane does, with a goroutine for each that
// reads, and one that writes to all. Make one with New.
type Lane struct {
	feed   *feed.Feed
	cfg    Config
	parts  Parts
	out    *fanout.Fanout
	broken atomic.Pointer[CloseError] // why events can't be written any more; nil: they can

	mu       sync.Mutex
	sessions map[*session]struct{}
	running  sync.WaitGroup // a count for each of sessions
	closed   bool
}

// New returns a lane of the feed's events. It calls none of the parts yet.
func New(f *feed.Feed, cfg Config, parts Parts) *Lane {
	l := &Lane{feed: f, cfg: withDefaults(cfg), parts: parts, sessions: make(map[*session]struct{})}
	l.out = l.broadcast()
	return l
}

// Serve answers GET with the upgrade to a stream. Requests, messages and the codes at the end are those of
// websocket.Lane.Serve, but that there is no permessage-deflate: an offer of it is declined by silence (RFC 6455 section
// 9.1). The server must have KeepHijackedConns set.
//
// The error is a *lab.Error, or that of a part, and then nothing was upgraded. Once it is, a part's *CloseError closes the
// stream as it says, and any other error of a part with 1011 and its message.
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
	accept, err := l.parts.Accept(string(c.Request().Header.Peek(fiber.HeaderSecWebSocketKey)))
	if err != nil {
		return err
	}
	assembler, err := l.parts.NewAssembler(l.cfg.MessageBytes)
	if err != nil {
		return err
	}
	closing, err := l.parts.NewClosing(true)
	if err != nil {
		return err
	}
	s := newSession(l, c.Context().Conn(), assembler, closing)
	s.stream.Next = after + 1
	return l.upgrade(c, accept, s)
}

// check judges a request's handshake (RFC 6455 section 4.2.1). The error is a *lab.Error.
func (l *Lane) check(c *fiber.Ctx) error {
	if l.cfg.AnyOrigin {
		c.Request().Header.Del(fiber.HeaderOrigin) // who says nothing of it may connect
	}
	return websocket.CheckHandshake(c, l.cfg.Origins)
}

const (
	// farewell is how long Close waits for the clients' close frames.
	farewell = 200 * time.Millisecond
	// cutoff is when Close cuts off who is left.
	cutoff = 250 * time.Millisecond
	// resignation is how much longer Close waits for parts that do not return.
	resignation = time.Second
)

// Close ends all streams with 1001 and returns when they have ended, a quarter of a second later at most: who has not
// answered by then is cut off. For parts that have not returned it waits a second more. New requests are refused with 503.
// The feed goes on.
func (l *Lane) Close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		l.out.Close()
		l.running.Wait()
	}()
	if within(ended, cutoff) {
		return
	}
	l.mu.Lock()
	for s := range l.sessions {
		s.raw.Close()
	}
	l.mu.Unlock()
	within(ended, resignation)
}

// within waits until done is closed, and reports false if that takes longer than d.
func within(done <-chan struct{}, d time.Duration) bool {
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case <-done:
		return true
	case <-late.C:
		return false
	}
}

// isClosed reports whether Close was called.
func (l *Lane) isClosed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// join counts a session in, and has the events written to it, unless the lane is closed.
func (l *Lane) join(s *session) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.sessions[s] = struct{}{}
	l.running.Add(1)
	l.out.Add(&s.stream)
	return true
}

// leave counts it out.
func (l *Lane) leave(s *session) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sessions, s)
	l.running.Done()
}
