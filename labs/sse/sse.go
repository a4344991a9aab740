// Package sse is Server-Sent Events: one request, and one answer that does not end. Each event is a block of text lines
// in it; the browser's EventSource reads them, and connects again by itself with the ID of the last one it has seen.
//
// A stream here is its connection and a place in the feed's log, without a goroutine or a buffer of its own: the
// connection is taken from the HTTP server, and one goroutine writes to all.
package sse

import (
	"bytes"
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
	// NoIDs leaves the id fields out: a browser that comes back then has no Last-Event-ID to send.
	NoIDs bool
	// Lines puts the JSON of events on three lines, and so into three data fields each.
	Lines bool
	// Naive puts the JSON of events together without escaping their text, line ends included.
	Naive bool
	// BlankBefore has the empty line that dispatches an event come only with the next one, and so never for the last.
	BlankBefore bool
	// Compress says whether streams are compressed for clients that take gzip.
	Compress Compression
	// Retry is what clients are told to wait before they connect again. 0 or less: DefaultRetry.
	Retry time.Duration
	// HeartbeatEvery is how long a stream may be silent. 0: fanout.DefaultHeartbeatEvery; less: for ever.
	HeartbeatEvery time.Duration
	// VisibleHeartbeat has heartbeats be events of type heartbeat without data, in place of comments, which no script sees.
	VisibleHeartbeat bool
	// WriteTimeout is how long a client may take nothing of what is due before it is dropped. 0 or less:
	// fanout.DefaultWriteTimeout.
	WriteTimeout time.Duration
	// Watcher notices clients that leave. nil: the next write fails, a heartbeat's at the latest.
	Watcher *presence.Watcher
	// Admit is asked for a place before a stream begins. nil: no limit.
	Admit lab.Admit
	// Drop says which events are left out: nothing tells of them, and no ID names them. nil: none.
	Drop lab.Drop
}

// Lane streams one feed.
type Lane struct {
	feed    *feed.Feed
	cfg     Config
	blocks  blocks
	chunked *fanout.Fanout // to HTTP/1.1
	plain   *fanout.Fanout // to HTTP/1.0
	gzipped *fanout.Fanout // to either, through a gzipper
}

// New returns a lane that serves f.
func New(f *feed.Feed, cfg Config) *Lane {
	if cfg.Retry <= 0 {
		cfg.Retry = DefaultRetry
	}
	l := &Lane{feed: f, cfg: cfg, blocks: blocks{noIDs: cfg.NoIDs, lines: cfg.Lines, naive: cfg.Naive, before: cfg.BlankBefore}}
	l.chunked = l.newFanout(AppendChunk, []byte(lastChunk))
	l.plain = l.newFanout(unframed, nil)
	l.gzipped = l.newFanout(unframed, nil)
	return l
}

// Serve answers GET with the stream, and HEAD with its head. The stream begins after the event that Last-Event-ID or else
// ?after=SEQ names, with ?after=now after the newest one, without any with the oldest that is kept. A Last-Event-ID that
// this feed has not come to yet is of another: the stream says so, event: reset, and begins with the oldest. The server must
// have KeepHijackedConns set.
//
// If the feed has ended and the client has all of it the answer is 204, which tells an EventSource to stop connecting
// again (WHATWG 9.2.1). The error is a *lab.Error: bad_cursor, too_many_gzipped (503), or Admit's.
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
	hello := l.blocks.hello(nil, l.cfg.Retry)
	switch last := l.feed.Last(); {
	case given && after > last && c.Get(lastEventID) != "":
		// The ID is of another feed, from before a restart: no reader of this one has seen it. To wait until this feed has
		// come that far would skip what lies in between without a word.
		hello = l.blocks.reset(hello, last)
	case given:
		s.Next = after + 1
	}
	chunked := c.Request().Header.IsHTTP11()
	gzipped := l.cfg.Compress.on() && AcceptsGzip(string(bytes.Join(c.Request().Header.PeekAll(fiber.HeaderAcceptEncoding), []byte(","))))
	s.Head = AppendHead(nil, time.Now(), Head{Chunked: chunked, Varies: l.cfg.Compress.on(), Gzipped: gzipped})
	if c.Method() == fiber.MethodHead {
		lab.Hijack(c, func() { writeHead(s) })
		return nil
	}
	release := func() {}
	if l.cfg.Admit != nil {
		if release, err = l.cfg.Admit(); err != nil {
			return err
		}
	}
	to, frame, last := l.plain, framing(unframed), ""
	if chunked {
		to, frame, last = l.chunked, AppendChunk, lastChunk
	}
	if gzipped {
		z, err := newGzipper(l.cfg.Compress == Flush, frame, last)
		if err != nil {
			release()
			return err
		}
		admitted := release
		release = func() { z.release(); admitted() }
		to, s.Code = l.gzipped, z.code
		s.Head = z.code(s.Head, hello, false)
	} else {
		s.Head = frame(s.Head, hello)
	}
	// The server doesn't call back if it finds the connection broken first. Then the place must be given back all the same.
	abandoned := time.AfterFunc(lab.HijackWithin, release)
	lab.Hijack(c, func() {
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

// lastEventID is the header in which an EventSource says what it has seen (WHATWG 9.2.4).
const lastEventID = "Last-Event-ID"

// cursor reads where the stream is to begin.
func (l *Lane) cursor(c *fiber.Ctx) (after uint64, given bool, err error) {
	// WHATWG 9.2.3: the last event ID, if it is not empty, comes with each request after the first, whose address, with
	// its ?after=, stays the same.
	if id := c.Get(lastEventID); id != "" {
		after, err = lab.ParseCursor(lastEventID, id)
		return after, err == nil, err
	}
	return lab.Cursor(c, l.feed)
}

// complete reports whether the feed has ended and holds nothing for the client.
func (l *Lane) complete(after uint64, given bool) bool {
	if !l.feed.Ended() {
		return false
	}
	oldest, last := l.feed.Bounds()
	if !given {
		after = max(oldest, 1) - 1
	}
	if after+1 < oldest {
		return false // there is a gap to tell of
	}
	for after < last && l.cfg.Drop.Drops(after+1) {
		after++
	}
	return after >= last
}

// Close ends all streams with the last chunk and closes their connections. A stream that begins later ends at once. A
// second call does nothing.
func (l *Lane) Close() {
	l.chunked.Close()
	l.plain.Close()
	l.gzipped.Close()
}

// Stats returns the counts of the lane's streams.
func (l *Lane) Stats() (sum fanout.Stats) {
	for _, f := range []*fanout.Fanout{l.chunked, l.plain, l.gzipped} {
		s := f.Stats()
		sum.Streams += s.Streams
		sum.Slow += s.Slow
		sum.Missed += s.Missed
		sum.Panics += s.Panics
	}
	return sum
}
