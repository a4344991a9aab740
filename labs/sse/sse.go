// Package sse is Server-Sent Events: one request, and one answer that does not end. Each event is a block of text lines
// in it; the browser's EventSource reads them, and connects again by itself with the ID of the last one it has seen.
//
// A stream here is its connection and a place in the feed's log, without a goroutine or a buffer of its own: the
// connection is taken from the HTTP server, and one goroutine writes to all.
package sse

import (
	"log/slog"
	"net"
	"runtime/debug"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/fanout"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/presence"
)

// DefaultRetry is how long a client waits before it connects again, unless told otherwise.
const DefaultRetry = 2 * time.Second

// Config says how a lane treats its streams.
type Config struct {
	// Retry is what clients are told to wait before they connect again. 0 or less: DefaultRetry.
	Retry time.Duration
	// HeartbeatEvery is how long a stream may be silent. 0 or less: fanout.DefaultHeartbeatEvery.
	HeartbeatEvery time.Duration
	// WriteTimeout is how long a client may take nothing of what is due before it is dropped. 0 or less:
	// fanout.DefaultWriteTimeout.
	WriteTimeout time.Duration
	// Watcher notices clients that leave. nil: the next write fails, a heartbeat's at the latest.
	Watcher *presence.Watcher
	// Admit is asked for a place before a stream begins. nil: no limit.
	Admit lab.Admit
}

// Lane streams one feed.
type Lane struct {
	feed    *feed.Feed
	cfg     Config
	hello   []byte
	chunked *fanout.Fanout // to HTTP/1.1
	plain   *fanout.Fanout // to HTTP/1.0
}

// New returns a lane that serves f.
func New(f *feed.Feed, cfg Config) *Lane {
	if cfg.Retry <= 0 {
		cfg.Retry = DefaultRetry
	}
	return &Lane{
		feed:    f,
		cfg:     cfg,
		hello:   hello(cfg.Retry),
		chunked: newFanout(f, cfg, AppendChunk, []byte(lastChunk)),
		plain:   newFanout(f, cfg, unframed, nil),
	}
}

// Serve answers GET with the stream, and HEAD with its head. The stream begins after the event that Last-Event-ID or else
// ?after=SEQ names, without either with the oldest that is kept. A Last-Event-ID that this feed has not come to yet is of
// another: the stream says so, event: reset, and begins with the oldest. The server must have KeepHijackedConns set.
//
// If the feed has ended and the client has all of it the answer is 204, which tells an EventSource to stop connecting
// again (WHATWG 9.2.1). The error is a *lab.Error: bad_cursor, or Admit's.
func (l *Lane) Serve(c *fiber.Ctx) error {
	after, given, err := l.cursor(c)
	if err != nil {
		return err
	}
	if l.complete(after, given) {
		c.Set(fiber.HeaderCacheControl, "no-store")
		c.Status(fiber.StatusNoContent)
		return nil
	}
	s := &fanout.Stream{Conn: c.Context().Conn()}
	hello := l.hello
	switch last := l.feed.Last(); {
	case given && after > last && c.Get(lastEventID) != "":
		// The ID is of another feed, from before a restart: no reader of this one has seen it. To wait until this feed has
		// come that far would skip what lies in between without a word.
		hello = appendReset(slices.Clone(hello), last)
	case given:
		s.Next = after + 1
	}
	chunked := c.Request().Header.IsHTTP11()
	s.Head = appendHead(nil, time.Now(), chunked)
	if c.Method() == fiber.MethodHead {
		hijack(c, func() { writeHead(s) })
		return nil
	}
	to, frame := l.plain, framing(unframed)
	if chunked {
		to, frame = l.chunked, AppendChunk
	}
	s.Head = frame(s.Head, hello)
	release := func() {}
	if l.cfg.Admit != nil {
		if release, err = l.cfg.Admit(); err != nil {
			return err
		}
	}
	// The server doesn't call back if it finds the connection broken first. Then the place must be given back all the same.
	abandoned := time.AfterFunc(hijackWithin, release)
	hijack(c, func() {
		if !abandoned.Stop() {
			s.Conn.Close()
			return
		}
		stop := l.cfg.Watcher.Watch(s.Conn, func() { to.Remove(s) })
		s.End = func() { stop(); release() }
		to.Add(s)
	})
	return nil
}

// hijackWithin is far more time than the server needs to hand over a connection.
const hijackWithin = time.Minute

// hijack calls do, on a goroutine of its own and after all answers before this one have been written, with nothing more
// written to the connection by the server.
func hijack(c *fiber.Ctx, do func()) {
	conn := c.Context().Conn() // c must not be used by then
	c.Context().HijackSetNoResponse(true)
	c.Context().Hijack(func(net.Conn) {
		defer func() {
			if v := recover(); v != nil { // nobody else would: it ends the stream, not the process
				slog.Error("a stream panicked", "panic", v, "stack", string(debug.Stack()))
				conn.Close()
			}
		}()
		do()
	})
}

// writeHead answers a HEAD: with what a GET would get up to the body, and the end of the connection.
func writeHead(s *fanout.Stream) {
	s.Conn.SetWriteDeadline(time.Now().Add(fanout.DefaultWriteTimeout))
	s.Conn.Write(s.Head)
	s.Conn.Close()
}

// lastEventID is the header in which an EventSource says what it has seen (WHATWG 9.2.4).
const lastEventID = "Last-Event-ID"

// cursor reads where the stream is to begin.
func (l *Lane) cursor(c *fiber.Ctx) (after uint64, given bool, err error) {
	// WHATWG 9.2.2: the last event ID, if it is not empty, comes with each request after the first, whose address, with
	// its ?after=, stays the same.
	if id := c.Get(lastEventID); id != "" {
		after, err = lab.ParseCursor(lastEventID, id)
		return after, err == nil, err
	}
	return lab.Cursor(c, l.feed)
}

// complete reports whether the feed has ended and holds nothing for the client.
func (l *Lane) complete(after uint64, given bool) bool {
	select {
	case <-l.feed.Done():
	default:
		return false
	}
	last := l.feed.Last()
	return last == 0 || given && after >= last
}

// Close ends all streams with the last chunk and closes their connections. A stream that begins later ends at once. A
// second call does nothing.
func (l *Lane) Close() {
	l.chunked.Close()
	l.plain.Close()
}

// Stats returns the counts of the lane's streams.
func (l *Lane) Stats() fanout.Stats {
	a, b := l.chunked.Stats(), l.plain.Stats()
	return fanout.Stats{
		Streams: a.Streams + b.Streams,
		Slow:    a.Slow + b.Slow,
		Missed:  a.Missed + b.Missed,
		Panics:  a.Panics + b.Panics,
	}
}
