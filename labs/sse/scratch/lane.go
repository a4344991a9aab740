package scratch

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"wireside/labs/fanout"
	"wireside/labs/feed"
	"wireside/labs/lab"
	"wireside/labs/presence"
	"wireside/labs/sse"
)

// never is the pause between two heartbeats where there are to be none.
const never = time.Duration(math.MaxInt64)

// Config says how a lane treats its streams.
type Config struct {
	// Retry is what clients are told to wait before they connect again. 0 or less: sse.DefaultRetry.
	Retry time.Duration
	// HeartbeatEvery is how long a stream may be silent. 0: fanout.DefaultHeartbeatEvery; less: for ever.
	HeartbeatEvery time.Duration
	// WriteTimeout is how long a client may take for one block before it is dropped. 0 or less: fanout.DefaultWriteTimeout.
	WriteTimeout time.Duration
	// Lines puts the JSON of events on three lines, which is text that an encoder has to take apart.
	Lines bool
	// Watcher notices clients that leave. nil: the next write fails, a heartbeat's at the latest.
	Watcher *presence.Watcher
	// Admit is asked for a place before a stream begins. nil: no limit.
	Admit lab.Admit
	// Drop says which events are left out: nothing tells of them, and no ID names them. nil: none.
	Drop lab.Drop
}

// Lane streams one feed, with the parts that it was given.
type Lane struct {
	feed  *feed.Feed
	cfg   Config
	parts Parts

	ctx    context.Context // ends with Close
	cancel context.CancelFunc

	mu      sync.Mutex
	streams sync.WaitGroup // no one is added once ctx has ended, which mu sees to
}

// New returns a lane that serves f.
func New(f *feed.Feed, cfg Config, parts Parts) *Lane {
	if cfg.Retry <= 0 {
		cfg.Retry = sse.DefaultRetry
	}
	if cfg.HeartbeatEvery == 0 {
		cfg.HeartbeatEvery = fanout.DefaultHeartbeatEvery
	}
	if cfg.HeartbeatEvery < 0 {
		cfg.HeartbeatEvery = never
	}
	if cfg.WriteTimeout <= 0 {
		cfg.WriteTimeout = fanout.DefaultWriteTimeout
	}
	l := &Lane{feed: f, cfg: cfg, parts: parts}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	return l
}

// Serve answers GET with the stream, and HEAD with its head. What Last-Event-ID says, or else ?after=SEQ, ?after=now or
// nothing, Resume is asked of. If the feed has ended and there is nothing to send the answer is 204, which tells an EventSource
// to stop connecting again (WHATWG 9.2.1). The server must have KeepHijackedConns set.
//
// The error is a *lab.Error: bad_cursor, also of any other error of Resume's, Admit's, or a part's own.
func (l *Lane) Serve(c *fiber.Ctx) error {
	s := &stream{lane: l, conn: c.Context().Conn(), chunked: c.Request().Header.IsHTTP11()}
	ended := l.feed.Ended() // asked before what is kept: then that is all there is
	if err := s.resume(c); err != nil {
		return err
	}
	if ended && (s.replay.Reset || s.replay.Gap == nil && len(s.replay.Events) == 0) {
		c.Set(fiber.HeaderCacheControl, "no-store")
		c.Status(fiber.StatusNoContent)
		return nil
	}
	if c.Method() == fiber.MethodHead {
		lab.Hijack(c, s.writeHead)
		return nil
	}
	first, err := s.hello()
	if err != nil {
		return err
	}
	s.release = func() {}
	if l.cfg.Admit != nil {
		if s.release, err = l.cfg.Admit(); err != nil {
			return err
		}
	}
	// The server doesn't call back if it finds the connection broken first. Then the place must be given back all the same.
	abandoned := time.AfterFunc(lab.HijackWithin, s.release)
	lab.Hijack(c, func() {
		if !abandoned.Stop() {
			s.conn.Close()
			return
		}
		s.run(first)
	})
	return nil
}

// sent returns those of the events that are not left out.
func (l *Lane) sent(events []feed.Event) []feed.Event {
	return slices.DeleteFunc(events, func(e feed.Event) bool { return l.cfg.Drop.Drops(e.Seq) })
}

// resume asks what the client is sent first.
func (s *stream) resume(c *fiber.Ctx) error {
	id, ahead := c.Get("Last-Event-ID"), uint64(0)
	if id == "" {
		after, given, err := lab.Cursor(c, s.lane.feed)
		if err != nil {
			return err
		}
		if given {
			id, ahead = strconv.FormatUint(after, 10), after
		}
	}
	kept := s.lane.feed.After(0, 0)
	s.last, s.next = kept.Last, max(kept.Last, ahead)
	if ahead > kept.Last {
		return nil // an address may ask for what is to come; an ID can only tell of what came
	}
	var err error
	s.replay, err = s.lane.parts.Resume(kept.Events, id)
	s.replay.Events = s.lane.sent(s.replay.Events)
	var ours *lab.Error
	if err != nil && !errors.As(err, &ours) {
		return &lab.Error{Status: fiber.StatusBadRequest, Code: "bad_cursor", Message: fmt.Sprintf("%.200v", err)}
	}
	return err
}

// Close ends all streams with the last chunk and closes their connections, within a moment, whatever their parts do. A
// stream that begins later ends at once. A second call does nothing.
func (l *Lane) Close() {
	l.mu.Lock()
	l.cancel()
	l.mu.Unlock()
	l.streams.Wait()
}

// begin counts a stream, unless the lane is closed.
func (l *Lane) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx.Err() != nil {
		return false
	}
	l.streams.Add(1)
	return true
}

// data is the text of an event.
func (l *Lane) data(e feed.Event) string {
	if l.cfg.Lines {
		return string(lab.AppendEventLines(nil, e))
	}
	return string(lab.AppendEvent(nil, e))
}
