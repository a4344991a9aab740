package fanout

import (
	"errors"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"
)

// turn lets s advance, and ends it if it can't. A panic ends it alone.
func (f *Fanout) turn(s *Stream, now time.Duration) {
	defer f.guard(s)
	if err := f.advance(s, now); err != nil {
		if errors.Is(err, errSlow) {
			f.slow.Add(1)
			if c, ok := s.Conn.(interface{ SetLinger(sec int) error }); ok {
				c.SetLinger(0) // free what the system holds for it now, not when the peer gives up
			}
		}
		f.finish(s)
	}
}

// hearten lets s advance with a heartbeat first.
func (f *Fanout) hearten(s *Stream, now time.Duration) {
	defer f.guard(s)
	s.pending, s.moved = s.coded(f.cfg.Heartbeat, false), now // which may come to nothing yet
	f.turn(s, now)
}

// dismiss ends s with the last word, after the rest of the entry that it is in.
func (f *Fanout) dismiss(s *Stream) {
	defer f.guard(s)
	due := s.pending
	if !s.final {
		due = slices.Concat(due, s.coded(f.cfg.Closed, true))
	}
	if len(due) > 0 {
		tryWrite(s, due)
	}
	f.finish(s)
}

// guard, deferred, turns a panic into the end of s.
func (f *Fanout) guard(s *Stream) {
	if v := recover(); v != nil {
		f.report(v)
		f.finish(s)
	}
}

// finish ends s: it leaves the list, its owner is told, and its connection is closed.
func (f *Fanout) finish(s *Stream) {
	if s.ended {
		return
	}
	s.ended = true
	if s.listed {
		last := len(f.list) - 1
		f.list[s.index] = f.list[last]
		f.list[s.index].index = s.index
		f.list[last] = nil
		f.list = f.list[:last]
	}
	f.streams.Add(-1)
	f.safely(s.End)
	f.safely(func() { s.Conn.Close() })
}

// safely calls do, if there is one, and survives its panic.
func (f *Fanout) safely(do func()) {
	defer func() {
		if v := recover(); v != nil {
			f.report(v)
		}
	}()
	if do != nil {
		do()
	}
}

// rescue, deferred, survives a panic that no stream accounts for, such as Encode's: all streams end.
func (f *Fanout) rescue() {
	v := recover()
	if v == nil {
		return
	}
	f.report(v)
	f.late = nil
	for {
		f.mu.Lock()
		streams := slices.Concat(f.list, f.added)
		f.added, f.removed = nil, nil
		if len(streams) == 0 {
			f.stopped = nil
			f.mu.Unlock()
			return
		}
		f.mu.Unlock()
		for _, s := range streams {
			f.finish(s)
		}
	}
}

func (f *Fanout) report(v any) {
	f.panics.Add(1)
	slog.Error("a stream panicked", "panic", v, "stack", string(debug.Stack()))
}
